// Segments whose length does not show: nothing is said of which bytes they carry, nor of what they lack.
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

test('a FIN in a first fragment has no number, and no length in the packet list', async () => {
  const t = trace().handshake();
  t.client.data('The last words, of which the capture kept less.', { flags: 0x11 });
  t.cutFragment(70);
  const whole = await analyzeBytes(t.capture(), 'made');
  expect(textOf(explained(whole, 4), 'how')).not.toContain('takes one number');
  expect(segmentInfo(whole.rows[3]!)).toBe('40000 → 80 [FIN, ACK] Seq=1001 Ack=5001 Win=65535');
});

describe.each([4, 15])(
  'what nobody can read (a header of %i words) counts for nothing:',
  (words) => {
    test('a SYN is not repeated by the good one', async () => {
      const t = trace();
      t.client.raw({ flags: 0x02, seq: 0, dataOffset: words });
      t.wait(20).client.syn();
      t.server.synAck();
      t.client.ack();
      const whole = await analyzeBytes(t.capture(), 'made');
      expect(headlineOf(explained(whole, 2))).toBe('A client asks to open a connection');
      expect(whole.rows[3]?.links.acknowledges).toEqual([3]);
    });

    test('a RST ends no connection', async () => {
      const t = trace().handshake();
      t.client.rst({ dataOffset: words });
      t.client.data('x');
      t.server.ack();
      t.client.fin();
      t.server.fin();
      const { connections } = await analyzeBytes(t.capture(), 'made');
      expect(connections[0]?.ending).toBe('closed');
    });

    test('its acknowledgement confirms nothing', async () => {
      const t = trace().handshake();
      t.client.data('x');
      t.server.raw({ flags: 0x18, payload: 'y', dataOffset: words });
      t.server.ack();
      const { rows } = await analyzeBytes(t.capture(), 'made');
      expect(rows.slice(4).map(({ links }) => links.acknowledges)).toEqual([[], [4]]);
    });
  },
);

describe('a header that', () => {
  const captured = async (dataOffset: number) => {
    const t = trace().handshake();
    t.client.data('A line.', { dataOffset });
    return analyzeBytes(t.capture(), 'made');
  };

  test.each([
    [
      4,
      'says less than it has',
      'Seq=1 Ack=1 Win=65535, bogus TCP header length (16, must be at least 20)',
    ],
    [15, 'says more than there is', 'Seq=1001 Ack=5001 Win=65535[Malformed Packet]'],
  ])('of %i words %s: nothing is said of its payload', async (words, _, info) => {
    const whole = await captured(words);
    const part = explained(whole, 4);
    expect(headlineOf(part)).toBe('A segment whose header cannot be right');
    expect(textOf(part)).not.toMatch(/payload, only|No payload|I have everything/);
    expect(textOf(part, 'program')).toContain('drops such a segment');
    expect(segmentInfo(whole.rows[3]!)).toBe(`40000 → 80 [PSH, ACK] ${info}`);
  });
});
