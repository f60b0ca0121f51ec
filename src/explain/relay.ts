// A message that is taken in on one connection and passed on in another: said on the row in, the row out,
// and on the acknowledgements of both, because confirming and passing on are two separate jobs.

import type { ChangeLengths } from '../stitch/relay.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import { bytes, captured, duration, list, message as part, row as rowArg } from './args.ts';
import type { Arg } from './args.ts';
import { someOf } from './conversation-names.ts';
import { payloadText } from './payload.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { elapsedSince, headline, otherSide, say } from './scene.ts';
import type { Story } from './story.ts';
import { grouped } from '../tcp/grouped.ts';

/** The names of giver and taker of a relayed message; null where unknown. */
export const relayNames = (
  story: Story,
  relay: RelayFacts,
): readonly [string | null, string | null] => [
  farName(story, relay.inFrame, 'in'),
  farName(story, relay.outFrame, 'out'),
];

/** Name of whoever is at the far end of the row's connection, seen from the node that relays; null when unknown. */
function farName(story: Story, frame: number, relayed: 'in' | 'out'): string | null {
  const row = story.rowOf(frame);
  if (row === null) return null;
  const sender = row.fromClient ? 'client' : 'server';
  const side = relayed === 'in' ? sender : otherSide(sender);
  return story.people.at(row.stream, side, frame)?.name ?? null;
}

/** It goes back on the connection it came in on. */
export const isEcho = ({ inStream, outStream }: RelayFacts): boolean => inStream === outStream;

/** It goes to somebody who was there. */
export const isToOthers = (relay: RelayFacts): boolean => !isEcho(relay) && !relay.isHistory;

/** Relays of a row by what they pass on: a row may bring several messages. */
export const byMessage = (relays: readonly RelayFacts[]): Map<string, RelayFacts[]> =>
  grouped(relays, ({ common }) => common.trim());

export function relayHeadline({ row, story }: Scene): Message | null {
  const out = story.relaysFrom(row.frame);
  const sent = out.filter(isToOthers);
  if (sent.length === 0 && out.some(isEcho)) return headline('relay-echo-headline');
  if (sent.length > 0) {
    const giver = farName(story, row.frame, 'in');
    const takers = sent.flatMap(({ outFrame }) => farName(story, outFrame, 'out') ?? []);
    if (giver === null || takers.length < sent.length) return headline('relay-in-headline');
    const isOne = byMessage(sent).size === 1;
    // Two people may have one name; of several messages each taker is told once.
    const names = isOne ? takers : [...new Set(takers)];
    const args = { giver: captured(giver), takers: list(names.map(captured)) };
    if (!isOne) return headline('relay-in-headline-several', args);
    return headline(names.length > 1 ? 'relay-in-headline-all' : 'relay-in-headline-named', args);
  }
  const came = story.relayTo(row.frame);
  if (came === null) return null;
  const args = { row: rowArg(came.inFrame) };
  if (isEcho(came)) return headline('relay-echo-out-headline', args);
  const taker = farName(story, row.frame, 'out');
  if (taker === null) return headline('relay-out-headline', args);
  return headline('relay-out-headline-named', { ...args, taker: captured(taker) });
}

export const explainRelay: Explainer = (scene) => [
  ...passedOn(scene),
  ...cameFrom(scene),
  ...possibly(scene),
  ...confirmedLate(scene),
  ...confirmsRelayed(scene),
];

function passedOn({ row, story }: Scene): readonly Saying[] {
  const out = story.relaysFrom(row.frame);
  const echoes = out.filter(isEcho);
  const sent = [...byMessage(out.filter((one) => !isEcho(one))).values()];
  if (sent.length === 0) return echoes.slice(0, 1).flatMap((echo) => echoed(story, echo));
  const sayings = sent.flatMap((copies) => passedOnTo(story, copies));
  for (const { outFrame } of echoes.slice(0, 1))
    sayings.push(say('links', 'relay-echo-too', { row: rowArg(outFrame) }));
  const confirmed = row.links.acknowledgedBy;
  if (confirmed !== null && sent.some(([first]) => confirmed > first!.outFrame))
    sayings.push(say('links', 'relay-confirmed-later', { row: rowArg(confirmed) }));
  return sayings;
}

/** One message, and where its copies go. */
function passedOnTo(story: Story, copies: readonly RelayFacts[]): Saying[] {
  const [relay, ...more] = copies as readonly [RelayFacts, ...RelayFacts[]];
  const text = payloadTextOf(story, relay.outFrame);
  const args = { row: rowArg(relay.outFrame), delay: duration(relay.delayNs) };
  const taker = farName(story, relay.outFrame, 'out');
  const sayings = [
    taker === null
      ? say('links', 'relay-passed-on', args)
      : say('links', 'relay-passed-on-named', { ...args, taker: captured(taker) }),
  ];
  if (text !== null) sayings.push(say('links', 'relay-as', { text: captured(text) }));
  sayings.push(...changes(story, relay));
  if (more.length > 0)
    sayings.push(say('links', 'relay-also', { rows: someOf(more.map(rowTo(story))) }));
  sayings.push(...certainty(relay));
  return sayings;
}

/** "row 15 to eliad". */
const rowTo =
  (story: Story) =>
  ({ outFrame }: RelayFacts): Arg => {
    const taker = farName(story, outFrame, 'out');
    if (taker === null) return rowArg(outFrame);
    return part('part-row-to', { row: rowArg(outFrame), taker: captured(taker) });
  };

/** A message that goes back to its sender and to nobody else. */
const echoed = (story: Story, echo: RelayFacts): readonly Saying[] => [
  say('links', 'relay-echo', { row: rowArg(echo.outFrame), delay: duration(echo.delayNs) }),
  ...changes(story, echo),
  ...certainty(echo),
];

const payloadTextOf = (story: Story, frame: number): string | null => {
  const row = story.rowOf(frame);
  return row === null ? null : (payloadText(row)?.excerpt ?? null);
};

function cameFrom({ row, story }: Scene): readonly Saying[] {
  const relay = story.relayTo(row.frame);
  if (relay === null) return [];
  const args = { row: rowArg(relay.inFrame), delay: duration(relay.delayNs) };
  if (isEcho(relay))
    return [say('links', 'relay-echo-from', args), ...changes(story, relay), ...certainty(relay)];
  const giver = farName(story, relay.inFrame, 'in');
  return [
    giver === null
      ? say('links', 'relay-came-from', args)
      : say('links', 'relay-came-from-named', { ...args, giver: captured(giver) }),
    ...changes(story, relay),
    ...(isFirstRelay(story, relay)
      ? [say('program', 'relay-program', { row: rowArg(relay.inFrame) })]
      : []),
    ...certainty(relay),
  ];
}

/** Where the report explains what a relay is. */
const isFirstRelay = (story: Story, relay: RelayFacts): boolean =>
  story.analysis.relays.find(
    (one) => one.certainty !== 'possible' && !isEcho(one) && story.isExplained(one.outFrame),
  ) === relay;

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** What was cut and put, in front and behind, with the byte counts when they add up. */
function changes(story: Story, relay: RelayFacts): readonly Saying[] {
  const lengths = changeLengths(relay);
  const told = [
    ...change('relay-cut', relay.removed, lengths.removed),
    ...change('relay-cut-behind', relay.removedBehind, lengths.removedBehind),
    ...change('relay-added', relay.added, lengths.added),
    ...change('relay-added-behind', relay.addedBehind, lengths.addedBehind),
  ];
  if (told.length === 0) return [say('links', 'relay-unchanged')];
  const cut = lengths.removed + lengths.removedBehind;
  const put = lengths.added + lengths.addedBehind;
  const lenIn = story.rowOf(relay.inFrame)?.tcp.len ?? 0;
  const lenOut = story.rowOf(relay.outFrame)?.tcp.len ?? 0;
  if (lenIn - cut + put !== lenOut) return told;
  return [...told, say('links', 'relay-sum', { lenIn, cut, put, lenOut })];
}

/** Bytes of what was put and cut: as counted, or of the texts in UTF-8. */
export const changeLengths = (change: Changed & Pick<RelayFacts, 'lengths'>): ChangeLengths =>
  change.lengths ?? {
    added: utf8Length(change.added),
    removed: utf8Length(change.removed),
    addedBehind: utf8Length(change.addedBehind),
    removedBehind: utf8Length(change.removedBehind),
  };

type Changed = Pick<RelayFacts, 'added' | 'removed' | 'addedBehind' | 'removedBehind'>;

const change = (id: string, text: string, lenBytes: number): readonly Saying[] =>
  lenBytes === 0 ? [] : [say('links', id, { text: captured(text), bytes: bytes(lenBytes) })];

const certainty = (relay: RelayFacts): readonly Saying[] =>
  relay.certainty === 'certain'
    ? []
    : [say('certainty', 'relay-likely', { text: captured(relay.common) })];

/** Bytes in common that may be chance: said as a possibility, and no more. */
function possibly({ row, story }: Scene): readonly Saying[] {
  const [sent] = story.possibleRelaysFrom(row.frame);
  const came = story.possibleRelayTo(row.frame);
  const told: Saying[] = [];
  if (sent !== undefined)
    told.push(
      say('certainty', 'relay-possible-in', {
        row: rowArg(sent.outFrame),
        text: captured(sent.common),
      }),
    );
  if (came !== null)
    told.push(
      say('certainty', 'relay-possible-out', {
        row: rowArg(came.inFrame),
        text: captured(came.common),
      }),
    );
  return told;
}

/** An acknowledgement to the giver that leaves after the message was passed on already. */
function confirmedLate(scene: Scene): readonly Saying[] {
  const { row, story } = scene;
  for (const frame of row.links.acknowledges) {
    const relay = story.relaysFrom(frame).find(({ outFrame }) => outFrame < row.frame);
    if (relay === undefined) continue;
    return [
      say('why', 'relay-confirmed-late', {
        message: rowArg(frame),
        relayed: rowArg(relay.outFrame),
        delay: duration(elapsedSince(scene, relay.outFrame)),
      }),
    ];
  }
  return [];
}

/** The taker's acknowledgement: the message has arrived at his computer. */
function confirmsRelayed({ row, story, from }: Scene): readonly Saying[] {
  const frame = row.links.acknowledges.find((one) => {
    const relay = story.relayTo(one);
    return relay !== null && !isEcho(relay);
  });
  if (frame === undefined) return [];
  const name = story.people.at(row.stream, from, row.frame)?.name;
  const source = story.relayTo(frame)?.inFrame ?? frame;
  const args = { relayed: rowArg(frame), message: rowArg(source) };
  if (name === undefined) return [say('why', 'relay-arrived', args)];
  return [say('why', 'relay-arrived-named', { ...args, name: captured(name) })];
}
