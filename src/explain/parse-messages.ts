// A Fluent file to what the bundle takes. The build parses our files once and puts in place of this the reading of the
// outcome (build/sources.mjs).

import { FluentResource } from '@fluent/bundle';

export const parseMessages = (source: string): FluentResource => new FluentResource(source);
