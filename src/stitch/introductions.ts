// Names that people gave themselves: the first thing a client says, the answer to NICK, a sign-in; proved by the
// server's answer, or by what it says of them to others.

import type { Credential } from './credential.ts';
import { grouped } from '../tcp/grouped.ts';
import type { DraftMessage } from './draft-message.ts';
import { Mentions } from './mentions.ts';
import {
  holdsName,
  isRefusal,
  nameIn,
  prefixName,
  usesName,
  type NameEvidence,
  type Naming,
} from './names.ts';

/** A client that has not given its name by then gives none. */
const MOST_TRIES = 8;

/** Messages of one server, in order, grouped; and what is said of the names that may be given in them. */
export interface ServerMessages {
  readonly all: readonly DraftMessage[];
  readonly byStream: ReadonlyMap<number, readonly DraftMessage[]>;
  readonly mentions: Mentions;
  /** What clients said. */
  readonly said: readonly DraftMessage[];
  /** How many of `said` come before each of `all`, and in the end. */
  readonly saidBefore: readonly number[];
}

/** `all` of one server; `names` are known already. */
export function serverMessages(
  all: readonly DraftMessage[],
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
  credentials: readonly Credential[],
  names: Iterable<string>,
): ServerMessages {
  const given = [...byStream.values()].flatMap((messages) =>
    messages.flatMap(({ fromClient, core }) => (fromClient ? (nameIn(core) ?? []) : [])),
  );
  const users = credentials.flatMap(({ user }) => user ?? []);
  const said = all.filter(({ fromClient }) => fromClient);
  const saidBefore = [0];
  for (const { fromClient } of all) saidBefore.push(saidBefore.at(-1)! + (fromClient ? 1 : 0));
  const mentions = new Mentions(all, [...given, ...users, ...names]);
  return { all, byStream, mentions, said, saidBefore };
}

/** The names given on the connections of one server; `credentials` are sign-ins found before. */
export function introductions(
  server: ServerMessages,
  credentials: readonly Credential[],
): Map<number, Naming> {
  const names = new Map<number, Naming>();
  const signIns = grouped(credentials, ({ stream }) => stream);
  for (const [stream, messages] of server.byStream) {
    const naming =
      signIn(stream, messages, server, signIns.get(stream) ?? []) ??
      firstWords(stream, messages, server) ??
      answeredName(messages, server);
    if (naming !== null) names.set(stream, naming);
  }
  return names;
}

/** An account name that the program accepted, the last one where there are several; `credentials` of this connection. */
function signIn(
  stream: number,
  messages: readonly DraftMessage[],
  server: ServerMessages,
  credentials: readonly Credential[],
): Naming | null {
  const given = credentials.filter(({ user, outcome }) => user !== null && outcome === 'accepted');
  const last =
    given.findLast(({ kind }) => kind === 'sign-in' || kind === 'user-pass') ?? given.at(-1);
  if (last === undefined || last.user === null || last.kind === 'http-basic') return null;
  const { user } = last;
  const at = messages.findIndex(({ id }) => id === last.message);
  const signedIn = messages[at] ?? null;
  const answered = signedIn === null ? null : answerTo(signedIn, messages);
  const answer = holdsName(answered?.text ?? '', user) ? answered : null;
  const others = signedIn === null ? null : usedTowardsOthers(stream, signedIn, user, server);
  // The name may have been given before the password, which may hold it, too (FTP's anonymous).
  const upTo = last.kind === 'user-pass' ? at : at + 1;
  const introducedBy =
    messages
      .slice(0, upTo)
      .findLast(({ fromClient, text }) => fromClient && text !== null && holdsName(text, user)) ??
    signedIn;
  const evidence: NameEvidence[] = ['sign-in'];
  if (others !== null) evidence.push('quoted-to-others');
  return {
    name: user,
    certainty: others !== null || answer !== null ? 'certain' : 'likely',
    evidence,
    introducedBy,
    confirmedBy: others ?? answer,
  };
}

/**
 * A one-word message that the server answers with the name in its words; a later one takes the place of one that was
 * refused. Where the server answers every word so, it echoes what it is asked, and none of them is a name.
 */
function answeredName(messages: readonly DraftMessage[], server: ServerMessages): Naming | null {
  let found: Naming | null = null;
  const offered: DraftMessage[] = [];
  let tries = 0;
  for (const message of messages) {
    if (!message.fromClient) continue;
    if (++tries > MOST_TRIES) break;
    const answer = answerTo(message, messages);
    const text = answer?.text ?? '';
    if (offeredName(message) !== null) offered.push(message);
    // An echo with the earlier name in front is a chat message, not another name.
    const isSpeech: boolean = found !== null && holdsName(text, found.name);
    const introducedBy: DraftMessage | undefined =
      answer === null || isSpeech || isRefusal(text) || isSpeechOfAnother(answer, message, server)
        ? undefined
        : offered.find((one) => isNamedIn(text, one, message));
    if (introducedBy === undefined || answer === null) continue;
    if (found !== null) return null;
    found = {
      name: nameIn(introducedBy.core)!,
      certainty: 'likely',
      evidence: ['quoted-in-answer'],
      introducedBy,
      confirmedBy: answer,
    };
    offered.length = 0;
  }
  return found;
}

/** What is asked of a server by one word is often a file. */
const FILE_NAME = /\.[a-z][a-z0-9]{0,4}$/i;

function offeredName({ core }: DraftMessage): string | null {
  const name = nameIn(core);
  return name === null || FILE_NAME.test(name) ? null : name;
}

/** The server passes on what somebody else has just said: no answer to `message`. */
function isSpeechOfAnother(
  { core, timeNs }: DraftMessage,
  { stream }: DraftMessage,
  server: ServerMessages,
): boolean {
  return hadSaid(
    server,
    timeNs,
    (one) => one.stream !== stream && one.core.length < core.length && endsWith(core, one.core),
  );
}

/** From behind: of thousands of messages, nearly all differ there. */
function endsWith(core: Buffer, end: Buffer): boolean {
  const shift = core.length - end.length;
  for (let at = end.length - 1; at >= 0; at--) if (core[at + shift] !== end[at]) return false;
  return true;
}

/** Whether a client had said such a thing in the time that an answer may take, before `timeNs`. */
function hadSaid(
  { all, said, saidBefore }: ServerMessages,
  timeNs: number,
  isIt: (message: DraftMessage) => boolean,
): boolean {
  const end = saidBefore[firstAfter(all, timeNs)]!;
  for (let at = saidBefore[firstAfter(all, timeNs - LONGEST_ANSWER_NS)]!; at < end; at++) {
    const one = said[at]!;
    if (one.lastTimeNs <= timeNs && isIt(one)) return true;
  }
  return false;
}

/** Where the messages begin that came after a time; they are in order. */
function firstAfter(all: readonly DraftMessage[], timeNs: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.timeNs <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A word of a protocol, and a reply by its code: `STARTTLS`, `670 :STARTTLS successful`. */
const COMMAND = /^[A-Z]{3,}$/;
const REPLY = /^(?::\S+ )?\d{3}[ -]|^\+OK\b|^\S{1,16} (?:OK|NO|BAD)\b/;

/** The answer to `latest` holds the name that `offered` may be; one offered earlier may even end it. */
function isNamedIn(answer: string, offered: DraftMessage, latest: DraftMessage): boolean {
  const name = nameIn(offered.core) ?? '';
  if (COMMAND.test(name) && REPLY.test(answer)) return false;
  // `NAME: words` is what another NAME says.
  const speaker = prefixName(answer);
  if (speaker !== null && speaker !== name) return false;
  return offered === latest
    ? usesName(answer, name)
    : holdsName(answer, name) && answer.trim() !== name;
}

/** What the server said next on this connection, whatever the client said meanwhile. */
function answerTo(message: DraftMessage, messages: readonly DraftMessage[]): DraftMessage | null {
  let at = messages.indexOf(message) + 1;
  while (messages[at]?.fromClient === true) at++;
  return inTime(message, messages[at]);
}

/** The server's next message where it came in the time that an answer may take. */
const inTime = (message: DraftMessage, next: DraftMessage | undefined): DraftMessage | null =>
  next !== undefined && next.timeNs - message.lastTimeNs < LONGEST_ANSWER_NS ? next : null;

const LONGEST_ANSWER_NS = 2_000_000_000;

/** The first thing said that is not refused, when it is a name that the server asked for, or uses towards others. */
function firstWords(
  stream: number,
  messages: readonly DraftMessage[],
  server: ServerMessages,
): Naming | null {
  const first = firstAccepted(messages);
  const name = first === undefined ? null : nameIn(first.core);
  if (first === undefined || name === null) return null;
  const before = messages
    .slice(0, messages.indexOf(first))
    .findLast(({ fromClient }) => !fromClient);
  const asked = /\b(?:nick|nickname|name)\b/i.test(before?.text?.slice(0, 256) ?? '');
  const used = usedTowardsOthers(stream, first, name, server);
  if (used === null && !asked) return null;
  const evidence: NameEvidence[] = [];
  if (asked) evidence.push('nick-answer');
  if (used !== null)
    evidence.push(isJoining(used.text ?? '', name) ? 'joined' : 'quoted-to-others');
  return {
    name,
    certainty: used !== null || before?.text?.trim() === 'NICK' ? 'certain' : 'likely',
    evidence,
    introducedBy: first,
    confirmedBy: used,
  };
}

/** The first thing that the client said and the server did not refuse. */
function firstAccepted(messages: readonly DraftMessage[]): DraftMessage | undefined {
  let answered = 0;
  return messages.find((message, at) => {
    if (!message.fromClient) return false;
    answered = Math.max(answered, at + 1);
    while (messages[answered]?.fromClient === true) answered++;
    return !isRefusal(inTime(message, messages[answered])?.text ?? '');
  });
}

const isJoining = (text: string, name: string): boolean =>
  /^[^\p{L}]*(?:has |just )?(?:joined|entered|came in|connected)/iu.test(
    text.slice(text.indexOf(name) + name.length),
  );

/** A later message to somebody else that uses the name, or somebody else's that is addressed to it. */
function usedTowardsOthers(
  stream: number,
  introduction: DraftMessage,
  name: string,
  server: ServerMessages,
): DraftMessage | null {
  return server.mentions.firstOf(
    name,
    introduction.frames.at(-1)!,
    (message) =>
      message.stream !== stream &&
      (message.fromClient || !quotes(message, name, introduction, server)),
  );
}

/** The word is not the server's own: it stands in what some client had just said. */
const quotes = (
  { core, timeNs }: DraftMessage,
  name: string,
  introduction: DraftMessage,
  server: ServerMessages,
): boolean =>
  hadSaid(
    server,
    timeNs,
    (one) =>
      one !== introduction &&
      one.text !== null &&
      holdsName(one.text, name) &&
      core.includes(one.core) &&
      !holdsName(core.toString().replace(one.core.toString(), ' '), name),
  );

/** With what was told to others, an answered name is certain. */
export function strengthened(names: Map<number, Naming>, server: ServerMessages): void {
  for (const [stream, naming] of names) {
    if (naming.certainty === 'certain' || naming.introducedBy === null) continue;
    const used = usedTowardsOthers(stream, naming.introducedBy, naming.name, server);
    if (used === null) continue;
    const evidence = [...naming.evidence, 'quoted-to-others' as const];
    names.set(stream, { ...naming, certainty: 'certain', evidence, confirmedBy: used });
  }
}
