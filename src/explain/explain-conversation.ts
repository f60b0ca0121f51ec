// The conversation as a report tells it: the lines of the transcript, each with what became of it, then the facts.

import type { Analysis } from '../collect/analysis.ts';
import type { Message as Said } from '../stitch/message.ts';
import type { Relay, RelaySource } from '../stitch/relay.ts';
import type { TranscriptLine } from '../stitch/transcript.ts';
import { endpointText } from '../tcp/endpoint-text.ts';
import { bytes, captured, duration } from './args.ts';
import type { Arg } from './args.ts';
import type { Catalogue } from './catalogue.ts';
import { conversationFacts } from './conversation-facts.ts';
import { missesSome } from './conversation-index.ts';
import { nameIn, someOf } from './conversation-names.ts';
import type { ConversationWords, SaidLine } from './explanation.ts';
import { changeLengths } from './relay.ts';
import type { RichText } from './rich-text.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import { sentence } from './sentence.ts';
import type { Story } from './story.ts';

const MOST_LINES = 200;
const MOST_FACTS = 100;

/** Only what touches a selected row is told; `analysis` with its passwords masked already, if they are to be. */
export function explainConversation(
  analysis: Analysis,
  story: Story,
  catalogue: Catalogue,
): ConversationWords {
  const isHere = (frames: readonly number[]): boolean =>
    analysis.selected === null || frames.some((frame) => story.isExplained(frame));
  const relayOf = new Map(analysis.conversation.relays.map((relay) => [relay.source, relay]));
  // A line end on its own says nothing.
  const said = analysis.transcript.filter(({ text }) => text?.trim() !== '');
  const lines = said.filter(({ frames }) => isHere(frames));
  const facts = conversationFacts(analysis, story, isHere);
  const isBeyond = lines.length > MOST_LINES || facts.length > MOST_FACTS;
  const isPart = lines.length < said.length;
  return {
    lines: lines
      .slice(0, MOST_LINES)
      .map((line) => saidLine(line, relayOf.get(line.message), analysis, story, catalogue)),
    facts: facts
      .slice(0, MOST_FACTS)
      .map((told) => joined(told.map((one) => sentence(catalogue, one)))),
    leftOut: isBeyond
      ? catalogue.text('talk-lines-left-out', {
          lines: Math.max(0, lines.length - MOST_LINES),
          facts: Math.max(0, facts.length - MOST_FACTS),
        })
      : isPart
        ? catalogue.text('talk-rows-left-out')
        : null,
  };
}

const joined = (sentences: readonly RichText[]): RichText =>
  sentences.flatMap((one, index): RichText =>
    index === 0 ? one : [{ kind: 'text', text: ' ' }, ...one],
  );

const copiesOf = ({ copies }: Relay): Relay['copies'] =>
  copies.filter(({ kind }) => kind !== 'history');

function saidLine(
  line: TranscriptLine,
  relay: Relay | undefined,
  analysis: Analysis,
  story: Story,
  catalogue: Catalogue,
): SaidLine {
  const told = [
    ...(relay === undefined ? [] : relayNotes(relay, analysis, story)),
    ...(line.ambiguous ? [headline('talk-ambiguous')] : []),
  ];
  return {
    timeNs: line.timeNs,
    from: line.from,
    to: line.program === null ? line.to : [line.program],
    text: line.text?.trimEnd() ?? null,
    len: line.len,
    frames: line.frames,
    notes: told.map((one) => sentence(catalogue, one)),
  };
}

function relayNotes(relay: Relay, analysis: Analysis, { talk }: Story): readonly Message[] {
  const copies = copiesOf(relay);
  const others = copies.filter(({ kind }) => kind !== 'echo');
  const [first = copies[0]] = others;
  if (first === undefined) return [];
  const takers = others.map(({ id, receiver }): Arg => {
    const out = talk.messageOf(id);
    return captured(receiver ?? (out === null ? '?' : endpointText(out.dst, out.dstPort)));
  });
  const delay = duration(first.delayNs);
  const told = [
    others.length === 0
      ? headline('talk-echo-only', { delay })
      : headline('talk-passed-on', { takers: someOf(takers), count: takers.length, delay }),
  ];
  const out = talk.messageOf(first.id);
  const source = out?.relayOf.find(({ id }) => id === relay.source);
  if (out !== null && source !== undefined) told.push(...changesOf(source, out));
  if (others.length > 0 && copies.length > others.length) told.push(headline('talk-echo'));
  if (missesSome(relay))
    told.push(headline('talk-missed', { names: someOf(relay.missed.map(nameIn(analysis))) }));
  if (relay.certainty !== 'certain')
    told.push(headline('talk-certainty', { certainty: relay.certainty }));
  return told;
}

function changesOf(source: RelaySource, { http }: Said): readonly Message[] {
  const { removed, removedBehind, added, addedBehind } = source;
  const lengths = changeLengths(source);
  if (http !== undefined)
    return [
      ...change('talk-header-cut', removed, lengths.removed),
      ...change('talk-header-added', added, lengths.added),
    ];
  return [
    ...change('relay-cut', removed, lengths.removed),
    ...change('relay-cut-behind', removedBehind, lengths.removedBehind),
    ...change('relay-added', added, lengths.added),
    ...change('relay-added-behind', addedBehind, lengths.addedBehind),
  ];
}

const change = (id: string, text: string, lenBytes: number): readonly Message[] =>
  lenBytes === 0 ? [] : [headline(id, { text: captured(text.trim()), bytes: bytes(lenBytes) })];
