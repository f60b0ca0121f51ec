// What a server tells of somebody else: he came, he went, he did something. Such words answer nobody.

import { firstIndex } from '../tcp/first-index.ts';
import type { DraftMessage } from './draft-message.ts';
import { NameIndex } from './name-index.ts';
import { namesInTime, type Names } from './names.ts';
import type { ToldConnection } from './taped-connection.ts';

/** Somebody spoke, or left. */
interface Deed {
  readonly timeNs: number;
  readonly stream: number;
}

/** The clients of one program. */
interface People {
  readonly index: NameIndex;
  /** What those of a name did, in order of time: many may have the same. */
  readonly deeds: ReadonlyMap<string, readonly Deed[]>;
}

/** Whether a message tells of another client of the same program who spoke or left since a time. */
export function newsTest(
  names: Names,
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
  nodeOf: (stream: number) => string,
  clientsOf: (node: string) => readonly ToldConnection[],
): (message: DraftMessage, sinceNs: number) => boolean {
  const known = new Map<string, People>();
  const peopleAt = (node: string): People => {
    const people = known.get(node) ?? peopleOf(clientsOf(node), names, byStream);
    known.set(node, people);
    return people;
  };
  return ({ stream, text, timeNs }, sinceNs) => {
    if (text === null) return false;
    const { index, deeds } = peopleAt(nodeOf(stream));
    return index
      .heldIn(text)
      .some((name) => isSomebodyElses(deeds.get(name) ?? [], stream, sinceNs, timeNs));
  };
}

function peopleOf(
  clients: readonly ToldConnection[],
  names: Names,
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
): People {
  const deeds = new Map<string, Deed[]>();
  for (const { stream, endedNs } of clients) {
    const naming = names.get(stream);
    for (const name of new Set(naming === undefined ? [] : namesInTime(naming).map(nameOf))) {
      const all = deeds.get(name) ?? [];
      deeds.set(name, all);
      if (endedNs < Infinity) all.push({ timeNs: endedNs, stream });
      for (const { fromClient, lastTimeNs } of byStream.get(stream) ?? [])
        if (fromClient) all.push({ timeNs: lastTimeNs, stream });
    }
  }
  for (const all of deeds.values()) all.sort((a, b) => a.timeNs - b.timeNs);
  return { index: new NameIndex(deeds.keys()), deeds };
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** Anybody but `stream` did something after `fromNs`, up to `toNs`. */
function isSomebodyElses(
  deeds: readonly Deed[],
  stream: number,
  fromNs: number,
  toNs: number,
): boolean {
  const first = firstIndex(deeds.length, (at) => deeds[at]!.timeNs > fromNs);
  for (let at = first; at < deeds.length && deeds[at]!.timeNs <= toNs; at++)
    if (deeds[at]!.stream !== stream) return true;
  return false;
}
