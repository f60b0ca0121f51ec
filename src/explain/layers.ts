// What a segment is wrapped in when that is more than one link header and one IP header: VLAN tags, tunnels, extension
// headers. Read from the row's fields, so that it says what the hex dump shows.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Placed } from './args.ts';
import { code, list } from './args.ts';
import type { Explainer, Scene } from './scene.ts';
import { say } from './scene.ts';
import { wholeOf } from './whole.ts';

interface Header {
  readonly layer: string;
  /** Values by field name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Protocol names by Wireshark's short name of the layer; the others are shown in capitals. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['eth', 'Ethernet'],
  ['ip', 'IPv4'],
  ['ipv6', 'IPv6'],
  ['vlan', 'VLAN'],
  ['ieee8021ad', 'VLAN (802.1ad)'],
  ['sll', 'Linux cooked'],
  ['null', 'NULL/Loopback'],
  ['wlan', '802.11'],
  ['geneve', 'Geneve'],
  ['pppoes', 'PPPoE'],
  ['chdlc', 'Cisco HDLC'],
  ['fr', 'Frame Relay'],
  ['capwap.data', 'CAPWAP'],
  ['radiotap', 'Radiotap'],
  ['teredo', 'Teredo'],
  ['ipv6.hopopts', 'Hop-by-Hop Options'],
  ['ipv6.dstopts', 'Destination Options'],
  ['ipv6.routing', 'Routing header'],
  ['ipv6.fraghdr', 'Fragment header'],
]);

const isIp = ({ layer }: Header): boolean => layer === 'ip' || layer === 'ipv6';

/** The headers in front of TCP, outermost first: a field that comes again begins the next header of its layer. */
function headersOf(row: PacketRow): readonly Header[] {
  const headers: { layer: string; fields: Map<string, string> }[] = [];
  for (const { layer, name, value } of row.fields.all) {
    if (layer === 'tcp') break;
    const last = headers.at(-1);
    if (last?.layer === layer && !last.fields.has(name)) last.fields.set(name, value);
    else headers.push({ layer, fields: new Map([[name, value]]) });
  }
  return headers;
}

function headerText(header: Header): string {
  const name = NAMES.get(header.layer) ?? header.layer.toUpperCase();
  const vlan = header.fields.get('VLAN identifier');
  if (vlan !== undefined) return `${name} ${vlan}`;
  if (!isIp(header)) return name;
  const { source, destination } = ends(header);
  return `${name} ${source} → ${destination}`;
}

const ends = ({ fields }: Header): { source: string; destination: string } => ({
  source: fields.get('Source address') ?? '?',
  destination: fields.get('Destination address') ?? '?',
});

const chainOf = (headers: readonly Header[]): readonly string[] => headers.map(headerText);

const isPlain = (headers: readonly Header[]): boolean =>
  headers.length <= 1 || (headers.length === 2 && headers.some(isIp));

/** Told on a sender's first row, and again when the wrapping changes. */
function isKnown({ row, story }: Scene, chain: readonly string[]): boolean {
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  if (before === null || !story.isExplained(before.frame)) return false;
  return chainOf(headersOf(before)).join() === chain.join();
}

export const explainLayers: Explainer = (scene) => {
  const headers = headersOf(scene.row);
  if (isPlain(headers)) return [];
  const chain = chainOf(headers);
  if (isKnown(scene, chain)) return [];
  const layers = list([...chain, 'TCP'].map((text): Placed => code(text)));
  const whole = wholeOf(scene.row);
  const told = say('how', 'layers-chain', { layers, whole });
  const [outer, inner] = headers.filter(isIp);
  if (outer === undefined || inner === undefined) return [told];
  const { source, destination } = ends(outer);
  return [
    told,
    say('how', 'layers-tunnel', { source: code(source), destination: code(destination) }),
  ];
};
