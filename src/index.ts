// tcpexplain as a library. The map of the pipeline, also the map of src/, with the chief exports of each stage:
//
//   capture   what was recorded: pcap and pcapng files to records             CaptureReader, CaptureError
//   decode    where everything lies: a record to link, IP and TCP headers
//   tcp       in what state: connections, sequence numbers, RFC 9293 states   ConnectionFacts
//   classify  what is notable: kind, Wireshark's labels, findings             PacketRow, Finding
//   collect   what a report keeps of it, within a budget                      RowCollector, Analysis
//   stitch    who talked to whom across connections: messages, names, relays  StitchSink, Conversation
//   explain   in words, from a catalogue per language                         Explanation
//   report    laid out: Markdown, HTML, terminal                              renderMarkdown, ReportModel
//
// Beside the report, from the same pass, and the way in and back:
//
//   streams   accounts of connections, and totals
//   follow    transcripts of connections
//   sockets   netstat at a moment
//   export    rows for programs                                               PacketRecord, packetRecord
//   check     a lab's contract
//   craft     messages to packets to a capture
//   cli       the command line
//
// analyze.ts runs capture > decode > tcp > classify in one pass and delivers to sinks; explained.ts makes a report's
// model of what RowCollector kept.

import { basename } from 'node:path';
import { analyze } from './analyze.ts';
import { fromBytes, openFile, type ByteSource } from './capture/byte-source.ts';
import { CaptureReader } from './capture/capture-reader.ts';
import type { Analysis } from './collect/analysis.ts';
import { RowCollector, type CollectOptions } from './collect/row-collector.ts';
import { packetRecord, type PacketRecord } from './export/packet-record.ts';
import { canLookAgain, lookAgain } from './look-again.ts';

/**
 * Analyses one capture file.
 * @throws CaptureError when the file cannot be read or is no capture; damage further in is in `notices`
 */
export async function analyzeFile(path: string, options: CollectOptions = {}): Promise<Analysis> {
  return collect(() => openFile(path), basename(path), options);
}

/** Analyses a capture held in memory; `name` is what reports call it. */
export async function analyzeBytes(
  bytes: Uint8Array,
  name: string,
  options: CollectOptions = {},
): Promise<Analysis> {
  return collect(() => Promise.resolve(fromBytes(bytes, name)), name, options);
}

/** Calls `visit` with the row of every TCP segment of the file, in capture order (docs/schema/packets.v1.json). */
export async function eachPacket(
  path: string,
  visit: (packet: PacketRecord) => void,
): Promise<void> {
  await withReader(await openFile(path), (reader) =>
    analyze(reader, [
      {
        segment: (context) => {
          if (!context.isFurther) visit(packetRecord(context));
        },
      },
    ]),
  );
}

async function collect(
  open: () => Promise<ByteSource>,
  name: string,
  options: CollectOptions,
): Promise<Analysis> {
  const { dedup = false } = options;
  const source = await open();
  const isReadAgain = canLookAgain(source);
  const collector = new RowCollector({ ...options, isReadAgain });
  return withReader(source, async (reader) => {
    await analyze(reader, [collector], { dedup });
    if (isReadAgain)
      await lookAgain(collector, async (use) => withReader(await open(), use), { dedup });
    return collector.analysis(name, reader);
  });
}

async function withReader<T>(
  source: ByteSource,
  use: (reader: CaptureReader) => Promise<T>,
): Promise<T> {
  const reader = await CaptureReader.open(source);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

export { analyze } from './analyze.ts';
export { fromBytes, fromStream, openFile, type ByteSource } from './capture/byte-source.ts';
export { CaptureError } from './capture/capture-error.ts';
export { CaptureReader } from './capture/capture-reader.ts';
export type { Finding } from './classify/finding.ts';
export type { PacketRow } from './classify/packet-row.ts';
export type { Analysis } from './collect/analysis.ts';
export { RowCollector, type CollectOptions } from './collect/row-collector.ts';
export { parseRanges, type Selection } from './collect/selection.ts';
export { explainAnalysis, type ExplainOptions } from './explained.ts';
export type { Explanation } from './explain/explanation.ts';
export { packetRecord, type PacketRecord } from './export/packet-record.ts';
export { lookAgain, type WithReader } from './look-again.ts';
export { loadTemplates } from './report/load-templates.ts';
export { renderHtml, renderMarkdown, renderTerminal } from './report/render.ts';
export type { ReportModel } from './report/report-model.ts';
export type { SegmentContext, Sink } from './sink.ts';
export type { Conversation } from './stitch/conversation.ts';
export { StitchSink } from './stitch/stitch-sink.ts';
export type { ConnectionFacts } from './tcp/connection-facts.ts';
