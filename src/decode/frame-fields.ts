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

/** A header field; bytes[start, end) of `packet.bytes`. Fields of the same layer may share an octet. */
export interface FrameField {
  /** Wireshark's short name of the layer; `data` for payload, `padding` for what follows the IP datagram. */
  layer: string;
  name: string;
  start: number;
  end: number;
  /** The value in words or numbers; empty for bytes shown as they are. */
  value: string;
}

/** The fields of every decoded layer, outermost first, then the payload and the frame's padding. */
export function describeFields(packet: PacketView): FrameField[] {
  const fields: FrameField[] = [];
  const count = Math.min(packet.layerCount, MAX_LAYERS);
  for (let i = 0; i < count; i++) {
    const kind = packet.layerKinds[i] as number;
    describeLayer(
      packet,
      kind,
      packet.layerStarts[i] as number,
      packet.layerEnds[i] as number,
      fields,
    );
  }
  if (packet.stop === Stop.None) {
    const { payloadStart, payloadEnd } = packet.tcp;
    push(fields, 'data', 'Payload', payloadStart, payloadEnd, lenText(payloadEnd - payloadStart));
  }
  if (packet.paddingLen > 0 && !packet.reassembled) {
    const start = packet.frameEnd - packet.paddingLen;
    push(fields, 'padding', 'Padding', start, packet.frameEnd, lenText(packet.paddingLen));
  }
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
  { bytes, tcp }: PacketView,
  kind: number,
  start: number,
  end: number,
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
  if (kind === Layer.Tcp && tcp.start === start) {
    for (const option of parseTcpOptions(bytes, tcp.optionsStart, tcp.optionsEnd)) {
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
