// Where the capture was taken, and what it cannot show.

import type { Analysis } from '../collect/analysis.ts';
import type { LedgerKind } from '../collect/ledger.ts';
import { code, rows as rowsArg } from './args.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import type { Story } from './story.ts';

export function vantageOf({ vantage, hosts }: Analysis): readonly Message[] {
  const { host, reason, frames } = vantage;
  if (reason === 'loopback') return [headline('vantage-loopback')];
  if (host === null || reason === null) return [headline('vantage-unknown')];
  const args = {
    host: code(host),
    role: hosts.find(({ address }) => address === host)?.roles[0] ?? 'none',
    rows: rowsArg(frames),
  };
  return reason === 'unpadded-short-frames'
    ? [headline('vantage-unpadded', args)]
    : [headline('vantage-offloaded', args)];
}

export function limitsOf(analysis: Analysis, story: Story): readonly Message[] {
  const { capture, connections, connectionsLeftOut, totals, rowsLeftOut } = analysis;
  const told = [headline('limits-observer')];
  const others = [...capture.otherFrames.values()].reduce((total, one) => total + one, 0);
  const refused = connections.filter(
    ({ handshake, stream, cutFrom }) =>
      handshake === 'absent' && cutFrom === null && story.isRefused(stream),
  ).length;
  const midstream = totals.midstream - refused;
  if (midstream > 0) told.push(headline('limits-midstream', { count: midstream }));
  const { open } = totals.endings;
  if (open > 0) told.push(headline('limits-open', { count: open }));
  if (others > 0) told.push(headline('limits-other-frames', { count: others }));
  if (capture.cutFrames > 0) told.push(headline('limits-cut-frames', { count: capture.cutFrames }));
  told.push(...ledgerWords(analysis, story));
  if (rowsLeftOut > 0)
    told.push(
      headline('limits-rows-left-out', {
        count: rowsLeftOut,
        kept: analysis.standOuts.length > 0 ? 'examples' : 'beginning',
      }),
    );
  if (connectionsLeftOut > 0)
    told.push(headline('limits-connections-left-out', { count: connectionsLeftOut }));
  return told;
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

function ledgerWords({ ledger }: Analysis, story: Story): readonly Message[] {
  return ledger.flatMap(({ kind, streams, frames: all }) => {
    const id = LEDGER_MESSAGES[kind];
    if (id === undefined) return [];
    const frames = all.filter((frame) => story.isExplained(frame));
    if (all.length > 0 && frames.length === 0) return [];
    return [
      headline(id, { connections: streams.length, count: frames.length, rows: rowsArg(frames) }),
    ];
  });
}
