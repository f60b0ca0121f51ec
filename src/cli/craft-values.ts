// What the values of craft's options may be. Each reader throws commander's InvalidArgumentError: one line, status 2.
import { InvalidArgumentError } from 'commander';
import { parseDateTime } from '../capture/written-time.ts';
import { parsePort } from '../craft/messages-csv.ts';
import { parseIp } from '../decode/address.ts';
import { TcpFlag } from '../decode/tcp-view.ts';

/** `--src`, `--dst`: an address, with or without a port. */
export interface Socket {
  address: Uint8Array;
  port: number | null;
}

/** Decimal or 0x hexadecimal, up to `max`. */
export const numberUpTo =
  (max: number, least = 0) =>
  (text: string): number => {
    const n = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : Number.NaN;
    if (n >= least && n <= max) return n;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${max}.`);
  };

/** 127.0.0.1, 127.0.0.1:80, ::1 or [::1]:80. */
export function socketOf(text: string): Socket {
  const match = /^\[(?<v6>[^\]]+)\]:(?<v6Port>\d+)$|^(?<v4>[^:]+):(?<v4Port>\d+)$/.exec(text);
  const host = match?.groups?.['v6'] ?? match?.groups?.['v4'] ?? text;
  const portText = match?.groups?.['v6Port'] ?? match?.groups?.['v4Port'];
  const address = parseIp(host);
  const port = portText === undefined ? null : parsePort(portText);
  if (address !== null && (portText === undefined || port !== null)) return { address, port };
  throw new InvalidArgumentError(
    'It must be like 192.0.2.1, 192.0.2.1:80, 2001:db8::1 or [2001:db8::1]:80.',
  );
}

/** PSH,ACK as header bits; `none` is no flag. */
export function flagsOf(text: string): number {
  if (text.toLowerCase() === 'none') return 0;
  let bits = 0;
  for (const name of text.toUpperCase().split(/[,+|]/)) {
    if (!Object.hasOwn(TcpFlag, name))
      throw new InvalidArgumentError(
        'It must be names of FIN SYN RST PSH ACK URG ECE CWR AE with commas, or none.',
      );
    bits |= TcpFlag[name as keyof typeof TcpFlag];
  }
  return bits;
}

/** 02:00:00:00:00:01, also with dashes. */
export function macOf(text: string): Uint8Array {
  if (/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text))
    return Uint8Array.from(text.split(/[:-]/), (pair) => Number.parseInt(pair, 16));
  throw new InvalidArgumentError('It must be six octets, like 02:00:00:00:00:01.');
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** A date, or a date and time, UTC unless it says otherwise, as nanoseconds since 1970. */
export function momentOf(text: string): bigint {
  const epochNs = parseDateTime(DATE.test(text) ? `${text}T00:00` : text);
  if (epochNs !== null && epochNs >= 0n) return epochNs;
  throw new InvalidArgumentError('It must be a moment since 1970, like 2025-01-01T12:00:00Z.');
}
