// Follows captures held in memory, without the command line.
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { Utf8Lines } from '../../src/export/utf8-lines.ts';
import { decoderFactory } from '../../src/follow/charset.ts';
import { FollowSink } from '../../src/follow/follow-sink.ts';
import { TextTranscript } from '../../src/follow/text-transcript.ts';
import type { Transcript, TranscriptOutput, WantedSide } from '../../src/follow/transcript.ts';
import { WiresharkTranscript } from '../../src/follow/wireshark-transcript.ts';
import type { WiresharkMode } from '../../src/follow/wireshark-layout.ts';
import type { Connection } from '../../src/tcp/connection.ts';

/** What the transcripts of a capture say, by stream. */
export async function transcripts(
  file: Uint8Array,
  open: (connection: Connection, output: TranscriptOutput) => Transcript,
): Promise<string[]> {
  const outputs: Utf8Lines[] = [];
  const reader = await CaptureReader.open(fromBytes(file, 'trace'));
  const sink = new FollowSink({
    streams: null,
    open: (connection) => {
      const lines = (outputs[connection.stream] = new Utf8Lines());
      return open(connection, { lines, written: () => undefined });
    },
    timeNs: () => reader.exactTimeNs() ?? 0n,
    drained: () => undefined,
  });
  try {
    await analyze(reader, [sink]);
    sink.end();
  } finally {
    await reader.close();
  }
  return outputs.map((lines) => Buffer.from(lines.take()).toString());
}

export const wiresharkTranscripts = (file: Uint8Array, mode: WiresharkMode): Promise<string[]> =>
  transcripts(
    file,
    (connection, output) => new WiresharkTranscript(connection, mode, 'both', output),
  );

export interface TextChoice {
  charset?: string;
  wanted?: WantedSide;
  /** Marks the sides as <client:...>, to see what is coloured. */
  painted?: boolean;
}

/** The text of the only stream, without its two heading lines; times are whole milliseconds. */
export async function textLines(file: Uint8Array, choice: TextChoice = {}): Promise<string[]> {
  const { charset = 'utf-8', wanted = 'both', painted = false } = choice;
  const paint = (name: string) => (text: string) => (painted ? `<${name}:${text}>` : text);
  const [text] = await transcripts(
    file,
    (connection, output) =>
      new TextTranscript(
        connection,
        {
          wanted,
          newDecoder: decoderFactory(charset)!,
          timeText: (timeNs) => String(Math.round(timeNs / 1e6)),
          timeWidth: 4,
          paint: {
            client: paint('client'),
            server: paint('server'),
            note: paint('note'),
            faint: (words) => words,
          },
        },
        output,
      ),
  );
  return text!.trimEnd().split('\n').slice(2);
}
