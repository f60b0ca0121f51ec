import { describe, expect, test } from 'vitest';
import { TcpView } from '../../src/decode/tcp-view.ts';
import { parseTcpOptions } from '../../src/decode/tcp-options.ts';
import { be16, be32, tcp, zeros } from './frames.ts';
import type { Bytes } from './frames.ts';

const parse = (bytes: Bytes) => parseTcpOptions(Uint8Array.from(bytes), 0, bytes.length);

describe('options are named by IANA', () => {
  test.each([
    [[2, 4, 5, 0xb4], 'Maximum Segment Size'],
    [[3, 3, 7], 'Window Scale'],
    [[4, 2], 'SACK Permitted'],
    [[5, 10, ...zeros(8)], 'SACK'],
    [[8, 10, ...zeros(8)], 'Timestamps'],
    [[14, 3, 0], 'TCP Alternate Checksum Request'],
    [[19, 18, ...zeros(16)], 'MD5 Signature Option'],
    [[28, 4, 0, 1], 'User Timeout'],
    [[29, 16, ...zeros(14)], 'TCP Authentication Option (TCP-AO)'],
    [[34, 10, ...zeros(8)], 'TCP Fast Open Cookie'],
    [[69, 2], 'Encryption Negotiation (TCP-ENO)'],
    [[172, 11, ...zeros(9)], 'Accurate ECN Order 0 (AccECN0)'],
    [[200, 4, 0, 0], 'Reserved'],
    [[40, 4, 0, 0], 'Unassigned'],
  ])('%j', (bytes, name) => {
    expect(parse(bytes)).toEqual([
      { kind: bytes[0], name, length: bytes.length, start: 0, end: bytes.length },
    ]);
  });

  test('MPTCP by its subtype, experiments by their ExID', () => {
    expect(parse([30, 12, 0x20, ...zeros(9)])[0]).toMatchObject({ subtype: 'DSS' });
    expect(parse([254, 4, 0xf9, 0x89])[0]).toMatchObject({
      exId: 0xf989,
      experiment: 'TCP Fast Open',
    });
    expect(parse([254, 6, 0xe2, 0xd4, 0xc3, 0xd9])[0]).toMatchObject({ exId: 0xe2d4c3d9 });
    expect(parse([253, 4, 0x12, 0x34])[0]).toMatchObject({ exId: 0x1234 });
  });
});

describe('malformed options are reported and not guessed', () => {
  test.each([
    ['a kind without a length octet', [2], 'no-length'],
    ['a length of 1 does not count itself', [2, 1, 5, 0xb4], 'length-below-2'],
    ['a length beyond the header', [8, 10, 0, 0], 'beyond-header'],
    ['an MSS of three octets', [2, 3, 5], 'wrong-length'],
    ['a SACK of one and a half blocks', [5, 14, ...zeros(12)], 'wrong-length'],
    ['an AccECN counter of two octets', [172, 4, 0, 0], 'wrong-length'],
  ])('%s', (_, bytes, malformed) => {
    expect(parse(bytes)).toMatchObject([{ kind: bytes[0], malformed }]);
  });

  test('an option of a wrong length does not hide the next one', () => {
    expect(parse([2, 3, 5, 3, 3, 7]).map((option) => option.malformed)).toEqual([
      'wrong-length',
      undefined,
    ]);
  });

  test('End of Option List ends the list (RFC 9293 section 3.2)', () => {
    expect(parse([1, 0, 2, 4]).map((option) => option.kind)).toEqual([1, 0]);
  });
});

function view(options: Bytes): TcpView {
  const segment = tcp([9], { options });
  const tcpView = new TcpView();
  tcpView.aim(new DataView(Uint8Array.from(segment).buffer), 0, segment.length, segment.length);
  return tcpView;
}

describe('the view reads what the hot path needs', () => {
  test('MSS, window scale, SACK permitted and timestamps of a SYN', () => {
    const syn = [2, 4, ...be16(1460), 4, 2, 8, 10, ...be32(0xfffffffe), ...be32(7), 1, 3, 3, 7];
    expect(view(syn)).toMatchObject({
      mss: 1460,
      windowShift: 7,
      sackPermitted: true,
      tsVal: 0xfffffffe,
      tsEcr: 7,
      len: 1,
    });
  });

  test('SACK blocks after timestamps', () => {
    const sack = [1, 1, 8, 10, ...zeros(8), 1, 1, 5, 18, ...zeros(16)];
    expect(view(sack)).toMatchObject({ hasTimestamps: true, sackCount: 2, sackStart: 36 });
  });

  test('timestamps alone, in the layout RFC 7323 appendix A recommends and in another', () => {
    expect(view([1, 1, 8, 10, ...be32(5), ...be32(6)])).toMatchObject({ tsVal: 5, tsEcr: 6 });
    expect(view([8, 10, ...be32(5), ...be32(6), 1, 1])).toMatchObject({ tsVal: 5, tsEcr: 6 });
  });

  test('nothing of the segment before is left', () => {
    const tcpView = view([2, 4, 5, 0xb4, 4, 2, 1, 1]);
    const bare = Uint8Array.from(tcp());
    tcpView.aim(new DataView(bare.buffer), 0, bare.length, bare.length);
    expect(tcpView).toMatchObject({ mss: -1, sackPermitted: false, hasTimestamps: false, len: 0 });
  });

  test.each([
    ['below five words', 4],
    ['beyond the segment', 8],
  ])('a data offset %s makes the segment malformed, its length unknown', (_, dataOffset) => {
    const segment = tcp([1, 2], { dataOffset });
    const tcpView = new TcpView();
    tcpView.aim(new DataView(Uint8Array.from(segment).buffer), 0, segment.length, segment.length);
    expect(tcpView).toMatchObject({ malformed: true, len: -1 });
  });
});
