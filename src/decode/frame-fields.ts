// Every header field of the decoded frame with its bytes, in order: what a hex dump marks and an
// explanation cites. The slow path; payload and padding come as fields of their own.
import { u16, u32, u8 } from './bytes.ts';
import { FIELD_TABLES } from './field-tables.ts';
import { Layer, layerNames } from './layer.ts';
import { MAX_LAYERS } from './packet-view.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';
import { TcpOptionKind } from './tcp-option-kinds.ts';
import { parseTcpOptions } from './tcp-options.ts';
import type { TcpOption } from './tcp-options.ts';

/** A header field in bytes [start, end). Fields of the same layer may share an octet. */
export interface FrameField {
  /** Wireshark's short name of the layer; `data` for payload, `padding` for what follows the IP datagram. */
  readonly layer: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The value in words or numbers; empty for bytes shown as they are. */
  readonly value: string;
}

/** Where the headers of one frame lie: what its fields are told from, long after its packet view is aimed at another one. */
export interface FrameLayout {
  /** Outermost first; bytes [start, end) hold the header, not what it carries. */
  readonly layers: readonly LayerPlace[];
  readonly tcpStart: number;
  /** TCP's options lie in [optionsStart, optionsEnd). */
  readonly optionsStart: number;
  readonly optionsEnd: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  /** The frame's padding lies in [paddingStart, paddingEnd). */
  readonly paddingStart: number;
  readonly paddingEnd: number;
}

interface LayerPlace {
  /** A number of Layer. */
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

/** Offsets are told from `from` in the packet's bytes. */
export function layoutOf(packet: PacketView, from: number): FrameLayout {
  const { tcp, layerKinds, layerStarts } = packet;
  const layers: LayerPlace[] = [];
  const count = Math.min(packet.layerCount, MAX_LAYERS);
  for (let i = 0; i < count; i++) {
    const end = i + 1 < count ? layerStarts[i + 1]! : packet.at;
    layers.push({ kind: layerKinds[i]!, start: layerStarts[i]! - from, end: end - from });
  }
  const hasPayload = packet.stop === Stop.None;
  const hasPadding = packet.paddingLen > 0 && !packet.reassembled;
  return {
    layers,
    tcpStart: tcp.start - from,
    optionsStart: tcp.optionsStart - from,
    optionsEnd: tcp.optionsEnd - from,
    payloadStart: hasPayload ? tcp.payloadStart - from : 0,
    payloadEnd: hasPayload ? tcp.payloadEnd - from : 0,
    paddingStart: hasPadding ? packet.frameEnd - packet.paddingLen - from : 0,
    paddingEnd: hasPadding ? packet.frameEnd - from : 0,
  };
}

/**
 * The fields of every decoded layer, outermost first, then the payload and the frame's padding. Told when they are first
 * asked for: of most rows that are kept nobody asks.
 */
export class FrameFields {
  private readonly bytes: Uint8Array;
  private readonly layout: FrameLayout;
  #told: readonly FrameField[] | null = null;

  constructor(bytes: Uint8Array, layout: FrameLayout) {
    this.bytes = bytes;
    this.layout = layout;
  }

  get all(): readonly FrameField[] {
    return (this.#told ??= describeFields(this.bytes, this.layout));
  }
}

function describeFields(bytes: Uint8Array, layout: FrameLayout): FrameField[] {
  const { payloadStart, payloadEnd, paddingStart, paddingEnd } = layout;
  const fields: FrameField[] = [];
  for (const place of layout.layers) describeLayer(bytes, layout, place, fields);
  push(fields, 'data', 'Payload', payloadStart, payloadEnd, lenText(payloadEnd - payloadStart));
  push(fields, 'padding', 'Padding', paddingStart, paddingEnd, lenText(paddingEnd - paddingStart));
  return fields;
}

function lenText(lenBytes: number): string {
  return lenBytes === 1 ? '1 byte' : `${lenBytes} bytes`;
}

function push(
  fields: FrameField[],
  layer: string,
  name: string,
  start: number,
  end: number,
  value: string,
): void {
  if (end > start) fields.push({ layer, name, start, end, value });
}

function describeLayer(
  bytes: Uint8Array,
  { tcpStart, optionsStart, optionsEnd }: FrameLayout,
  { kind, start, end }: LayerPlace,
  fields: FrameField[],
): void {
  const layer = layerNames[kind] ?? '';
  const rows = FIELD_TABLES.get(kind) ?? [];
  let described = start;
  for (const { name, offset, len, write } of rows) {
    const at = start + offset;
    if (at + len > end) continue;
    push(fields, layer, name, at, at + len, write(bytes, at));
    described = Math.max(described, at + len);
  }
  if (kind === Layer.Tcp && tcpStart === start) {
    for (const option of parseTcpOptions(bytes, optionsStart, optionsEnd)) {
      push(fields, layer, option.name, option.start, option.end, formatTcpOption(bytes, option));
      described = option.end;
    }
    push(fields, layer, 'Options padding', described, end, '');
  } else {
    push(fields, layer, rows.length > 0 ? 'Options' : 'Header', described, end, '');
  }
}

/** An option's value in words: `MSS 1460`, `TSval 1, TSecr 2`; empty when its contents are not read. */
export function formatTcpOption(bytes: Uint8Array, option: TcpOption): string {
  const at = option.start;
  if (option.malformed !== undefined) return `malformed: ${option.malformed}`;
  switch (option.kind) {
    case TcpOptionKind.Mss:
      return `MSS ${u16(bytes, at + 2)}`;
    case TcpOptionKind.WindowScale: {
      const shift = u8(bytes, at + 2);
      return `shift ${shift}, multiply by ${2 ** Math.min(shift, 14)}`; // RFC 7323 section 2.3: at most 14
    }
    case TcpOptionKind.Timestamps:
      return `TSval ${u32(bytes, at + 2)}, TSecr ${u32(bytes, at + 6)}`;
    case TcpOptionKind.Sack: {
      const blocks: string[] = [];
      for (let block = at + 2; block < option.end; block += 8) {
        blocks.push(`${u32(bytes, block)}-${u32(bytes, block + 4)}`);
      }
      return blocks.join(', ');
    }
    default:
      return option.subtype ?? option.experiment ?? '';
  }
}
