// How `tshark -z follow,tcp,MODE` writes a followed stream, byte for byte (checked against tshark 4.0.17).
// What is written is chosen by wireshark-order.ts. All output is ASCII.

import type { Connection, Side } from '../tcp/connection.ts';
import type { FollowedChunk } from './wireshark-order.ts';

export const WIRESHARK_MODES = ['ascii', 'hex', 'raw', 'yaml'] as const;

export type WiresharkMode = (typeof WIRESHARK_MODES)[number];

/** One way of writing; `chunk` may count offsets, so a layout serves one stream. */
export interface WiresharkLayout {
  readonly header: string;
  chunk(chunk: FollowedChunk): string;
  readonly footer: string;
}

const SEPARATOR = `${'='.repeat(67)}\n`;
const LINE_BYTES = 16;
const DOT = 0x2e;
/** Bytes of one base64 line of 76 characters. */
const BASE64_LINE_BYTES = 57;

/** One end of the stream; nothing where no segment of it could be followed. */
export interface Node {
  readonly address: string;
  readonly isIpv6: boolean;
  readonly port: number;
}

const NO_NODE: Node = { address: '', isIpv6: false, port: 0 };

/** Both ends, `first` before the other. */
export function nodesOf(connection: Connection, first: Side): readonly [Node, Node] {
  const node = (side: Side): Node => ({
    address: connection.address(side),
    isIpv6: connection.addresses[side].length !== 4,
    port: connection.ports[side],
  });
  return first === 0 ? [node(0), node(1)] : [node(1), node(0)];
}

/** The layout of `mode` for one stream, between these nodes: Wireshark's node 0 and 1. */
export function wiresharkLayout(
  mode: WiresharkMode,
  stream: number,
  nodes: readonly [Node, Node] = [NO_NODE, NO_NODE],
): WiresharkLayout {
  if (mode === 'yaml') return { header: peers(nodes), chunk: yamlChunk, footer: '' };
  const chunk = mode === 'hex' ? hexChunks() : mode === 'raw' ? rawChunk : asciiChunk;
  return { header: banner(mode, stream, nodes), chunk, footer: SEPARATOR };
}

function banner(mode: WiresharkMode, stream: number, nodes: readonly [Node, Node]): string {
  const [first, second] = nodes.map(({ address, isIpv6, port }) =>
    isIpv6 ? `[${address}]:${port}` : `${address}:${port}`,
  );
  return (
    `\n${SEPARATOR}Follow: tcp,${mode}\nFilter: tcp.stream eq ${stream}\n` +
    `Node 0: ${first}\nNode 1: ${second}\n`
  );
}

const tab = (chunk: FollowedChunk): string => (chunk.node === 1 ? '\t' : '');

const rawChunk = (chunk: FollowedChunk): string =>
  `${tab(chunk)}${buffer(chunk.bytes).toString('hex')}\n`;

const asciiChunk = (chunk: FollowedChunk): string =>
  `${tab(chunk)}${chunk.bytes.length}\n${printable(chunk.bytes, true)}\n`;

/** Bytes as characters, a dot for what is none; line ends stay where `lineEnds`. */
function printable(bytes: Uint8Array, lineEnds: boolean): string {
  const shown = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const kept = (byte >= 0x20 && byte < 0x7f) || (lineEnds && (byte === 0x0a || byte === 0x0d));
    shown[i] = kept ? byte : DOT;
  }
  return shown.toString('latin1');
}

/** Offsets count each side's bytes on their own. */
function hexChunks(): (chunk: FollowedChunk) => string {
  const at: [number, number] = [0, 0];
  return (chunk) => {
    const { node, bytes } = chunk;
    let text = '';
    for (let i = 0; i < bytes.length; i += LINE_BYTES) {
      text += `${tab(chunk)}${hexLine(at[node], bytes.subarray(i, i + LINE_BYTES))}\n`;
      at[node] += Math.min(LINE_BYTES, bytes.length - i);
    }
    return text;
  };
}

function hexLine(offset: number, bytes: Uint8Array): string {
  const hex = buffer(bytes)
    .toString('hex')
    .replace(/../g, '$& ')
    .replace(/^.{24}/, '$& ');
  const text = printable(bytes, false).replace(/^.{8}/, '$& ');
  return `${offset.toString(16).toUpperCase().padStart(8, '0')}  ${hex.padEnd(50)}${text}`.replace(
    / $/,
    '',
  );
}

function peers(nodes: readonly [Node, Node]): string {
  const list = nodes.map(
    ({ address, port }, index) => `  - peer: ${index}\n    host: ${address}\n    port: ${port}\n`,
  );
  return `peers:\n${list.join('')}packets:\n`;
}

function yamlChunk({ node, frame, timeNs, bytes }: FollowedChunk): string {
  let text = `  - packet: ${frame}\n    peer: ${node}\n    timestamp: ${secondsOf(timeNs)}\n    data: !!binary |\n`;
  for (let i = 0; i < bytes.length; i += BASE64_LINE_BYTES) {
    text += `      ${buffer(bytes.subarray(i, i + BASE64_LINE_BYTES)).toString('base64')}\n`;
  }
  return text;
}

const NS_PER_S = 1_000_000_000n;

/** Wireshark puts the time through a double, which has no room for all nine digits it then prints. */
function secondsOf(timeNs: bigint): string {
  const seconds = Number(timeNs / NS_PER_S) + Number(timeNs % NS_PER_S) / 1e9;
  const rounded = seconds.toFixed(9);
  // C's printf rounds a tie to the even digit, toFixed away from zero; a tie is an odd multiple of 2^-10.
  const tie = Number.isInteger(seconds * 1024) && seconds.toFixed(10).endsWith('5');
  if (!tie) return rounded;
  const cut = seconds.toFixed(10).slice(0, -1);
  return /[02468]$/.test(cut) ? cut : rounded;
}

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
