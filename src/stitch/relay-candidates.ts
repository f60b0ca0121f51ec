// Which message may have made a server say this one: by what they have in common and by the names around it.
// Judges one pair at a time; which of several is meant, and how sure that is, is relay-choice.ts's matter.

import { commonText, type CommonText } from './common-text.ts';
import { LONGEST_COMPARED, type DraftMessage } from './draft-message.ts';
import type { NameIndex } from './name-index.ts';
import { holdsName, nameAt, type Names } from './names.ts';
import { mayHold } from './pair-set.ts';
import { looseText } from './text.ts';

export interface Candidate {
  readonly source: DraftMessage;
  readonly common: CommonText;
  readonly added: string;
  readonly removed: string;
  /** The sender's name is in what was added, or leads what both say. */
  readonly senderNamed: boolean;
  /** The receiver's name is in what was cut. */
  readonly receiverNamed: boolean;
  /** Sent back on the connection it came on. */
  readonly echo: boolean;
  /** Said long before: history. */
  readonly late: boolean;
}

/** What can be passed on at all: whole, not HTTP or TLS, which have their own rules. */
export const isComparable = ({ framing, incomplete, core }: DraftMessage): boolean =>
  framing !== 'http' &&
  framing !== 'tls' &&
  !incomplete &&
  core.length > 0 &&
  core.length <= LONGEST_COMPARED;

/** Sources that have most in common with a message; more of them would only have less. */
const MOST_CANDIDATES = 16;

/** Which sources are held against a message: from long before, or just received; and which of them went there already. */
interface Search {
  readonly late: boolean;
  /** Of all names, also those taken later. */
  readonly index: NameIndex;
  readonly isSpent: (source: DraftMessage) => boolean;
}

/**
 * The candidates among `sources`, those that did not go there yet first, and of them those that have most in common.
 * `names` are those of this server's clients.
 */
export function candidatesFrom(
  sources: readonly DraftMessage[],
  out: DraftMessage,
  names: Names,
  { late, index, isSpent }: Search,
): Candidate[] {
  const pairs: { source: DraftMessage; common: CommonText }[] = [];
  for (const source of sources) {
    const mayLieWithin = source.core.length <= out.core.length && mayHold(out.pairs, source.pairs);
    // History is passed on whole; what was just said may have lost its beginning.
    if (!mayLieWithin && (late || lastByte(source) !== lastByte(out))) continue;
    const common = commonText(source.core, out.core, mayLieWithin);
    if (common !== null) pairs.push({ source, common });
  }
  if (pairs.length > MOST_CANDIDATES)
    pairs
      .sort(
        (a, b) =>
          Number(isSpent(a.source)) - Number(isSpent(b.source)) ||
          b.common.lenBytes - a.common.lenBytes,
      )
      .splice(MOST_CANDIDATES);
  return pairs.flatMap(
    ({ source, common }) => candidateOf(source, out, { names, index, late }, common) ?? [],
  );
}

const lastByte = ({ core }: DraftMessage): number | undefined => core[core.length - 1];

/** The pair as a candidate; null when it is none. */
function candidateOf(
  source: DraftMessage,
  out: DraftMessage,
  { names, index, late }: Pick<Search, 'index' | 'late'> & { readonly names: Names },
  common: CommonText,
): Candidate | null {
  const echo = source.stream === out.stream;
  const added = looseText(out.core.subarray(0, common.atOut));
  const removed = looseText(source.core.subarray(0, common.atIn));
  const text = looseText(source.core.subarray(common.atIn, common.atIn + common.lenBytes));
  const sender = nameAt(names, source.stream, source);
  const receiver = nameAt(names, out.stream, out);
  const senderNamed =
    holdsName(added, sender) ||
    (sender !== undefined && text.startsWith(`${sender}: `)) ||
    holdsEndpoint(added, source);
  const receiverNamed = !echo && holdsName(removed, receiver);
  const candidate = { source, common, added, removed, senderNamed, receiverNamed, echo, late };
  if (late && !(senderNamed && common.whole)) return null;
  if (echo && !isEcho(candidate, out)) return null;
  return contradicts(candidate, index, sender, receiver) ? null : candidate;
}

/** Programs without names call their clients by address and port. */
const holdsEndpoint = (text: string, { src, srcPort }: DraftMessage): boolean =>
  text.includes(src) && holdsName(text, String(srcPort));

/** Said back as it came, alone or behind the sender's name: an answer that quotes is no echo. */
const isEcho = ({ source, common, added, senderNamed }: Candidate, out: DraftMessage): boolean =>
  common.whole &&
  common.atOut + common.lenBytes === out.core.length &&
  (senderNamed || (added === '' && source.text !== null));

/** The names around it are those of others. */
function contradicts(
  { added, removed, senderNamed, receiverNamed, echo }: Candidate,
  index: NameIndex,
  sender: string | undefined,
  receiver: string | undefined,
): boolean {
  const others = (text: string, ...but: (string | undefined)[]): boolean =>
    index.heldIn(text).some((name) => !but.includes(name));
  if (!senderNamed && added !== '' && others(added, sender, receiver)) return true;
  return !receiverNamed && !echo && removed !== '' && others(removed, receiver);
}
