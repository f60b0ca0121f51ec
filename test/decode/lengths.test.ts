import { describe, expect, test } from 'vitest';
import { describeStop } from '../../src/decode/stop.ts';
import type { Bytes, Ipv4Options } from './frames.ts';
import { HELLO, V4, decode, eth, ipv4, ipv6, tcp, zeros } from './frames.ts';

function packetOf(frame: Bytes, more: { origLen?: number; fcsLen?: number } = {}) {
  return decode([frame], 1, more).decoder.packet;
}

const frameWith = (o: Ipv4Options, trailer: Bytes = []) =>
  eth(0x0800, [...ipv4(6, tcp(HELLO), o), ...trailer]);

describe('lengths are believed in the order wire, IP, TCP', () => {
  test('Ethernet padding is not payload', () => {
    const packet = packetOf(frameWith({}, zeros(6)));
    expect([packet.tcp.len, packet.paddingLen]).toEqual([5, 6]);
  });

  test('a total length beyond the frame is not believed', () => {
    const packet = packetOf(frameWith({ totalLen: 400 }));
    expect([packet.tcp.len, packet.ipTotalLen]).toEqual([5, 45]);
  });

  test('a total length of 0 (a large send, not yet cut up) believes the frame', () => {
    expect(packetOf(frameWith({ totalLen: 0 })).tcp.len).toBe(5);
  });

  test('a total length below the header ends the decoding and says which length did', () => {
    const packet = packetOf(frameWith({ totalLen: 12 }));
    expect(describeStop(packet)).toMatchObject({
      name: 'BadLength',
      layer: 'ip',
      needed: 20,
      lengthSaidBy: 'IP length',
    });
  });

  test('a payload cut by the capture keeps its length on the wire', () => {
    const whole = frameWith({});
    const packet = packetOf(whole.slice(0, -3), { origLen: whole.length });
    const { tcp: segment } = packet;
    expect([segment.len, segment.payloadEnd - segment.payloadStart]).toEqual([5, 2]);
  });

  test('a frame check sequence is no part of the packet', () => {
    const packet = packetOf(frameWith({ totalLen: 0 }, [1, 2, 3, 4]), { fcsLen: 4 });
    expect(packet.tcp.len).toBe(5);
  });

  test('IPv6: a payload length of 0 means no payload, as Wireshark has it', () => {
    expect(decode([eth(0x86dd, ipv6(6, tcp(HELLO), 0))]).found).toEqual([false]);
  });

  test('802.3: the length field bounds the frame', () => {
    const packet = packetOf(eth(8 + V4.length, [0xaa, 0xaa, 3, 0, 0, 0, 8, 0, ...V4, ...zeros(4)]));
    expect([packet.tcp.len, packet.paddingLen]).toEqual([5, 4]);
  });
});

describe('a cut TCP header', () => {
  const whole = frameWith({});
  const cutTo = (kept: number) =>
    decode([whole.slice(0, 34 + kept)], 1, { origLen: whole.length }).decoder.packet;

  test.each([
    [20, 0x1234],
    [16, -1],
  ])('with %i of its 20 octets is still a segment', (kept, checksum) => {
    const packet = cutTo(kept);
    expect(describeStop(packet)).toBeNull();
    expect(packet.tcp).toMatchObject({ len: 5, checksum });
  });

  test('without its window is none, and the stop says what was needed', () => {
    const stop = { name: 'CutHeader', layer: 'tcp', needed: 16, available: 15 };
    expect(describeStop(cutTo(15))).toMatchObject(stop);
  });
});

test('a TCP header quoted inside an ICMP error is not a segment', () => {
  const { found, decoder } = decode([eth(0x0800, ipv4(1, [3, 4, 0, 0, 0, 0, 5, 0, ...V4]))]);
  expect(found).toEqual([false]);
  expect(describeStop(decoder.packet)).toMatchObject({ name: 'NotTcp', value: 1 });
});

test('IPv4 options are skipped by the header length', () => {
  const packet = packetOf(frameWith({ options: [7, 7, 4, 0, 0, 0, 0, 0] }));
  expect([packet.tcp.len, packet.ipHeaderLen]).toEqual([5, 28]);
});
