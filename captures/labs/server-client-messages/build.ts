// Lab 1: two clients on one computer chat through a server on another, captured on the server's computer.
// Addresses, numbers, identifications and four whole frames are the source's; see captures/README.md.
import { newEnd } from '../../../src/craft/exchange.ts';
import { windowsSynOptions } from '../../../src/craft/tcp-option-bytes.ts';
import { TcpFlag } from '../../../src/decode/tcp-view.ts';
import { flagsOf, labTable, stationOf, timeNsOf } from '../../lab-table.ts';
import { Recording, type Station } from '../../recording.ts';

type Column = 'time' | 'from' | 'to' | 'flags' | 'window' | 'payload' | 'padding';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

const SERVER_PORT = 10_000;
const SYN_OPTIONS = windowsSynOptions(1460, 8);
const ETHERNET_MINIMUM = 60;
const FRAME_BEFORE_PAYLOAD = 14 + 20 + 20;

export function build(): Uint8Array {
  const windows = { ttl: 128, dontFragment: true };
  // One identification counter a computer, not a connection: Windows counts so, and the source's ids show it.
  const clients = { ...windows, address: Uint8Array.of(192, 168, 0, 165), nextId: 0x8ffa };
  const server = { ...windows, address: Uint8Array.of(192, 168, 0, 186), nextId: 0x5923 };
  const client = (port: number, iss: number): Station => ({
    end: newEnd(clients, port, iss, 0),
    mac: hex('189341e298b1'),
    padding: 'minimum',
  });
  // The server's frames were captured before its own card padded them.
  const serverSide = (iss: number): Station => ({
    end: newEnd(server, SERVER_PORT, iss, 0),
    mac: hex('18c04d2f745c'),
    padding: 'none',
  });
  const clientSides = new Map([
    ['55841', client(55_841, 0x6de6579f)],
    ['55877', client(55_877, 0xc6c124dc)],
  ]);
  const serverSides = new Map([
    ['55841', serverSide(0x23212ffa)],
    ['55877', serverSide(0x035a21bf)],
  ]);
  const recording = new Recording({ kind: 'ethernet' });
  for (const row of labTable<Column>('server-client-messages/segments.csv')) {
    const fromClient = clientSides.has(row.from);
    const port = fromClient ? row.from : row.to;
    const [clientEnd, serverEnd] = [stationOf(clientSides, port), stationOf(serverSides, port)];
    const [from, to] = fromClient ? [clientEnd, serverEnd] : [serverEnd, clientEnd];
    const flags = flagsOf(row);
    const payload = new TextEncoder().encode(row.payload);
    const options = (flags & TcpFlag.SYN) === 0 ? undefined : SYN_OPTIONS;
    const spec = { flags, options, window: Number(row.window), payload };
    recording.segment(timeNsOf(row), from, to, spec, paddingOf(row, from, payload.length));
  }
  return recording.pcap();
}

function paddingOf(
  row: { padding: string },
  from: Station,
  payloadLen: number,
): Station['padding'] {
  if (row.padding === '') return from.padding;
  const known = hex(row.padding);
  if (known.length !== ETHERNET_MINIMUM - FRAME_BEFORE_PAYLOAD - payloadLen)
    throw new Error(`padding ${row.padding} does not fill the frame to ${ETHERNET_MINIMUM} bytes`);
  return known;
}
