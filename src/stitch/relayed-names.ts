// Names that nobody gave in this capture, told by what the server does with messages: it puts them in front of what
// somebody said, people put them there themselves, or a message for @NAME goes to that connection.

import type { DraftMessage } from './draft-message.ts';
import { isName, prefixName, type NameEvidence, type Naming, type Names } from './names.ts';
import type { FoundRelay } from './relay-search.ts';

/** Names for the streams that have none in `names`. */
export function relayedNames(found: readonly FoundRelay[], names: Names): Map<number, Naming> {
  const votes = new Votes();
  for (const { out, choices } of found) {
    const [only] = choices;
    if (choices.length !== 1 || only === undefined) continue;
    const { source, common, added, removed, echo } = only.candidate;
    const own = common.whole && added === '' ? prefixName(source.text ?? '') : null;
    const put = common.whole ? lastWordBeforeColon(added) : null;
    votes.add(source.stream, own ?? put, 'name-prefix', source, out);
    if (!echo) votes.add(out.stream, addressee(removed), 'addressed', source, out);
  }
  return votes.unanimous(names);
}

/** A name and what stands around it; more is no name. */
const LONGEST_WORD = 128;

/** `Message from NAME: `: the word before the colon. */
function lastWordBeforeColon(added: string): string | null {
  const text = added.trimEnd();
  if (!text.endsWith(':')) return null;
  const words = text.slice(0, -1).split(' ');
  const last = words.at(-1) ?? '';
  if (last.length > LONGEST_WORD) return null;
  const word = last.replace(/^[[(<*]+/, '').replace(/[\])>]+$/, '');
  return isName(word) ? word : null;
}

/** `@NAME `: whom the sender addressed. */
function addressee(removed: string): string | null {
  const text = removed.trim();
  const name = text.slice(1).replace(/[:,]$/, '');
  return text.startsWith('@') && isName(name) ? name : null;
}

interface Vote {
  readonly name: string;
  readonly evidence: NameEvidence;
  readonly confirmedBy: DraftMessage;
  readonly sources: Set<DraftMessage>;
  contested: boolean;
}

class Votes {
  private readonly byStream = new Map<number, Vote>();

  add(
    stream: number,
    name: string | null,
    evidence: NameEvidence,
    source: DraftMessage,
    out: DraftMessage,
  ): void {
    if (name === null) return;
    const vote = this.byStream.get(stream);
    if (vote === undefined) {
      const sources = new Set([source]);
      this.byStream.set(stream, { name, evidence, confirmedBy: out, sources, contested: false });
    } else if (vote.name !== name) vote.contested = true;
    else vote.sources.add(source);
  }

  /** Names no message speaks against. Several people under one word: it is no name but the server's own. */
  unanimous(known: Names): Map<number, Naming> {
    const names = new Map<number, Naming>();
    const uses = new Map<string, number>();
    for (const { name } of this.byStream.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
    for (const [stream, { name, evidence, confirmedBy, sources, contested }] of this.byStream) {
      if (contested || known.has(stream) || uses.get(name) !== 1) continue;
      const certainty = sources.size > 1 && uses.size > 1 ? 'certain' : 'likely';
      names.set(stream, { name, certainty, evidence: [evidence], introducedBy: null, confirmedBy });
    }
    return names;
  }
}
