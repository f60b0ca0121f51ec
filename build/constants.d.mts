import type { Plugin } from 'esbuild';

export const constants: Plugin;
