// Streams of the captures in ../shared/corpus, and what tshark and Zeek recorded of them. Absent: no tests.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyze } from '../../src/analyze.ts';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { StreamCollector } from '../../src/streams/stream-collector.ts';
import type { StreamFacts } from '../../src/streams/stream-facts.ts';

/** The corpus folder, with a slash at its end. */
export const CORPUS: string =
  process.env['TCPEXPLAIN_CORPUS'] ??
  fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export const corpusIsThere: boolean = existsSync(`${CORPUS}/captures`);

export async function streamsOfFile(path: string): Promise<StreamFacts[]> {
  const reader = await CaptureReader.open(await openFile(path));
  try {
    const collector = new StreamCollector();
    await analyze(reader, [collector]);
    return [...collector.facts()];
  } finally {
    await reader.close();
  }
}

export interface ZeekBaseline {
  readonly file: string;
  readonly originator: string;
  readonly originatorPort: number;
  readonly responder: string;
  readonly responderPort: number;
  /** Null where the baseline has no such column. */
  readonly connState: string | null;
  /** Empty where Zeek recorded none. */
  readonly history: string;
}

/** The rows of zeek_conn.tsv. */
export function zeekBaselines(): ZeekBaseline[] {
  const [head, ...lines] = readFileSync(`${CORPUS}/zeek_conn.tsv`, 'utf8').trimEnd().split('\n');
  const names = head!.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string): string => cells[names.indexOf(name)]!;
    const state = cell('conn_state');
    const history = cell('history');
    return {
      file: cell('corpus_file'),
      originator: cell('orig_h'),
      originatorPort: Number(cell('orig_p')),
      responder: cell('resp_h'),
      responderPort: Number(cell('resp_p')),
      connState: state === '?' ? null : state,
      history: history === '-' ? '' : history,
    };
  });
}
