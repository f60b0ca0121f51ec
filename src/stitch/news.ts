// What a server tells of somebody else: he came, he went, he did something. Such words answer nobody.

import type { DraftMessage } from './draft-message.ts';
import { holdsName, namesInTime, type Names } from './names.ts';
import type { ToldConnection } from './taped-connection.ts';

/** Whether a message tells of another client of the same program who spoke or left since a time. */
export function newsTest(
  names: Names,
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
  clientsOf: (stream: number) => readonly ToldConnection[],
): (message: DraftMessage, sinceNs: number) => boolean {
  const didSomething = (one: ToldConnection, fromNs: number, toNs: number): boolean =>
    (one.endedNs > fromNs && one.endedNs <= toNs) ||
    (byStream.get(one.stream) ?? []).some(
      ({ fromClient, lastTimeNs }) => fromClient && lastTimeNs > fromNs && lastTimeNs <= toNs,
    );
  return ({ stream, text, timeNs }, sinceNs) =>
    text !== null &&
    clientsOf(stream).some((one) => {
      if (one.stream === stream) return false;
      const naming = names.get(one.stream);
      const called = naming === undefined ? [] : namesInTime(naming);
      return called.some(({ name }) => holdsName(text, name)) && didSomething(one, sinceNs, timeNs);
    });
}
