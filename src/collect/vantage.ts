// Where the capture was taken: what short frames, loopback addresses and unfinished checksums prove.

import type { Analysis, VantageFacts } from './analysis.ts';
import type { HostNotes, HostTally } from './host-tally.ts';
import type { Nearness } from './nearness.ts';

const UNKNOWN: VantageFacts = { host: null, reason: null, certainty: 'possible', frames: [] };

/**
 * A frame is padded to the Ethernet minimum, and its checksum finished, by the sender's network card: whoever sees
 * it before that sits on the sender's computer, or on an access point that turns frames without padding into Ethernet's.
 * On loopback there is only one computer.
 */
export function vantageOf(tally: HostTally): VantageFacts {
  const hosts = [...tally.hosts];
  if (hosts.length > 0 && !tally.hasLeftHost) {
    return { host: hosts[0]![0], reason: 'loopback', certainty: 'certain', frames: [] };
  }
  const unpadded = hosts.filter(([, notes]) => notes.unpaddedFrames.length > 0);
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
  const offloading = hosts.filter(([, notes]) => onlyOffloaded(notes));
  if (offloading.length === 1) {
    const [host, notes] = offloading[0]!;
    return {
      host,
      reason: 'offloaded-checksums',
      certainty: 'likely',
      frames: notes.offloadedFrames,
    };
  }
  return UNKNOWN;
}

const onlyOffloaded = (notes: HostNotes): boolean =>
  notes.offloadedFrames.length > 0 && notes.checksumsGood === 0;

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
