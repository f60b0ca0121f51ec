// A segment of which only the beginning is there: nothing is said of its length, nor of what it lacks.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { segmentInfo } from '../../src/report/wireshark-info.ts';
import { trace } from '../support/trace.ts';
import { analysis, explained, headlineOf, row, textOf } from './made-rows.ts';

describe('a first fragment that the capture cut', () => {
  const captured = () => {
    const t = trace().handshake();
    t.client.data('A line that goes on and on, for longer than the capture kept of it.');
    t.cutFragment(70);
    t.server.ack();
    t.server.data('ok');
    return analyzeBytes(t.capture(), 'made');
  };

  test('is no bare acknowledgement', async () => {
    const part = explained(await captured(), 4);
    expect(headlineOf(part)).toBe(
      'The client sends a segment, of which only the first fragment is here',
    );
    expect(textOf(part)).not.toContain('No payload');
    expect(textOf(part, 'how')).toContain(
      'The beginning of its payload lies in bytes 54 to 69 of the frame: A line that goes',
    );
    expect(textOf(part, 'program')).toBe('send() at the client.');
  });

  test('may be what is confirmed behind it', async () => {
    const whole = await captured();
    expect(headlineOf(explained(whole, 5))).not.toContain('no row');
    expect(textOf(explained(whole, 6))).not.toMatch(/never shows|no row/);
  });

  test('may carry what is missing behind it', async () => {
    const t = trace().handshake();
    t.client.data(100);
    t.cutFragment(70);
    t.client.data(10);
    t.server.ack();
    const whole = await analyzeBytes(t.capture(), 'made');
    const findings = whole.rows.flatMap((one) => one.findings.map(({ kind }) => kind));
    expect(findings).not.toContain('gap-before');
    expect(findings).not.toContain('acked-unseen');
    expect(whole.rows[4]?.labels).toEqual(['lost_segment']);
  });

  test('has no length in the packet list, and its numbers are those of the header', async () => {
    const [, , , part] = (await captured()).rows;
    expect(segmentInfo(part!)).toBe(
      `40000 → 80 [PSH, ACK] Seq=${part!.tcp.seq} Ack=${part!.tcp.ack} Win=65535`,
    );
  });

  test('of which no payload is here, is no call of a program', async () => {
    const t = trace().handshake();
    t.client.data('A line.');
    t.cutFragment(54);
    const part = explained(await analyzeBytes(t.capture(), 'made'), 4);
    expect(textOf(part)).not.toContain('The beginning of its payload');
    expect(textOf(part, 'program')).toBe('');
  });
});

test('a sample says who took it', () => {
  const sample = row({ frame: 1, kind: 'partial', flags: ['ACK'] });
  const part = explained(analysis([{ ...sample, protocols: ['eth', 'sflow', 'tcp'] }]), 1);
  expect(headlineOf(part)).toBe('The client sends a segment, of which a sample was taken');
  expect(textOf(part, 'what')).toContain('reported it by sFlow');
});
