// What accounts use again begins as though it were new.

import { expect, test } from 'vitest';
import { Flights } from '../../src/streams/flight.ts';
import { LabelBook } from '../../src/streams/label-book.ts';
import { LabelCounts } from '../../src/streams/label-counts.ts';
import { RttMeter } from '../../src/streams/rtt-meter.ts';
import { ZeekEnd } from '../../src/streams/zeek-end.ts';
import { Label } from '../../src/tcp/label.ts';

test("an end of Zeek's", () => {
  const end = new ZeekEnd();
  for (const [name, value] of Object.entries(end))
    Object.assign(end, { [name]: typeof value === 'boolean' ? true : 5 });
  end.reset();
  expect(end).toEqual(new ZeekEnd());
});

test('a meter of round trips forgets the samples of the sender before', () => {
  const flights = new Flights();
  const meter = new RttMeter();
  const sample = (ns: number): void => {
    meter.sent(0, 1, 0, flights);
    meter.acknowledged(1, ns, flights);
  };
  for (const ns of [900, 800, 700, 600]) sample(ns);
  expect(meter.medianNs()).toBe(750);
  meter.reset();
  expect(meter.medianNs()).toBeNaN();
  sample(30);
  expect(meter.medianNs()).toBe(30);
  sample(10);
  sample(20);
  expect([meter.count, meter.minNs, meter.medianNs(), meter.maxNs]).toEqual([3, 10, 20, 30]);
});

test('counts of labels, which the book tells apart and keeps', () => {
  const book = new LabelBook();
  const counts = new LabelCounts();
  const none = book.numberOf(counts);
  counts.add(Label.Retransmission | Label.KeepAlive);
  counts.add(Label.Retransmission);
  const some = book.numberOf(counts);
  counts.reset();
  expect(book.numberOf(counts)).toBe(none);
  counts.add(Label.ReusedPorts);
  expect(book.labels(book.numberOf(counts))).toEqual({ reused_ports: 1 });
  expect(book.labels(some)).toEqual({ retransmission: 2, keep_alive: 1 });
  expect(book.labels(none)).toEqual({});
});
