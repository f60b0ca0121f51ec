// Of the messages that may have caused one that went out: which is it, and how sure is that. What fits equally well
// is told as possible, all of it; nothing is guessed.

import { weaker, type Certainty } from '../tcp/certainty.ts';
import type { Names } from './names.ts';
import type { Candidate } from './relay-candidates.ts';

export interface Choice {
  readonly candidate: Candidate;
  readonly certainty: Certainty;
}

/** In common, without a name to prove it, this much convinces. */
const CONVINCING_BYTES = 8;
const CONVINCING_PART_BYTES = 16;
/** Unchanged bytes that are no text may be a constant of their protocol; so many hardly are. */
const CONVINCING_BINARY_BYTES = 32;

/** What became of a candidate before: it went to this receiver already; it went to somebody. */
interface Past {
  readonly isSpent: (candidate: Candidate) => boolean;
  readonly isPassedOn: (candidate: Candidate) => boolean;
}

/** The choice among candidates; `receiver` is the stream it went out on. */
export function chooseRelay(
  candidates: readonly Candidate[],
  receiver: number,
  names: Names,
  { isSpent, isPassedOn }: Past,
): readonly Choice[] {
  const prompt = candidates.filter((one) => !one.late && !isSpent(one));
  const late = candidates.filter((one) => one.late);
  // History is proved by a name: only a name outweighs it.
  const isNamed = prompt.some(({ senderNamed, receiverNamed }) => senderNamed || receiverNamed);
  const considered = isNamed || late.length === 0 ? prompt : late;
  if (considered.length === 0) return [];
  const best = withoutOldEchoes(mostFitting(considered), isPassedOn);
  const [first] = best;
  if (first === undefined) return [];
  if (best.length === 1) {
    const certainty = certaintyOf(first, receiver, names);
    // Another one fitted as well, and had gone there already: once is what we expect, not what we see.
    const rivals = candidates.filter(
      (one) => !one.late && isSpent(one) && one.source.stream !== first.source.stream,
    );
    const isRivalled = !first.late && mostFitting([first, ...rivals]).length > 1;
    return [{ candidate: first, certainty: isRivalled ? weaker(certainty, 'likely') : certainty }];
  }
  // The same words of one sender, on one connection, are passed on in their order.
  if (!first.late && best.every(({ source }) => source.stream === first.source.stream))
    return [{ candidate: first, certainty: weaker(certaintyOf(first, receiver, names), 'likely') }];
  return best.map((candidate) => ({ candidate, certainty: 'possible' }));
}

/** What went on to others before is not sent back to its sender when somebody else has said the same since. */
const withoutOldEchoes = (
  best: readonly Candidate[],
  isPassedOn: Past['isPassedOn'],
): readonly Candidate[] =>
  best.filter(
    (one) =>
      !one.echo ||
      !isPassedOn(one) ||
      !best.some(({ echo, source }) => !echo && source.lastTimeNs > one.source.lastTimeNs),
  );

/** By names first, then by how much is in common. */
function mostFitting(candidates: readonly Candidate[]): Candidate[] {
  const score = ({ senderNamed, receiverNamed, common }: Candidate): number =>
    (senderNamed ? 2 : 0) + (receiverNamed ? 2 : 0) + (common.whole ? 1 : 0);
  const highest = Math.max(...candidates.map(score));
  const named = candidates.filter((one) => score(one) === highest);
  const longest = Math.max(...named.map(({ common }) => common.lenBytes));
  return named.filter(({ common }) => common.lenBytes === longest);
}

function certaintyOf(candidate: Candidate, receiver: number, names: Names): Certainty {
  const { source, common, senderNamed, receiverNamed, added, removed, echo } = candidate;
  if (receiverNamed && (senderNamed || names.get(receiver)?.certainty === 'certain'))
    return 'certain';
  if (senderNamed && common.whole)
    return names.get(source.stream)?.certainty === 'certain' ? 'certain' : 'likely';
  if (receiverNamed) return 'likely';
  // A terminal's echo: the bytes are the same, a message it is not for certain.
  if (echo) return 'possible';
  if (source.text === null) {
    const unchanged = common.whole && added === '' && removed === '';
    return unchanged && common.lenBytes >= CONVINCING_BINARY_BYTES ? 'likely' : 'possible';
  }
  const enough = common.whole ? CONVINCING_BYTES : CONVINCING_PART_BYTES;
  return common.lenBytes >= enough ? 'likely' : 'possible';
}
