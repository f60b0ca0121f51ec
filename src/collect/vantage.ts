// Where the capture was taken: what short frames, loopback addresses, unfinished checksums and TTLs prove.

import type { Analysis, VantageFacts } from './analysis.ts';
import type { HostNotes, HostTally } from './host-tally.ts';
import type { Nearness } from './nearness.ts';

type Host = readonly [address: string, notes: HostNotes];

const UNKNOWN: VantageFacts = { host: null, reason: null, certainty: 'possible', frames: [] };

/**
 * A frame is padded to the Ethernet minimum, and its checksum finished, by the sender's network card: whoever sees
 * it before that sits on the sender's computer, or on an access point that turns frames without padding into Ethernet's.
 * A host whose frames came through a router is not that computer, whatever else they show: a device on the way may have made
 * a frame in its name. Where sums are unfinished behind a router, the network is virtual, and nothing in it pads or finishes
 * anything. On loopback there is only one computer.
 */
export function vantageOf(tally: HostTally): VantageFacts {
  const hosts = [...tally.hosts];
  if (hosts.length > 0 && !tally.hasLeftHost) {
    return { host: hosts[0]![0], reason: 'loopback', certainty: 'certain', frames: [] };
  }
  const isVirtual = hosts.some(([, notes]) => isRouted(notes) && isOffloading(notes));
  return (isVirtual ? null : atSender(hosts)) ?? beforeRouter(hosts) ?? UNKNOWN;
}

/** What one host alone sends that no card has been through; null where none does, or several. */
function atSender(hosts: readonly Host[]): VantageFacts | null {
  const unpadded = hosts.filter(([, notes]) => notes.unpaddedFrames.length > 0 && !isRouted(notes));
  if (unpadded.length === 1) {
    const [host, notes] = unpadded[0]!;
    // Where nobody's frames come padded, there may be no card that pads: virtual networks do not.
    const isPadding = hosts.some(
      ([address, { paddedFrames }]) => address !== host && paddedFrames > 0,
    );
    return {
      host,
      reason: 'unpadded-short-frames',
      certainty: isPadding ? 'likely' : 'possible',
      frames: notes.unpaddedFrames,
    };
  }
  const offloading = hosts.filter(([, notes]) => isOffloading(notes));
  if (offloading.length !== 1) return null;
  const [host, { offloadedFrames }] = offloading[0]!;
  return { host, reason: 'offloaded-checksums', certainty: 'likely', frames: offloadedFrames };
}

/** Fewer frames of it came through a router: it was captured on both sides of one. A device may have made some in its name. */
const FAR = 2 / 3;

/** One host alone whose frames no router had forwarded: on that host, or in its network. */
function beforeRouter(hosts: readonly Host[]): VantageFacts | null {
  const seen = hosts.filter(([, { firstFrame }]) => firstFrame > 0);
  const near = seen.filter(([, { unrouted, lookedAt }]) => unrouted === lookedAt);
  const far = seen.filter(([, { routed, lookedAt }]) => routed >= lookedAt * FAR);
  if (near.length !== 1 || far.length === 0 || far.length < seen.length - 1) return null;
  const [host, { firstFrame }] = near[0]!;
  return {
    host,
    reason: 'unrouted',
    certainty: 'possible',
    frames: [firstFrame, far[0]![1].routedFrame],
  };
}

const isRouted = ({ routedFrame }: HostNotes): boolean => routedFrame > 0;

/** Kernels finish some checksums themselves, as those of resets outside a connection: a few say nothing. */
const isOffloading = (notes: HostNotes): boolean => notes.checksumsOffloaded > notes.checksumsGood;

/**
 * What frames and times show together. Where they speak for different hosts, neither is shown: virtual networks pad nothing,
 * whoever sent it. Sums that a card is to finish weigh as much as times.
 */
export function withTimes(
  vantage: VantageFacts,
  nearness: Nearness | null,
): Pick<Analysis, 'vantage' | 'nearness'> {
  const { reason, host } = vantage;
  const isContradicted =
    nearness !== null && reason !== null && reason !== 'loopback' && host !== nearness.host;
  if (!isContradicted) return { vantage, nearness };
  return { vantage: UNKNOWN, nearness: reason === 'offloaded-checksums' ? null : nearness };
}
