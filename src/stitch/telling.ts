// Tells what is kept, whole or part after part: hands it to stitching together with what earlier parts know, and
// forgets what was told.

import { rolesOf } from '../tcp/roles.ts';
import type { AttemptWatch } from './connection-attempts.ts';
import { NOTHING_CARRIED } from './carried.ts';
import type { Conversation } from './conversation.ts';
import { fingerprintOf, isTelling } from './fingerprint.ts';
import { framedSoFar, toldEnds, type Cut } from './part.ts';
import { Recognition, type SeenTwice } from './seen-twice.ts';
import { stitch, type Part, type StitchInput } from './stitch.ts';
import type { StitchLimits } from './stitch-options.ts';
import { toldConnection, type ToldConnection } from './taped-connection.ts';
import type { TrackedConnection } from './tracked-connection.ts';
import type { TrackedSet } from './tracked-set.ts';

export class Telling {
  /** Knows every connection that was told. */
  readonly recognition = new Recognition();
  private readonly connections: TrackedSet;
  private readonly attempts: AttemptWatch;
  private readonly limits: StitchLimits;
  private carried = NOTHING_CARRIED;
  private nextId = 1;

  constructor(connections: TrackedSet, attempts: AttemptWatch, limits: StitchLimits) {
    this.connections = connections;
    this.attempts = attempts;
    this.limits = limits;
  }

  /** What is told up to the cut; everything before `seenUntilNs` is there. */
  tell(cut: Cut, seenUntilNs: number, leftOut: StitchInput['leftOut']): Conversation {
    const tracked = this.connections.inOrder();
    const roles = rolesOf(tracked.map(({ connection }) => connection));
    const connections = tracked.map((one) => {
      one.client ??= roles.get(one.connection.stream)!.client;
      return toldConnection(one, one.client);
    });
    const part = stitch({
      connections,
      attempts: this.attempts.failed(),
      twice: connections.flatMap((one, index) => this.recognised(tracked[index]!, one, cut)),
      floodLimit: this.limits.floodLimit,
      mostMessages: this.limits.mostMessages,
      leftOut,
      cut,
      carried: this.carried,
      next: this.nextId,
      seenUntilNs,
    });
    this.carried = part.carried;
    this.nextId = part.next;
    if (!cut.isLast) this.forget(part, cut);
    return part.conversation;
  }

  /** The earlier record of the same connection, once enough of this one is there to tell. */
  private recognised(tracked: TrackedConnection, told: ToldConnection, cut: Cut): SeenTwice[] {
    if (tracked.isRecognised) return [];
    const print = fingerprintOf(told, cut.frame);
    if (!cut.isLast && !isTelling(print)) return [];
    tracked.isRecognised = true;
    const match = this.recognition.see(print);
    return match === null ? [] : [match];
  }

  private forget({ told, forgotten }: Part, cut: Cut): void {
    const ends = toldEnds(told.keys());
    const framed = framedSoFar(told);
    const earlier = new Map([...framed].map(([{ stream }, how]) => [stream, how]));
    for (const one of this.connections.all()) {
      const { stream } = one.connection;
      one.earlier = earlier.get(stream) ?? one.earlier;
      if (forgotten.has(stream)) one.beginningLost = true;
      for (const tape of one.tapes) tape.forget(ends.get(tape) ?? 0, cut.frame);
    }
  }
}
