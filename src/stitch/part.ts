// A long conversation is told in parts, as it is read: what is whole, and old enough for everything it led to to be
// there, is told and forgotten. What came after the cut stays on the tapes for the next part.

import { tapeOf, type DraftMessage, type Place } from './draft-message.ts';
import { isSwitch } from './framing-http.ts';
import { isFinalAnswer } from './http-exchange.ts';
import type { Framing } from './message.ts';
import type { StreamTape } from './stream-tape.ts';
import type { EarlierFraming, ToldConnection } from './taped-connection.ts';

/** Rows before `frame`, and times before `timeNs`, are told. */
export interface Cut {
  readonly frame: number;
  readonly timeNs: number;
  /** No part follows: nothing need be kept for it. */
  readonly isLast: boolean;
}

/** All there is. */
export const EVERYTHING: Cut = { frame: Infinity, timeNs: Infinity, isLast: true };

/** All there is so far, also what is under way. */
export const SO_FAR: Cut = { ...EVERYTHING, isLast: false };

/** A program passes a message on at once; what comes later had another reason. */
export const LONGEST_DELAY_NS = 1_000_000_000;

/** What was taken before a row. */
interface Mark {
  readonly frame: number;
  readonly timeNs: number;
  readonly bytes: number;
}

/** Remembers which row was read when, to cut at. */
export class CutMarks {
  private marks: Mark[] = [];
  private bytes = 0;
  private partBegan = 0;
  private readonly markBytes: number;

  /** `budgetBytes` is what a part may take: it holds many marks. */
  constructor(budgetBytes: number) {
    this.markBytes = budgetBytes / MARKS;
  }

  /** To be called with every row with payload, and what it takes. */
  row(frame: number, timeNs: number, lenBytes: number): void {
    const last = this.marks.at(-1);
    if (last === undefined || this.bytes - last.bytes >= this.markBytes)
      this.marks.push({ frame, timeNs, bytes: this.bytes });
    this.bytes += lenBytes;
  }

  /** Where everything before is old enough; where too little is, in the middle of what came since the last cut. */
  cut(nowNs: number): Cut {
    const half = (this.partBegan + this.bytes) / 2;
    const at = this.marks.findLast(
      (one) => one.timeNs <= nowNs - LONGEST_DELAY_NS || one.bytes <= half,
    );
    this.partBegan = this.bytes;
    if (at === undefined) return { frame: 0, timeNs: 0, isLast: false };
    this.marks = this.marks.slice(this.marks.indexOf(at));
    return { frame: at.frame, timeNs: at.timeNs, isLast: false };
  }
}

const MARKS = 256;

/** What is told up to the cut: of every direction as far as it goes without a message that is still under way. */
export function toldUpTo(
  messages: ReadonlyMap<Place, DraftMessage>,
  cut: Cut,
): Map<Place, DraftMessage> {
  const told = new Map<Place, DraftMessage>();
  const held = new Set<StreamTape>();
  for (const [place, message] of inOrderOfTapes(messages)) {
    const tape = tapeOf(place);
    if (held.has(tape)) continue;
    const isDue = place.frame < cut.frame && !isUnderWay(place, message, cut);
    if (isDue || tape.isOverlong) told.set(place, message);
    else if ('framing' in place.unit) held.add(tape);
  }
  return told;
}

/** Within a direction by offset; rows may have come in another order. */
const inOrderOfTapes = (messages: ReadonlyMap<Place, DraftMessage>): [Place, DraftMessage][] =>
  [...messages].sort(([a], [b]) => startOf(a) - startOf(b));

const startOf = ({ unit }: Place): number => ('framing' in unit ? unit.start : 0);

function isUnderWay(place: Place, { incomplete, lastTimeNs }: DraftMessage, cut: Cut): boolean {
  const tape = tapeOf(place);
  if (!('framing' in place.unit) || !tape.goesOn || place.unit.end < tape.bytes.length)
    return false;
  return cut.timeNs !== Infinity && (incomplete || lastTimeNs >= cut.timeNs);
}

/** Up to which offset each tape was told. */
export function toldEnds(told: Iterable<Place>): Map<StreamTape, number> {
  const ends = new Map<StreamTape, number>();
  for (const place of told) {
    if (!('framing' in place.unit)) continue;
    const tape = tapeOf(place);
    ends.set(tape, Math.max(ends.get(tape) ?? 0, place.unit.end));
  }
  return ends;
}

/** How what was told was told apart, by connection. */
export function framedSoFar(
  told: ReadonlyMap<Place, DraftMessage>,
): Map<ToldConnection, EarlierFraming> {
  const framed = new Map<ToldConnection, FramedSoFar>();
  // Requests first: answers are told apart by what they answer.
  const inOrder = inOrderOfTapes(told);
  const requestsFirst = [
    ...inOrder.filter(([{ fromClient }]) => fromClient),
    ...inOrder.filter(([{ fromClient }]) => !fromClient),
  ];
  for (const [{ connection }, message] of requestsFirst) {
    let soFar = framed.get(connection);
    if (soFar === undefined) framed.set(connection, (soFar = new FramedSoFar(connection.earlier)));
    soFar.note(message);
  }
  return new Map([...framed].map(([connection, soFar]) => [connection, soFar.told]));
}

/** Of one connection; thousands of requests may wait for their answers. */
class FramedSoFar {
  private readonly framings: { client: Framing | null; server: Framing | null };
  private readonly methods: string[];
  /** How many of the methods have their answers. */
  private answered = 0;
  private switched: boolean;

  constructor({ client, server, methods, switched }: EarlierFraming) {
    this.framings = { client, server };
    this.methods = [...methods];
    this.switched = switched;
  }

  note({ fromClient, framing, http }: DraftMessage): void {
    const side = fromClient ? 'client' : 'server';
    if (http === undefined) {
      if (!this.switched) this.framings[side] = framing;
      return;
    }
    this.framings[side] = 'http';
    if (http.method !== null) {
      this.methods.push(http.method);
      return;
    }
    if (isSwitch(http, this.methods[this.answered])) this.switched = true;
    if (isFinalAnswer(http)) this.answered++;
  }

  get told(): EarlierFraming {
    const methods = this.methods.slice(this.answered);
    return { ...this.framings, methods, switched: this.switched };
  }
}
