// The project's labs with their contracts and captures, and the evidence of a capture held in memory.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import {
  EvidenceCollector,
  type Evidence,
  type EvidenceOptions,
} from '../../src/check/evidence.ts';

export const CAPTURES = join(import.meta.dirname, '../../captures');
const LABS = join(CAPTURES, 'labs');

export interface LabCapture {
  readonly lab: string;
  /** File name in captures/. */
  readonly capture: string;
}

/** Text of a lab's contract. */
export const contract = (lab: string): string => readFileSync(join(LABS, lab, 'lab.yaml'), 'utf8');

/** The labs that have a contract. */
export const LAB_NAMES: readonly string[] = readdirSync(LABS)
  .filter((lab) => existsSync(join(LABS, lab, 'lab.yaml')))
  .sort();

/** Every capture of every lab: NAME.pcap, or NAME-inside.pcap and NAME-outside.pcap. */
export const LAB_CAPTURES: readonly LabCapture[] = LAB_NAMES.flatMap((lab) =>
  ['', '-inside', '-outside']
    .map((side) => `${lab}${side}.pcap`)
    .filter((capture) => existsSync(join(CAPTURES, capture)))
    .map((capture) => ({ lab, capture })),
);

export const captureBytes = (capture: string): Uint8Array => readFileSync(join(CAPTURES, capture));

/** Everything a check looks at. */
export async function evidenceOf(
  bytes: Uint8Array,
  options: EvidenceOptions = {},
): Promise<Evidence> {
  const reader = await CaptureReader.open(fromBytes(bytes, 'capture.pcap'));
  try {
    const collector = new EvidenceCollector(options);
    await analyze(reader, [...collector.sinks]);
    return collector.evidence(reader);
  } finally {
    await reader.close();
  }
}
