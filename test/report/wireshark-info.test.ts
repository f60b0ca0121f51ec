import { describe, expect, it } from 'vitest';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import { analyzeBytes, explainAnalysis } from '../../src/index.ts';
import { dupAckNumbers } from '../../src/report/dup-ack-numbers.ts';
import { segmentInfo } from '../../src/report/wireshark-info.ts';
import { trace } from '../support/trace.ts';
import { madeRow } from './made-analysis.ts';

/** A SYN with these option bytes behind its header. */
const synWith = (options: readonly number[][]): PacketRow => {
  const row = madeRow(1, '');
  const bytes = Uint8Array.from([...row.bytes, ...options.flat()]);
  let start = row.bytes.length;
  const parsed = options.map((option) => ({
    kind: option[0] ?? 0,
    name: '',
    length: option.length,
    start,
    end: (start += option.length),
  }));
  return {
    ...row,
    bytes,
    payloadStart: bytes.length,
    payloadEnd: bytes.length,
    tcp: {
      ...row.tcp,
      headerLen: 20 + options.flat().length,
      flagNames: ['SYN'],
      relSeq: 0,
      scaledWindow: 65535,
      len: 0,
      options: parsed,
    },
  };
};

const MSS = [2, 4, 0x05, 0xb4];
const WS = [3, 3, 8];
const NOP = [1];
const SACK_PERM = [4, 2];
const TS = [8, 10, 0, 0, 0, 7, 0, 0, 0, 9];

describe('the Info column reads as Wireshark 4 writes it', () => {
  it.each([
    ['Windows', [MSS, NOP, WS, NOP, NOP, SACK_PERM], 'MSS=1460 WS=256 SACK_PERM'],
    ['Linux', [MSS, SACK_PERM, TS, NOP, WS], 'MSS=1460 SACK_PERM TSval=7 TSecr=9 WS=256'],
    ['a shift above 14 counts as 14', [[3, 3, 15]], 'WS=16384'],
    ['an option of a wrong length says nothing', [[2, 3, 1], SACK_PERM], 'SACK_PERM'],
  ])('options in wire order: %s', (_, options, text) => {
    expect(segmentInfo(synWith(options))).toBe(`55841 → 10000 [SYN] Seq=0 Win=65535 Len=0 ${text}`);
  });

  it('has Ack only with the ACK flag, Urg only with URG, and <None> without any flag', () => {
    const row = madeRow(1, 'hello');
    const having = (...flagNames: string[]): string =>
      segmentInfo({ ...row, tcp: { ...row.tcp, flagNames, urgentPointer: 3 } });
    expect(having('PSH', 'ACK')).toBe('55841 → 10000 [PSH, ACK] Seq=1 Ack=1 Win=65280 Len=5');
    expect(having('RST')).toBe('55841 → 10000 [RST] Seq=1 Win=65280 Len=5');
    expect(having('ACK', 'URG')).toContain(' Win=65280 Urg=3 Len=5');
    expect(having()).toContain(' [<None>] ');
  });

  it('shows SACK edges from the first byte of the other direction', () => {
    const row = synWith([[5, 10, 0x23, 0x21, 0x30, 0x04, 0x23, 0x21, 0x30, 0x0e]]);
    const ack = 0x23212ffb;
    const info = segmentInfo({
      ...row,
      tcp: { ...row.tcp, flagNames: ['ACK'], ack, relAck: 1 },
    });
    expect(info).toMatch(/ SLE=10 SRE=20$/);
  });
});

const ack = (frame: number, previous: number | null, number: number, dup: boolean): PacketRow => {
  const row = madeRow(frame, '', { fromClient: true, labels: dup ? ['duplicate_ack'] : [] });
  return {
    ...row,
    tcp: { ...row.tcp, ack: number },
    links: { ...row.links, previousFromSender: previous },
  };
};

describe('TCP Dup ACK n#m', () => {
  it('counts from the row that brought the number', () => {
    const rows = [
      ack(1, null, 5, false),
      ack(3, 1, 9, false),
      ack(4, 3, 9, true),
      ack(6, 4, 9, true),
    ];
    expect([...dupAckNumbers(rows)]).toEqual([
      [4, ' 3#1'],
      [6, ' 3#2'],
    ]);
  });

  it('is left out when rows of that sender are missing', () => {
    const rows = [ack(3, 1, 9, false), ack(6, 5, 9, true), ack(7, 6, 9, true)];
    expect([...dupAckNumbers(rows)]).toEqual([]);
  });
});

it('names a spurious retransmission once, and a plain one as such', async () => {
  const t = trace().handshake();
  const sent = t.client.data('xyz');
  t.server.ack();
  t.wait(600).client.retransmit(sent);
  t.undelivered(() => t.client.data('more'));
  t.wait(600).client.raw({ flags: 0x18, seq: 4, payload: 'more' });
  const { packets } = explainAnalysis(await analyzeBytes(t.capture(), 'made'));
  expect(packets.map(({ info }) => /^(\[TCP .*?\] )+/.exec(info)?.[0] ?? '').slice(5)).toEqual([
    '[TCP Spurious Retransmission] ',
    '',
    '[TCP Retransmission] ',
  ]);
});
