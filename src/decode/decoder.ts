// The walk from a record's first byte to its TCP segment: one layer after the other until a decoding
// function answers that nothing follows. Ethernet, IPv4 and TCP are called directly, so that the
// engine can inline them; everything else goes through the table.
import { decodeEthernet } from './ethernet.ts';
import { IpFragments } from './ip-fragments.ts';
import { decodeIpv4 } from './ipv4.ts';
import { Layer } from './layer.ts';
import { layerDecoders } from './layer-decoders.ts';
import { linkLayer } from './link-layers.ts';
import { MAX_LAYERS, PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';
import { decodeTcp } from './tcp.ts';

/** What the decoder needs of a record; `capture/record-view.ts` has it. */
export interface FrameBytes {
  frame: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  origLen: number;
  linkType: number;
  /** Frame check sequence at the end of the frame, in bytes. */
  fcsLen: number;
}

/** Decodes the records of one capture, in order; holds the fragments that wait for their datagram. */
export class Decoder {
  /** The frame last decoded: valid until the next `decode`. */
  readonly packet: PacketView = new PacketView();
  private readonly fragments: IpFragments = new IpFragments();

  /** Whether the record holds a TCP segment; the first one is then in `packet.tcp`. Never throws. */
  decode(record: FrameBytes): boolean {
    const p = this.packet;
    const wireLen = record.origLen > record.fcsLen ? record.origLen - record.fcsLen : 0;
    const captured = record.end - record.start;
    const onWire = record.origLen === 0 ? captured : wireLen;
    const end = record.fcsLen > 0 && onWire < captured ? record.start + onWire : record.end;
    p.begin(record.bytes, record.start, end, onWire);
    const found = this.walk(linkLayer(p, record.linkType), record.frame);
    return found || (p.hasMore && this.decodeNext(record.frame));
  }

  /** Whether the frame last decoded holds another segment, in an aggregate of packets; it is then in `packet.tcp`. */
  decodeNext(frame: number): boolean {
    while (this.packet.hasMore) if (this.walk(this.packet.takeRest(), frame)) return true;
    return false;
  }

  /** Decodes the layers from the cursor on. */
  private walk(first: number, frame: number): boolean {
    const p = this.packet;
    let layer = first;
    while (layer !== Layer.End) {
      if (p.layerCount === MAX_LAYERS) layer = p.halt(Stop.TooDeep, layer, -1);
      else if (layer === Layer.Ipv4) layer = decodeIpv4(p);
      else if (layer === Layer.Tcp) {
        layer = decodeTcp(p);
        if (p.stop === Stop.None) return true;
      } else if (layer === Layer.Ethernet) layer = decodeEthernet(p);
      else layer = this.decodeOther(layer, frame);
    }
    return false;
  }

  private decodeOther(layer: number, frame: number): number {
    if (layer === Layer.Ipv4Fragment || layer === Layer.Ipv6Fragment) {
      return this.fragments.take(this.packet, layer, frame);
    }
    const decode = layerDecoders[layer];
    return decode === undefined ? Layer.End : decode(this.packet, layer);
  }
}
