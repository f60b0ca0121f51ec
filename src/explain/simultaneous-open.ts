// Both ends ask at the same time (RFC 9293 3.5, figure 7), or a socket asks itself: then nobody listens, and client and
// server are names of the sides and no more.

import type { PacketRow } from '../classify/packet-row.ts';
import { isLoopbackAddress } from '../tcp/endpoint-text.ts';
import { isToItself, simultaneousOpenOf } from '../tcp/simultaneous-open.ts';
import { code, digits, field, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import { isOfCard } from './same-computer.ts';
import type { Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';
import type { Story } from './story.ts';

/** `self`: both ends are one socket. `forged`: they claim to be, on a network. */
export type Opened =
  | { readonly by: 'both'; readonly first: PacketRow; readonly second: PacketRow }
  | { readonly by: 'self' | 'forged' };

/** What a computer sends to one of its own addresses it delivers itself: a frame of a network was made by hand. */
const isOnNetwork = ({ src, link }: PacketRow): boolean =>
  isOfCard(link.src) && !isLoopbackAddress(src);

/** How the row's connection was opened, if not by a client and a server; null else, or where its beginning is not kept. */
export const openedOtherwise = ({ row, story }: Scene): Opened | null =>
  openedOtherwiseIn(row.stream, story);

export function openedOtherwiseIn(stream: number, story: Story): Opened | null {
  const [first] = story.rowsOf(stream);
  if (first === undefined || first.frame !== story.connectionOf(stream)?.firstFrame) return null;
  if (isToItself(first)) return { by: isOnNetwork(first) ? 'forged' : 'self' };
  const crossed = simultaneousOpenOf(story.rowsWith(first));
  return crossed === null ? null : { by: 'both', first: crossed.first, second: crossed.second };
}

/** Who asks, in place of the roles. */
export function askedBy({ row }: Scene, opened: Opened): Saying {
  const refs = [Rfc.Establishing];
  if (opened.by !== 'both') {
    const args = { port: digits(row.tcp.srcPort), by: opened.by };
    return say('what', 'self-connect-what', args, refs);
  }
  const { first, second } = opened;
  const other = row.fromClient === first.fromClient ? second : first;
  return say(
    'what',
    'simultaneous-what',
    { row: rowArg(other.frame), client: code(first.src), clientPort: digits(first.tcp.srcPort) },
    refs,
  );
}

export const askingProgram = ({ row }: Scene, opened: Opened): Saying =>
  say('program', 'simultaneous-program', { port: digits(row.tcp.srcPort), by: opened.by });

/** What the answer to such a SYN says. */
export const answerWhat = (opened: Opened): Saying =>
  say('what', 'simultaneous-answer-what', { by: opened.by }, [Rfc.Establishing]);

/** What its acknowledgement number, or that of a bare acknowledgement, stands for. */
export const answerNumber = ({ row }: Scene, opened: Opened): Saying =>
  say(
    'how',
    'simultaneous-answer-number',
    { field: field('Ack', row.tcp.relAck), ackRaw: row.tcp.ack, by: opened.by },
    [Rfc.SequenceNumbers],
  );

export const answerProgram = (opened: Opened): Saying =>
  say('program', 'simultaneous-answer-program', { by: opened.by });

/** Four segments in place of three; said where a SYN is explained in full. */
export const whyFour = (scene: Scene): Saying =>
  isLecture(scene, 'handshake')
    ? say('why', 'simultaneous-why-first', {}, [Rfc.Establishing])
    : say('why', 'simultaneous-why', {}, [Rfc.Establishing]);
