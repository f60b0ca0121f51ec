// Where the capture was taken, and what it cannot show.

import type { Analysis } from '../collect/analysis.ts';
import type { LedgerKind } from '../collect/ledger.ts';
import { grouped } from '../tcp/grouped.ts';
import { captured, code, duration, list, row as rowArg, rows as rowsArg } from './args.ts';
import { wordOf } from './evidence.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import type { Story } from './story.ts';

export function vantageOf(analysis: Analysis): readonly Message[] {
  const twice = recordedTwice(analysis);
  // On both sides of a router is not before it.
  const isBothSides = twice.some(({ args }) => args['place'] === 'router');
  const where = isBothSides && analysis.vantage.reason === 'unrouted' ? null : placeOf(analysis);
  // Where the same packets were recorded twice shows more than nothing.
  return where === null
    ? twice.length > 0
      ? twice
      : [headline('vantage-unknown')]
    : [where, ...twice];
}

/** Packets that were recorded at two places, or twice at one; what the network doubled was there twice. */
function recordedTwice({ rows, capture }: Analysis): readonly Message[] {
  const part = rows.length < capture.segments ? 'some' : 'all';
  const seconds = rows.flatMap(({ frame, findings }) =>
    findings
      .filter(({ kind }) => kind === 'captured-twice')
      .map((finding) => ({ frame, place: wordOf(finding, 'place') })),
  );
  const places = grouped(
    seconds.filter(({ place }) => place !== 'network'),
    ({ place }) => place,
  );
  return [...places].map(([place, alike]) =>
    headline('vantage-twice', {
      place,
      count: alike.length,
      row: rowArg(alike[0]!.frame),
      part,
      option: code('--dedup'),
    }),
  );
}

/** Null where nothing shows it. */
function placeOf({ vantage, nearness, hosts }: Analysis): Message | null {
  const { host, reason, frames, certainty } = vantage;
  if (reason === 'loopback') return headline('vantage-loopback');
  const roleOf = (of: string): string =>
    hosts.find(({ address }) => address === of)?.roles[0] ?? 'none';
  if (host === null || reason === null) {
    if (nearness === null) return null;
    const { ownNs, otherNs } = nearness;
    const near = { host: code(nearness.host), role: roleOf(nearness.host) };
    const times = { own: duration(ownNs), other: duration(otherNs) };
    return headline('vantage-near', { ...near, ...times, rows: rowsArg(nearness.frames) });
  }
  const args = { host: code(host), role: roleOf(host), rows: rowsArg(frames), certainty };
  if (reason === 'unrouted') return headline('vantage-unrouted', args);
  return reason === 'unpadded-short-frames'
    ? headline('vantage-unpadded', args)
    : headline('vantage-offloaded', args);
}

export function limitsOf(analysis: Analysis, story: Story): readonly Message[] {
  const { capture, connections, connectionsLeftOut, totals, rowsLeftOut } = analysis;
  const told = [headline('limits-observer')];
  const others = [...capture.otherFrames.values()].reduce((total, one) => total + one, 0);
  // Which are refused, their rows show.
  const areAllKept = analysis.rows.length >= capture.segments;
  const midstream = areAllKept
    ? connections.filter(
        ({ handshake, stream, cutFrom }) =>
          handshake === 'absent' &&
          cutFrom === null &&
          !story.isRefused(stream) &&
          story.unopened(stream) !== 'scan',
      ).length
    : totals.midstream;
  if (midstream > 0) told.push(headline('limits-midstream', { count: midstream }));
  // What was not opened does not end.
  const open = totals.endings.open - totals.unanswered - totals.unconfirmed - totals.scans;
  if (open > 0) told.push(headline('limits-open', { count: open }));
  if (others > 0) told.push(headline('limits-other-frames', { count: others }));
  if (hasNoTimes(analysis)) told.push(headline('limits-no-times'));
  if (capture.cutFrames > 0) told.push(headline('limits-cut-frames', { count: capture.cutFrames }));
  const { filters, dropped } = capture;
  if (filters.length > 0)
    told.push(
      headline('limits-filter', { count: filters.length, filters: list(filters.map(captured)) }),
    );
  if (dropped > 0) told.push(headline('limits-dropped', { count: dropped }));
  const fragments = capture.openFragments.reduce((total, { count }) => total + count, 0);
  if (fragments > 0) told.push(headline('limits-fragments', { count: fragments }));
  told.push(...ledgerWords(analysis, story));
  if (rowsLeftOut > 0)
    told.push(
      headline('limits-rows-left-out', {
        count: rowsLeftOut,
        kept: hasExamples(analysis, story) ? 'examples' : 'beginning',
      }),
    );
  if (connectionsLeftOut > 0)
    told.push(headline('limits-connections-left-out', { count: connectionsLeftOut }));
  return told;
}

/** Two rows may share a time that is true; with three, of which one answers another, nobody kept any. */
const FEWEST_AT_ONCE = 3;

/** Whoever made the capture gave all records one time. */
const hasNoTimes = ({ capture, rows }: Analysis): boolean =>
  capture.durationNs === 0 &&
  rows.length >= FEWEST_AT_ONCE &&
  rows.every(({ timeNs }) => timeNs === rows[0]!.timeNs);

/** A row is explained for what stands out in it: it does not follow on the beginning. */
function hasExamples({ standOuts, rows }: Analysis, story: Story): boolean {
  const end = rows.find(({ frame }) => !story.isExplained(frame))?.frame ?? Infinity;
  return standOuts.some(({ first }) =>
    first.some(({ frame }) => frame > end && story.isExplained(frame)),
  );
}

/** Entries of the ledger that the sentences above do not cover yet. */
const LEDGER_MESSAGES: Partial<Record<LedgerKind, string>> = {
  'no-handshake': 'limits-no-handshake',
  'one-side-only': 'limits-one-side',
  gaps: 'limits-gaps',
  'giant-segments': 'limits-giant',
  'checksums-not-verifiable': 'limits-checksums',
  'no-timestamps': 'limits-no-timestamps',
};

function ledgerWords(analysis: Analysis, story: Story): readonly Message[] {
  const { ledger, rows: kept, capture } = analysis;
  const part = kept.length < capture.segments ? 'some' : 'all';
  return ledger.flatMap(({ kind, streams, frames: all }) => {
    const id = LEDGER_MESSAGES[kind];
    if (id === undefined) return [];
    const frames = all.filter((frame) => story.isExplained(frame));
    if (all.length > 0 && frames.length === 0) return [];
    return [
      headline(id, {
        // How many more there are among those left out is not known.
        connections: part === 'some' ? 0 : streams.length,
        count: frames.length,
        rows: rowsArg(frames),
        part,
      }),
    ];
  });
}
