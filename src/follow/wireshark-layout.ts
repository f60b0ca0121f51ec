// How `tshark -z follow,tcp,MODE` writes a followed stream, byte for byte (checked against tshark 4.0.17).
// What is written is chosen by wireshark-order.ts. All output is ASCII.

import type { Utf8Lines } from '../export/utf8-lines.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import type { FollowedChunk } from './wireshark-order.ts';

export const WIRESHARK_MODES = ['ascii', 'hex', 'raw', 'yaml'] as const;

export type WiresharkMode = (typeof WIRESHARK_MODES)[number];

/** One way of writing; `writeChunk` may count offsets, so a layout serves one stream. */
export interface WiresharkLayout {
  readonly header: string;
  writeChunk(chunk: FollowedChunk, lines: Utf8Lines): void;
  readonly footer: string;
}

const SEPARATOR = `${'='.repeat(67)}\n`;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const DOT = 0x2e;

/** Bytes as characters, a dot for what is none. */
const SHOWN = Uint8Array.from({ length: 0x100 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f ? byte : DOT,
);
const SHOWN_IN_LINES = SHOWN.map((shown, byte) =>
  byte === LINE_FEED || byte === CARRIAGE_RETURN ? byte : shown,
);
const DIGITS = Buffer.from('0123456789abcdef');
const DIGITS_OF_OFFSET = Buffer.from('0123456789ABCDEF');

const LINE_BYTES = 16;
const OFFSET_DIGITS = 8;
const HEX_COLUMN = 10;
const CHARACTERS_COLUMN = 60;
/** With both blanks between the halves, and the line's end. */
const HEX_LINE_LEN = CHARACTERS_COLUMN + LINE_BYTES + 2;

const BASE64_LINE = /.{1,76}/g;

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
  if (mode === 'yaml') return { header: peers(nodes), writeChunk: yamlChunk, footer: '' };
  const writeChunk = mode === 'hex' ? hexChunks() : mode === 'raw' ? rawChunk : asciiChunk;
  return { header: banner(mode, stream, nodes), writeChunk, footer: SEPARATOR };
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

function writeTab({ node }: FollowedChunk, lines: Utf8Lines): void {
  if (node === 1) lines.ascii(TAB);
}

function rawChunk(chunk: FollowedChunk, lines: Utf8Lines): void {
  writeTab(chunk, lines);
  lines.text(buffer(chunk.bytes).toString('hex'));
  lines.ascii(LINE_FEED);
}

function asciiChunk(chunk: FollowedChunk, lines: Utf8Lines): void {
  const { bytes } = chunk;
  writeTab(chunk, lines);
  lines.number(bytes.length);
  const out = lines.room(bytes.length + 2);
  let at = lines.length;
  out[at++] = LINE_FEED;
  for (let i = 0; i < bytes.length; i++) out[at++] = SHOWN_IN_LINES[bytes[i]!]!;
  out[at++] = LINE_FEED;
  lines.length = at;
}

/** Offsets count each side's bytes on their own, in 32 bits as Wireshark does. */
function hexChunks(): (chunk: FollowedChunk, lines: Utf8Lines) => void {
  const offsets: [number, number] = [0, 0];
  return (chunk, lines) => {
    const { node, bytes } = chunk;
    for (let start = 0; start < bytes.length; start += LINE_BYTES) {
      writeTab(chunk, lines);
      const end = Math.min(start + LINE_BYTES, bytes.length);
      hexLine(lines, offsets[node], bytes, start, end);
      offsets[node] = (offsets[node] + end - start) >>> 0;
    }
  };
}

/** Offset, bytes and characters, with a blank more between the two halves of a line. */
function hexLine(
  lines: Utf8Lines,
  offset: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const out = lines.room(HEX_LINE_LEN);
  const line = lines.length;
  for (let i = 0; i < OFFSET_DIGITS; i++)
    out[line + i] = DIGITS_OF_OFFSET[(offset >>> (4 * (OFFSET_DIGITS - 1 - i))) & 0xf]!;
  for (let at = line + OFFSET_DIGITS; at < line + CHARACTERS_COLUMN; at++) out[at] = BLANK;
  let hex = line + HEX_COLUMN;
  let character = line + CHARACTERS_COLUMN;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    out[hex] = DIGITS[byte >>> 4]!;
    out[hex + 1] = DIGITS[byte & 0xf]!;
    out[character++] = SHOWN[byte]!;
    hex += 3;
    if (i - start === LINE_BYTES / 2 - 1) {
      hex++;
      out[character++] = BLANK;
    }
  }
  // A blank at the end is left out, even where the last byte is one.
  if (out[character - 1] === BLANK) character--;
  out[character++] = LINE_FEED;
  lines.length = character;
}

function peers(nodes: readonly [Node, Node]): string {
  const list = nodes.map(
    ({ address, port }, index) => `  - peer: ${index}\n    host: ${address}\n    port: ${port}\n`,
  );
  return `peers:\n${list.join('')}packets:\n`;
}

function yamlChunk({ node, frame, timeNs, bytes }: FollowedChunk, lines: Utf8Lines): void {
  const time = secondsOf(timeNs);
  const base64 = buffer(bytes).toString('base64');
  lines.text(
    `  - packet: ${frame}\n    peer: ${node}\n    timestamp: ${time}\n    data: !!binary |\n` +
      base64.replace(BASE64_LINE, '      $&\n'),
  );
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
