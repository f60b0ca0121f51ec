// Where tshark reads a packet's addresses: in its first IPv4 header, or its first IPv6 header where there is no IPv4.
// What the innermost header says (PacketView.srcStart) is another matter in a tunnel or a routing header.

import { formatIpv4, formatIpv6 } from '../../src/decode/address.ts';
import { Ipv4Field } from '../../src/decode/ipv4.ts';
import { Ipv6Field } from '../../src/decode/ipv6.ts';
import { Layer } from '../../src/decode/layer.ts';
import type { PacketView } from '../../src/decode/packet-view.ts';

/** Source and destination as text. */
export function outerAddresses(packet: PacketView): [string, string] {
  const { bytes, layerCount, layerKinds, layerStarts } = packet;
  const kinds = layerKinds.subarray(0, layerCount);
  const ipv4 = kinds.indexOf(Layer.Ipv4);
  if (ipv4 >= 0) {
    const at = layerStarts[ipv4]!;
    return [
      formatIpv4(bytes, at + Ipv4Field.Source),
      formatIpv4(bytes, at + Ipv4Field.Destination),
    ];
  }
  const at = layerStarts[kinds.indexOf(Layer.Ipv6)]!;
  return [formatIpv6(bytes, at + Ipv6Field.Source), formatIpv6(bytes, at + Ipv6Field.Destination)];
}
