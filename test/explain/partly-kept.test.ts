// What is said where not all of a capture is kept: no number, and no first time, that only the whole would show.
import { describe, expect, test } from 'vitest';
import { parseRanges } from '../../src/collect/selection.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { analyzeBytes, explainAnalysis, type ReportModel } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

const OPTIONS = { mss: 1460, sackPermitted: true };

/** 600 connections, whose SYNs one port refuses; then one that it takes. */
function refusing(): Trace {
  const t = trace({ stepMs: 0.01 });
  for (let i = 0; i < 600; i++) {
    const one = t.connection({ client: { port: 2000 + i } });
    one.client.syn(OPTIONS);
    one.server.raw({ flags: 0x14, seq: -5000, ack: 1 });
  }
  t.connection({ client: { port: 40_000 } }).handshake(OPTIONS);
  return t;
}

const explained = async (t: Trace, frames?: string, maxRows?: number): Promise<ReportModel> =>
  explainAnalysis(
    await analyzeBytes(t.capture(), 'capture', {
      ...(maxRows === undefined ? {} : { maxRows }),
      ...(frames === undefined
        ? {}
        : { selection: { frames: parseRanges(frames), streams: null } }),
    }),
  );

const story = (model: ReportModel): string => model.story.map(plainText).join(' ');
const limits = (model: ReportModel): string => model.limits.map(plainText).join(' ');
const row = (model: ReportModel, frame: number) =>
  [...model.rows].find(({ line }) => line.frame === frame)!;
const words = ({ headline, parts }: ReturnType<typeof row>): string =>
  [headline, ...parts.flatMap(({ sentences }) => sentences)].map(plainText).join(' ');

describe('the overview of a part', () => {
  test('tells one refusal, and neither how many nor until when', async () => {
    const part = story(await explained(refusing()));
    expect(part).toContain('A segment to port 80 of 10.0.0.2 is refused with RST in row 2.');
    expect(part).toContain('600 connections are ended or refused by a RST');
    expect(part).not.toMatch(/obody listens|segments sent there/);
  });

  test('of the whole tells both', async () => {
    expect(story(await explained(refusing(), undefined, Infinity))).toContain(
      'Up to row 1200 nobody listens on port 80 of 10.0.0.2: 600 segments sent there are refused',
    );
  });

  test('says that what Wireshark marks is counted in the rows asked for', async () => {
    const t = trace().handshake();
    const sent = [t.client.data(10), t.client.data(10)];
    for (const one of sent) t.wait(300).client.retransmit(one);
    const marks = async (frames?: string): Promise<string> =>
      (await explained(t, frames)).connections
        .flatMap(({ sentences }) => sentences.map(plainText))
        .join(' ');
    expect(await marks('1-6')).toContain(
      'Of its rows that were asked for Wireshark marks: 1 × TCP Retransmission',
    );
    expect(await marks()).toContain('Wireshark marks in it: 2 × TCP Retransmission');
  });

  test('refused segments begin no connection, listed or not', async () => {
    const t = trace({ stepMs: 0.01 });
    for (let i = 0; i < 300; i++) {
      const one = t.connection({ client: { port: 2000 + i } });
      one.client.ack();
      one.server.raw({ flags: 0x04, seq: 0 });
    }
    expect(limits(await explained(t))).not.toContain('began before the capture');
  });

  test('a SYN that is refused had no more of a handshake', async () => {
    const { connections } = await explained(refusing());
    const said = connections[0]!.sentences.map(plainText).join(' ');
    expect(said).toContain('There is no connection');
    expect(said).not.toContain('Only part of its handshake');
  });

  test.each([
    ['40-60', 'frame.number in {40..60} && tcp.flags.reset == 1'],
    ['7-', 'frame.number >= 7 && tcp.flags.reset == 1'],
    ['2,40-41', '(frame.number == 2 || frame.number in {40..41}) && tcp.flags.reset == 1'],
  ])('counts what stands out in --frames %s, and its filter does', async (frames, filter) => {
    expect((await explained(refusing(), frames)).standOuts[0]!.filter).toBe(filter);
  });
});

describe('what stands out', () => {
  test('without an example says how to see one', async () => {
    const { standOuts } = await explained(refusing(), undefined, 1);
    const said = standOuts.map(({ meaning }) => meaning.map(plainText).join(' '));
    expect(said).toEqual([
      'Refuses a segment, or ends a connection at once. No row with it is explained here; --frames 2 explains the first.',
    ]);
  });

  test('with one does not', async () => {
    const { standOuts } = await explained(refusing());
    expect(standOuts[0]!.meaning).toHaveLength(1);
  });
});

describe('the last rows that are explained', () => {
  test('have their answers, which are not', async () => {
    const t = trace({ stepMs: 0.01 });
    const on = Array.from({ length: 30 }, (_, i) => t.connection({ client: { port: 2000 + i } }));
    for (const one of on) one.client.syn(OPTIONS);
    for (const one of on) one.server.raw({ flags: 0x14, seq: -5000, ack: 1 });
    const model = await explained(t, undefined, 20);
    expect(row(model, 10).serverState).toBe('CLOSED');
    expect(words(row(model, 10))).toContain('Row 40 answers it');
    expect(model.connections.map(({ handshake }) => handshake)).toEqual(
      Array(30).fill('partial (refused)'),
    );
  });

  test('say which frames before them are left out', async () => {
    const { rows } = await explained(refusing(), '3-4,9,20-21');
    expect([...rows].map(({ skipped }) => skipped)).toEqual([
      null,
      null,
      'Frames 5 to 8 are not explained here.',
      'Frames 10 to 19 are not explained here.',
      null,
    ]);
  });
});

describe('a row far behind the others of its connection that are kept', () => {
  /** The last row of a connection behind 420 of its own: nothing before them is kept. */
  const behind = (first: (t: Trace) => unknown, last: (t: Trace) => unknown): Trace => {
    const t = trace().handshake(OPTIONS);
    first(t);
    for (let i = 0; i < 420; i++) t.client.raw({ seq: 0, payload: '', flags: 0x10 });
    last(t);
    return t;
  };
  const lastOf = async (t: Trace, count: number): Promise<string> => {
    const whole = await analyzeBytes(t.capture(), 'capture', { maxRows: Infinity });
    const { frame } = whole.rows.at(-1)!;
    expect(whole.rows).toHaveLength(count);
    return words(row(await explained(t, String(frame)), frame));
  };

  test('with a FIN of the other side among them is the second to close', async () => {
    const t = behind(
      ({ server }) => server.fin(),
      ({ client }) => client.fin(),
    );
    expect(await lastOf(t, 425)).toContain('closes its direction too');
  });

  test('that resets may refuse what had been closed: no cause is told from what is missing', async () => {
    const t = behind(
      ({ server }) => server.fin(),
      (one) => {
        one.client.data('late');
        one.server.raw({ seq: 2, payload: '', flags: 0x04 });
      },
    );
    expect(await lastOf(t, 426)).not.toContain('knew no such connection');
  });
});

describe('a SYN that comes again', () => {
  const asked = trace({ timestamps: true });
  asked.undelivered(() => asked.client.syn(OPTIONS));
  asked.wait(1000).client.syn({ ...OPTIONS, seq: 0 });
  asked.server.synAck(OPTIONS);
  asked.client.ack();

  test('is the one that is answered, as the echo of its clock shows', async () => {
    const { rows } = await analyzeBytes(asked.capture(), 'capture');
    expect(rows.map(({ links }) => links.answers)).toEqual([null, null, 2, 3]);
  });

  test('lengthens the handshake, not the round trip that Wireshark tells', async () => {
    const { connections } = await explained(asked);
    const said = connections[0]!.sentences.map(plainText).join(' ');
    expect(said).toContain('a full handshake in 1.0 s, 2 ms after the SYN that was answered');
    expect(connections[0]!.initialRtt).toBe('2 ms');
  });

  test('opens no other connection', async () => {
    const headline = plainText(row(await explained(asked), 2).headline);
    expect(headline).toBe('The client asks once more to open the connection');
  });
});
