// Our sockets beside those that ss listed while the labs ran: every listing of every lab, on every tap, on every host
// whose sockets that tap can show. A difference is tolerated for a reason below, or fails.
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Lab, Tap } from '../../captures/labs/run/lab.ts';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { readSockets } from '../../src/sockets/read-sockets.ts';
import { socketRows, type SocketRow } from '../../src/sockets/snapshot.ts';
import { LINUX_TIME_WAIT_NS } from '../../src/sockets/socket-state.ts';
import { CAPTURES, labNames, labOf, type Listing, listingsOf } from '../labs/lab-files.ts';
import { readLabCapture } from '../labs/lab-streams.ts';

/** ss's names by netstat's. */
const SS_STATES: Readonly<Record<SocketRow['state'], string>> = {
  LISTEN: 'LISTEN',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECV',
  ESTABLISHED: 'ESTAB',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  CLOSE_WAIT: 'CLOSE-WAIT',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST-ACK',
  TIME_WAIT: 'TIME-WAIT',
};

/** Taps that cannot show the sockets of some hosts, and why. All other hosts are compared. */
const NOT_SHOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'chat-nat-inside.pcap': {
    server: 'it talks to the address the router puts in; this tap has the one before',
    router: 'what it forwards is not its own: it has no sockets',
  },
  'chat-nat-outside.pcap': {
    notebook: 'its addresses are behind the router; this tap has those the router puts in',
    desktop: 'likewise',
    router: 'the connections bear its address but are not its own: it has no sockets',
  },
  'chat-gre-inside.pcap': {
    desktop: 'its connection does not go through the tunnel that is tapped',
  },
};

/** Addresses that a lab's commands give, beside those of its switches. */
const TUNNEL_ADDRESSES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'chat-gre': { server: '10.8.0.2', notebook: '10.8.0.1' },
};

/** Why a socket may be in one listing only; each must occur. */
const REASONS = {
  'nobody asked yet':
    'a port listens that no SYN,ACK of this capture has shown so far: LISTEN is inferred from it',
  'every address': 'the program listens on 0.0.0.0; the capture shows the address that answered',
  'ended unseen':
    'a program of the lab was ended: that its port listens no more shows when a SYN is refused',
  'another way':
    'the server’s connection with a computer beside the tunnel is not on the tap inside it',
} as const;

type Reason = keyof typeof REASONS;

const ANY_ADDRESS = '0.0.0.0';
const SYN_ACK = TcpFlag.SYN | TcpFlag.ACK;
const compared = { same: 0, tolerated: new Map<Reason, number>() };

/** Of a row and of ss alike: "local peer state Send-Q"; the backlog that ss gives a listener is no Send-Q. */
const ourLine = (row: SocketRow): string =>
  row.foreign === null
    ? `${row.local}:${row.localPort} ${ANY_ADDRESS}:* LISTEN`
    : `${row.local}:${row.localPort} ${row.foreign}:${row.foreignPort} ${SS_STATES[row.state]} ${row.sendQ}`;

const ssLines = ({ sockets }: Listing): string[] =>
  sockets.map(({ local, peer, state, sendQ }) =>
    state === 'LISTEN' ? `${local} ${peer} LISTEN` : `${local} ${peer} ${state} ${sendQ}`,
  );

async function ourLines(file: string, epochNs: bigint, addresses: Set<string>): Promise<string[]> {
  const reader = await CaptureReader.open(await openFile(join(CAPTURES, file)));
  const { table, timeNs } = await readSockets(reader, { kind: 'absolute', epochNs });
  await reader.close();
  return socketRows(table, timeNs, LINUX_TIME_WAIT_NS)
    .filter(({ local }) => addresses.has(local))
    .map(ourLine);
}

/** The addresses of a host, loopback where the lab has no network. */
function addressesOf(lab: Lab, name: string, host: string): Set<string> {
  const ports = lab.switches.flat().filter((port) => port.host === host);
  const tunnel = TUNNEL_ADDRESSES[name]?.[host];
  return new Set([
    ...ports.map(({ address }) => address.split('/')[0]!),
    ...(tunnel === undefined ? [] : [tunnel]),
    ...(lab.switches.length === 0 ? ['127.0.0.1'] : []),
  ]);
}

const isListener = (line: string): boolean => line.endsWith(' LISTEN');
const portOf = (line: string): string => /:(\d+) /.exec(line)![1]!;

interface Circumstances {
  lab: Lab;
  tap: Tap;
  /** A SYN,ACK of this "address:port" was captured before the listing. */
  hasAnswered: (endpoint: string) => boolean;
}

/** Why a line may be in one listing only, when the other holds these; null when there is no reason. */
function reasonFor(
  line: string,
  byUs: boolean,
  other: string[],
  { lab, tap, hasAnswered }: Circumstances,
): Reason | null {
  if (isListener(line)) {
    const samePort = other.filter((one) => isListener(one) && portOf(one) === portOf(line));
    if (byUs && samePort.some((one) => one.startsWith(ANY_ADDRESS))) return 'every address';
    if (!byUs && line.startsWith(ANY_ADDRESS) && samePort.length > 0) return 'every address';
    if (!byUs) return hasAnswered(line.split(' ')[0]!) ? null : 'nobody asked yet';
    return lab.programs.some(({ endedBy }) => endedBy !== undefined) ? 'ended unseen' : null;
  }
  return !byUs && tap.file === 'chat-gre-inside.pcap' && line.startsWith('172.16.5.2:')
    ? 'another way'
    : null;
}

describe.each(labNames)('%s', async (name) => {
  const lab = await labOf(name);
  const places = lab.taps.flatMap((tap) =>
    lab.hosts
      .filter((host) => NOT_SHOWN[tap.file]?.[host] === undefined)
      .map((host) => ({ tap, file: tap.file, host })),
  );
  test.each(places)('$file shows what ss listed on $host', async ({ tap, host }) => {
    const listings = listingsOf(name).filter((listing) => listing.host === host);
    expect(listings.length).toBeGreaterThan(0);
    const { segments } = await readLabCapture(join(CAPTURES, tap.file));
    for (const listing of listings) {
      const addresses = addressesOf(lab, name, host);
      // The listing is of some moment between the two: a socket may be as it was at either.
      const before = await ourLines(tap.file, listing.begin, addresses);
      const after = await ourLines(tap.file, listing.end, addresses);
      const theirs = ssLines(listing);
      const either = new Set([...before, ...after]);
      const surely = before.filter((line) => after.includes(line));
      const circumstances: Circumstances = {
        lab,
        tap,
        hasAnswered: (endpoint) =>
          segments.some(
            ({ src, flags, timeNs }) =>
              src === endpoint && (flags & SYN_ACK) === SYN_ACK && timeNs < listing.begin,
          ),
      };
      const differences = [
        ...theirs
          .filter((line) => !either.has(line))
          .map((line) => ({
            line,
            reason: reasonFor(line, false, after, circumstances),
            by: 'ss',
          })),
        ...surely
          .filter((line) => !theirs.includes(line))
          .map((line) => ({
            line,
            reason: reasonFor(line, true, theirs, circumstances),
            by: 'us',
          })),
      ];
      compared.same += theirs.filter((line) => either.has(line)).length;
      for (const { reason } of differences) {
        if (reason === null) continue;
        compared.tolerated.set(reason, (compared.tolerated.get(reason) ?? 0) + 1);
      }
      expect(differences.filter(({ reason }) => reason === null)).toEqual([]);
    }
  });
});

test('every reason for a difference occurs, and by far the most sockets are the same', () => {
  expect([...compared.tolerated.keys()].sort()).toEqual(Object.keys(REASONS).sort());
  const tolerated = [...compared.tolerated.values()].reduce((sum, count) => sum + count, 0);
  expect(compared.same).toBeGreaterThan(5 * tolerated);
});

afterAll(() => {
  const reasons = [...compared.tolerated].map(([reason, count]) => `${count} ${reason}`).sort();
  process.stdout.write(
    `sockets as ss listed them: ${compared.same} the same; ${reasons.join(', ')}\n`,
  );
});
