// The people of a conversation as sentences name them: by name, else by stream; a long list is cut and says so.

import type { Analysis } from '../collect/analysis.ts';
import type { Arg } from './args.ts';
import { captured, digits, list, message as part } from './args.ts';

/** Names told one by one. */
const MOST_NAMES = 10;

/** Whoever is at the client's end of a stream. */
export const nameIn =
  ({ conversation }: Analysis) =>
  (stream: number): Arg => {
    const name = conversation.participants.find((one) => one.stream === stream)?.name;
    return name === undefined ? part('part-stream', { stream: digits(stream) }) : captured(name);
  };

/** "a, b and 12 more". */
export const someOf = (names: readonly Arg[]): Arg =>
  names.length <= MOST_NAMES
    ? list(names)
    : list([
        ...names.slice(0, MOST_NAMES),
        part('part-others', { count: names.length - MOST_NAMES }),
      ]);
