// Handshake complete, partial or absent (RFC 9293 3.5), and the options both SYNs offered (RFC 9293 3.1, RFC 7323).

import { digits, row } from '../../explain/args.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, type Judged } from '../judged.ts';
import { allOf, type Outcome, type Verdict } from '../outcome.ts';
import { commas, say, where, word, yesNo, type Said } from '../said.ts';
import type { Expectation, HandshakeState } from '../schema/assertions.ts';
import type { Scope } from '../selectors.ts';
import type { ConnectionNotes } from '../watch/connection-notes.ts';

export const handshakeIs = (evidence: Evidence, scope: Scope, state: HandshakeState): Outcome =>
  forEvery(evidence, scope, say('check-handshake-asked', { state }), (connection) =>
    judgeHandshake(evidence.notes.get(connection.stream)!, connection, state),
  );

function judgeHandshake(
  notes: ConnectionNotes,
  connection: ConnectionFacts,
  state: HandshakeState,
): Judged {
  const { opening, first, hasData } = notes;
  const { stream, handshake } = connection;
  const frames = opening.map(({ frame }) => frame);
  const done = opening.findLast(({ kind }) => kind === 'handshake-ack') ?? opening.at(-1) ?? first!;
  const at = { stream, frame: done.frame, timeNs: done.timeNs };
  const shows = say('check-handshake', { state: handshake, ...where(frames) });
  const told = { shows, frames, at };
  if (handshake === state) return { verdict: 'holds', ...told };
  if (state === 'complete') {
    if (first!.kind !== 'syn' && first!.kind !== 'rst')
      return {
        verdict: 'undecided',
        ...told,
        why: say('check-begins-inside', { row: row(first!.frame) }),
      };
    if (hasData && handshake === 'partial')
      return {
        verdict: 'undecided',
        ...told,
        why: say('check-handshake-row-missing', { steps: missingSteps(notes) }),
      };
  }
  // Of a complete one, what came later did not come instead of a step.
  return {
    verdict: 'fails',
    ...told,
    shows: handshake === 'partial' ? after(notes, shows) : shows,
  };
}

const STEPS = [
  ['syn', 'SYN'],
  ['syn-ack', 'SYN-ACK'],
  ['handshake-ack', 'ACK'],
] as const;

function missingSteps({ opening }: ConnectionNotes): Said {
  const missing = STEPS.filter(([kind]) => !opening.some((note) => note.kind === kind));
  return commas(missing.map(([, step]) => say('check-step-missing', { step: word(step) })));
}

/** What came instead of the rest. */
function after({ opening, endings }: ConnectionNotes, handshake: Said): Said {
  const reset = endings.find(({ kind }) => kind === 'rst');
  if (reset !== undefined)
    return say('check-handshake-refused', { handshake, row: row(reset.frame) });
  return opening.some(({ kind }) => kind === 'syn-ack')
    ? say('check-handshake-no-ack', { handshake })
    : say('check-handshake-no-answer', { handshake });
}

type OptionsAsked = NonNullable<Expectation['options']>;

export function optionsAre(evidence: Evidence, scope: Scope, asked: OptionsAsked): Outcome {
  const options = Object.entries(asked).map(([option, value]) => {
    const name = word(option);
    if (typeof value === 'number') return say('check-option-value', { name, value });
    return value ? say('check-option', { name }) : say('check-option-not', { name });
  });
  const expected = say('check-options-asked', { options: commas(options) });
  return forEvery(evidence, scope, expected, (connection) =>
    judgeOptions(evidence, connection, asked),
  );
}

function judgeOptions(
  { notes }: Evidence,
  { stream, client, server }: ConnectionFacts,
  asked: OptionsAsked,
): Judged {
  const frames = (notes.get(stream)?.opening ?? [])
    .filter(({ kind }) => kind !== 'handshake-ack')
    .map(({ frame }) => frame);
  const both = {
    scaling: client.windowShift !== null && server.windowShift !== null,
    sack: client.sackPermitted && server.sackPermitted,
    timestamps: client.timestamps && server.timestamps,
  };
  const shows = say('check-options', {
    'client-mss': mssWords(client.mss),
    'server-mss': mssWords(server.mss),
    scaling: yesNo(both.scaling),
    sack: yesNo(both.sack),
    timestamps: yesNo(both.timestamps),
    ...where(frames),
  });
  if (!client.synSeen || !server.synSeen)
    return { verdict: 'undecided', shows, frames, why: say('check-options-unseen') };
  const verdicts: Verdict[] = [];
  for (const name of ['scaling', 'sack', 'timestamps'] as const) {
    const wanted = asked[name];
    if (wanted !== undefined) verdicts.push(wanted === both[name] ? 'holds' : 'fails');
  }
  if (asked.mss !== undefined)
    verdicts.push(mssFits(asked.mss, client.mss, server.mss) ? 'holds' : 'fails');
  return { verdict: allOf(verdicts), shows, frames };
}

const mssWords = (mss: number | null): Said =>
  mss === null ? say('check-mss-none') : say('check-mss', { mss: digits(mss) });

function mssFits(asked: number | boolean, client: number | null, server: number | null): boolean {
  if (typeof asked === 'number') return client === asked && server === asked;
  return (client !== null && server !== null) === asked;
}
