// How `tshark -z follow,tcp,MODE` writes a followed stream, byte for byte (found by experiment with tshark 4.0.17).
// What is written is chosen by wireshark-order.ts. All output is ASCII.

import type { Connection } from '../tcp/connection.ts';
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
/** Bytes of one base64 line of 76 characters. */
const BASE64_LINE_BYTES = 57;

/** The layout of `mode` for one connection. */
export function wiresharkLayout(mode: WiresharkMode, connection: Connection): WiresharkLayout {
  if (mode === 'yaml') return { header: peers(connection), chunk: yamlChunk, footer: '' };
  const chunk = mode === 'hex' ? hexChunks() : mode === 'raw' ? rawChunk : asciiChunk;
  return { header: banner(mode, connection), chunk, footer: SEPARATOR };
}

function banner(mode: WiresharkMode, connection: Connection): string {
  const node = (side: 0 | 1): string => {
    const address = connection.address(side);
    const host = connection.addresses[side].length === 4 ? address : `[${address}]`;
    return `Node ${side}: ${host}:${connection.ports[side]}\n`;
  };
  const filter = `tcp.stream eq ${connection.stream}`;
  return `\n${SEPARATOR}Follow: tcp,${mode}\nFilter: ${filter}\n${node(0)}${node(1)}`;
}

const tab = (chunk: FollowedChunk): string => (chunk.side === 1 ? '\t' : '');

const rawChunk = (chunk: FollowedChunk): string =>
  `${tab(chunk)}${buffer(chunk.bytes).toString('hex')}\n`;

const asciiChunk = (chunk: FollowedChunk): string =>
  `${tab(chunk)}${chunk.bytes.length}\n${printable(chunk.bytes, true)}\n`;

/** Bytes as characters, a dot for what is none; line ends stay where `lineEnds`. */
function printable(bytes: Uint8Array, lineEnds: boolean): string {
  return Buffer.from(bytes, 0)
    .map((byte) => {
      if (byte >= 0x20 && byte < 0x7f) return byte;
      return lineEnds && (byte === 0x0a || byte === 0x0d) ? byte : 0x2e;
    })
    .toString('latin1');
}

/** Offsets count each side's bytes on their own. */
function hexChunks(): (chunk: FollowedChunk) => string {
  const at: [number, number] = [0, 0];
  return (chunk) => {
    const { side, bytes } = chunk;
    let text = '';
    for (let i = 0; i < bytes.length; i += LINE_BYTES) {
      text += `${tab(chunk)}${hexLine(at[side], bytes.subarray(i, i + LINE_BYTES))}\n`;
      at[side] += Math.min(LINE_BYTES, bytes.length - i);
    }
    return text;
  };
}

function hexLine(offset: number, bytes: Uint8Array): string {
  const hex = buffer(bytes).toString('hex').replace(/../g, '$& ').replace(/^.{24}/, '$& ');
  const text = printable(bytes, false).replace(/^.{8}/, '$& ');
  return `${offset.toString(16).toUpperCase().padStart(8, '0')}  ${hex.padEnd(50)}${text}`.replace(/ $/, '');
}

function peers(connection: Connection): string {
  const peer = (side: 0 | 1): string =>
    `  - peer: ${side}\n    host: ${connection.address(side)}\n    port: ${connection.ports[side]}\n`;
  return `peers:\n${peer(0)}${peer(1)}packets:\n`;
}

function yamlChunk({ side, frame, timeNs, bytes }: FollowedChunk): string {
  let text = `  - packet: ${frame}\n    peer: ${side}\n    timestamp: ${secondsOf(timeNs)}\n    data: !!binary |\n`;
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
