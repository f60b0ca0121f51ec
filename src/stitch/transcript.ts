// A session as a chat reads: what a person said, once, to whom it went, with all the rows that carried it. A message
// and its copies are one line; what a program says on its own account is a line of its own.

import { endpointText } from '../tcp/endpoint-text.ts';
import type { Conversation } from './conversation.ts';
import { shownText } from './mask.ts';
import type { Message } from './message.ts';
import type { Relay } from './relay.ts';

/** One line of a session. Names and text are captured bytes, hostile; passwords are masked unless asked for. */
export interface TranscriptLine {
  /** Id of the message. */
  readonly message: string;
  readonly timeNs: number;
  /** Name, or the endpoint's text. */
  readonly from: string;
  /** Those it reached; empty: it went to the program only. */
  readonly to: readonly string[];
  /** It went to the program, whose address this is, and as far as can be seen no further. */
  readonly program: string | null;
  readonly text: string | null;
  readonly len: number;
  readonly frames: readonly number[];
  /** Several messages may be what is passed on here: from whom it is cannot be told. */
  readonly ambiguous: boolean;
}

/** The lines of a conversation in order of time. */
export function transcript(conversation: Conversation, showSecrets = false): TranscriptLine[] {
  const { messages, ahead } = conversation;
  const byId = new Map([...messages, ...ahead].map((message) => [message.id, message]));
  const relayOf = new Map(conversation.relays.map((relay) => [relay.source, relay]));
  const told = new Set(
    conversation.relays.flatMap(({ copies }) =>
      copies.filter(({ kind }) => kind !== 'history').map(({ id }) => id),
    ),
  );
  return messages
    .filter(({ id, text, framing }) => !told.has(id) && framing !== 'tls' && text !== '')
    .map((message) => lineOf(message, relayOf.get(message.id), byId, showSecrets));
}

function lineOf(
  message: Message,
  relay: Relay | undefined,
  byId: ReadonlyMap<string, Message>,
  showSecrets: boolean,
): TranscriptLine {
  const copies = (relay?.copies ?? []).filter(({ kind }) => kind !== 'history');
  const outs = copies.flatMap(({ id }) => byId.get(id) ?? []);
  const others = copies
    .filter(({ kind }) => kind !== 'echo')
    .flatMap(({ id }) => byId.get(id) ?? []);
  const frames = [...new Set([message, ...outs].flatMap((one) => one.frames))].sort(
    (a, b) => a - b,
  );
  const text = shownText(message, showSecrets);
  return {
    message: message.id,
    timeNs: message.timeNs,
    from: saidBy(message),
    to:
      others.length > 0 ? others.map(receiverOf) : message.fromClient ? [] : [receiverOf(message)],
    program:
      others.length === 0 && message.fromClient ? endpointText(message.dst, message.dstPort) : null,
    text: relay === undefined || text === null ? text : said(text, relay, byId),
    len: message.len,
    frames,
    ambiguous: message.ambiguous,
  };
}

/** What is repeated from earlier the program says, and not the one who said it first. */
const saidBy = ({ sender, fromClient, relayOf, src, srcPort }: Message): string =>
  (fromClient || relayOf.length === 0 ? sender : null) ?? endpointText(src, srcPort);

const receiverOf = ({ receiver, dst, dstPort }: Message): string =>
  receiver ?? endpointText(dst, dstPort);

/** What was said, without the words to the program that it cut away before passing it on. */
function said(text: string, relay: Relay, byId: ReadonlyMap<string, Message>): string {
  const [copy] = relay.copies;
  const source = byId.get(copy?.id ?? '')?.relayOf.find(({ id }) => id === relay.source);
  const removed = source?.removed ?? '';
  const trimmed = text.trimStart();
  return removed !== '' && trimmed.startsWith(removed) ? trimmed.slice(removed.length) : text;
}
