// Lab 4, direct: three HTTP requests on three connections over Linux loopback, cooked v1, nanoseconds.
// Times, ports, windows and timestamps are the source's; texts, numbers and identifications are chosen.
import { newEnd } from '../../../src/craft/exchange.ts';
import { linuxSynOptions, timestampOptions } from '../../../src/craft/tcp-option-bytes.ts';
import { TcpFlag } from '../../../src/decode/tcp-view.ts';
import { flagsOf, labTable, labText, stationOf, timeNsOf } from '../../lab-table.ts';
import { Recording, type Station } from '../../recording.ts';

type Column = 'time' | 'from' | 'to' | 'flags' | 'window' | 'tsval' | 'tsecr' | 'payload';

const SERVER_PORT = '9999';
const LOOPBACK_MSS = 65_495;
const WINDOW_SHIFT = 7;
const PAYLOAD_LEN = { 'request-1': 376, 'answer-1': 60, 'request-3': 548, 'answer-3': 222 };

/** Chosen: initial sequence numbers and first identifications of both ends of each connection. */
const CONNECTIONS = {
  '54474': { client: { iss: 0x3f1c88a2, id: 0x5d21 }, server: { iss: 0xb42e0917, id: 0x91c4 } },
  '54476': { client: { iss: 0x8d50b6e3, id: 0x0b7e }, server: { iss: 0x1a97f05c, id: 0xe630 } },
  '49472': { client: { iss: 0xe2740d19, id: 0x7af5 }, server: { iss: 0x56c3a184, id: 0x2c98 } },
} as const;

export function build(): Uint8Array {
  const connections = Object.entries(CONNECTIONS);
  const clients = new Map(connections.map(([port, c]) => [port, side(port, c.client)]));
  const servers = new Map(connections.map(([port, c]) => [port, side(SERVER_PORT, c.server)]));
  const recording = new Recording({ kind: 'sll' });
  for (const row of labTable<Column>('http-direct/segments.csv')) {
    const fromClient = row.to === SERVER_PORT;
    const port = fromClient ? row.from : row.to;
    const [client, server] = [stationOf(clients, port), stationOf(servers, port)];
    const [from, to] = fromClient ? [client, server] : [server, client];
    const flags = flagsOf(row);
    const [tsVal, tsEcr] = [Number(row.tsval), Number(row.tsecr)];
    recording.segment(timeNsOf(row), from, to, {
      flags,
      window: Number(row.window),
      payload:
        row.payload === '' ? undefined : httpMessage(row.payload as keyof typeof PAYLOAD_LEN),
      options:
        (flags & TcpFlag.SYN) === 0
          ? timestampOptions(tsVal, tsEcr)
          : linuxSynOptions(LOOPBACK_MSS, WINDOW_SHIFT, tsVal, tsEcr),
      // Linux answers a SYN before there is a socket to count for: identification 0.
      id: flags === (TcpFlag.SYN | TcpFlag.ACK) ? 0 : undefined,
    });
  }
  return recording.pcap({ nanoseconds: true });
}

/** One end; both are on the one loopback address, each counts its own identifications. */
function side(port: string, chosen: { iss: number; id: number }): Station {
  const address = Uint8Array.of(127, 0, 0, 1);
  const host = { address, ttl: 64, dontFragment: true, nextId: chosen.id };
  return { end: newEnd(host, Number(port), chosen.iss, 0, 'offloaded') };
}

/** The text file as HTTP sends it: the head's lines end in CR LF, the body is as it stands. */
function httpMessage(name: keyof typeof PAYLOAD_LEN): Uint8Array {
  const text = labText(`http-direct/${name}.txt`);
  const headEnd = text.indexOf('\n\n') + 2;
  const head = text.slice(0, headEnd).replaceAll('\n', '\r\n');
  const bytes = new TextEncoder().encode(head + text.slice(headEnd));
  if (bytes.length !== PAYLOAD_LEN[name])
    throw new Error(`${name} has ${bytes.length} bytes, the source's had ${PAYLOAD_LEN[name]}`);
  return bytes;
}
