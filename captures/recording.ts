// What the labs' builders share: stations on one link, segments between them, and the capture of it.
// Times are nanoseconds after the capture's start; that start is chosen, the sources do not show a date.
import { type CraftedRecord, type PcapOptions, writePcap } from '../src/craft/capture-writer.ts';
import { encodeFrame, LINK_TYPE_OF, type LinkFields } from '../src/craft/encode-link.ts';
import { type End, receive, type SegmentSpec, send } from '../src/craft/exchange.ts';

/** Wednesday 2024-05-15 10:00:00 UTC. */
const START_NS = 1_715_767_200_000_000_000n;

/** One end of a connection, with the link fields of the frames it sends. */
export interface Station {
  end: End;
  mac?: Uint8Array | undefined;
  padding?: LinkFields['padding'];
}

/** The frames of one lab, in the order they were captured. */
export class Recording {
  readonly #records: CraftedRecord[] = [];
  readonly #link: Pick<LinkFields, 'kind'>;

  constructor(link: Pick<LinkFields, 'kind'>) {
    this.#link = link;
  }

  /** Captures a segment and lets the other end have it. `padding` overrides what the sender's card fills in. */
  segment(
    timeNs: number,
    from: Station,
    to: Station,
    spec: SegmentSpec,
    padding = from.padding,
  ): void {
    const sent = send(from.end, to.end, spec);
    receive(to.end, sent);
    const link = { ...this.#link, srcMac: from.mac, dstMac: to.mac, padding };
    this.#records.push({
      timeNs: START_NS + BigInt(timeNs),
      bytes: encodeFrame(link, sent.packet),
    });
  }

  pcap(options: Omit<PcapOptions, 'linkType'> = {}): Uint8Array {
    return writePcap(this.#records, { linkType: LINK_TYPE_OF[this.#link.kind], ...options });
  }
}
