// All options of a TCP header (RFC 9293 section 3.1), named by IANA, for explanations: the slow path.
// A malformed option is reported with its reason and its contents are not guessed.
import { u16, u32, u8 } from './bytes.ts';
import {
  MPTCP_SUBTYPES,
  TCP_EXPERIMENTS,
  TCP_OPTION_ROWS,
  TcpOptionKind,
} from './tcp-option-kinds.ts';
import type { TcpOptionRow } from './tcp-option-kinds.ts';

/** Why an option cannot be what its kind says. */
export type TcpOptionFault =
  /** The option has no length octet: the header ends after the kind. */
  | 'no-length'
  /** The length octet is 0 or 1, so it does not even count itself. Nothing after it can be read. */
  | 'length-below-2'
  /** The option reaches beyond the header (or beyond the captured bytes). Nothing after it can be read. */
  | 'beyond-header'
  /** The length is not one that the option can have. */
  | 'wrong-length';

/** One option; bytes[start, end) is all of it, kind and length octet counted. */
export interface TcpOption {
  kind: number;
  /** IANA's name; `Unassigned` or `Reserved` for kinds without one. */
  name: string;
  /** The length octet; 1 for the single-octet options; 0 when there is none. */
  length: number;
  start: number;
  end: number;
  malformed?: TcpOptionFault;
  /** MPTCP subtype by name. */
  subtype?: string;
  /** Experiment identifier of kinds 253 and 254 (16 or 32 bits), and its registered name. */
  exId?: number;
  experiment?: string;
}

function rowOf(kind: number): TcpOptionRow {
  const row = TCP_OPTION_ROWS.get(kind);
  if (row !== undefined) return row;
  return { name: kind === 25 || kind >= 70 ? 'Reserved' : 'Unassigned' };
}

/** Every option in bytes[start, end), in order. Stops behind End of Option List: the rest is padding. */
export function parseTcpOptions(bytes: Uint8Array, start: number, end: number): TcpOption[] {
  const options: TcpOption[] = [];
  let at = start;
  while (at < end) {
    const option = parseOption(bytes, at, end);
    options.push(option);
    at = option.end;
    if (option.kind === TcpOptionKind.EndOfOptionList) break;
  }
  return options;
}

function parseOption(bytes: Uint8Array, start: number, limit: number): TcpOption {
  const kind = u8(bytes, start);
  const row = rowOf(kind);
  const { name } = row;
  if (row.length === 0) return { kind, name, length: 1, start, end: start + 1 };
  if (start + 1 >= limit) {
    return { kind, name, length: 0, start, end: limit, malformed: 'no-length' };
  }
  const length = u8(bytes, start + 1);
  if (length < 2) return { kind, name, length, start, end: limit, malformed: 'length-below-2' };
  const end = start + length;
  if (end > limit) return { kind, name, length, start, end: limit, malformed: 'beyond-header' };
  const option: TcpOption = { kind, name, length, start, end };
  if (!allows(row, length)) option.malformed = 'wrong-length';
  else nameContents(option, bytes);
  return option;
}

function allows(row: TcpOptionRow, length: number): boolean {
  if (row.length !== undefined) return length === row.length;
  if (length < (row.min ?? 2) || length > (row.max ?? 40)) return false;
  return row.unit === undefined || (length - 2) % row.unit === 0;
}

function nameContents(option: TcpOption, bytes: Uint8Array): void {
  const { kind, start, length } = option;
  if (kind === TcpOptionKind.Mptcp) {
    const subtype = u8(bytes, start + 2) >>> 4;
    option.subtype = MPTCP_SUBTYPES[subtype] ?? (subtype === 15 ? 'MP_EXPERIMENTAL' : 'Unassigned');
  }
  if ((kind === TcpOptionKind.Experiment1 || kind === TcpOptionKind.Experiment2) && length >= 4) {
    // RFC 6994 section 3: identifiers are 16 or 32 bits, and only the registry tells which.
    const long = length >= 6 ? u32(bytes, start + 2) : 0;
    option.exId = TCP_EXPERIMENTS.has(long) ? long : u16(bytes, start + 2);
    const experiment = TCP_EXPERIMENTS.get(option.exId);
    if (experiment !== undefined) option.experiment = experiment;
  }
}
