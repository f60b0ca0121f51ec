// Passwords sent in clear text: HTTP Basic (RFC 7617), SASL PLAIN and LOGIN (RFC 4616), USER and PASS (RFC 959 4.1.1),
// sign-in commands, prompts, forms. Finds them; masking is mask.ts's matter. No pattern looks at text twice.

import type { Credential } from './credential.ts';
import {
  basicSecrets,
  decoded,
  formSecrets,
  jsonSecrets,
  type FoundSecret,
} from './credential-texts.ts';
import { PASSWORD_WORDS, SIGN_IN_WORDS, SIGN_UP_WORDS, USER_WORDS } from './credential-words.ts';
import type { DraftMessage } from './draft-message.ts';
import { isRefusal } from './names.ts';
import { latin1, LONGEST_END, seenOf } from './terminal-text.ts';

/** What a connection said so far that the next message is to be understood by. */
interface Dialogue {
  user: string | null;
  /** The program asks for a name, or for a password. */
  asked: 'user' | 'password' | null;
  /** What the next line is in a sign-in by SASL: both in one, a name, a password. */
  sasl: 'plain' | 'user' | 'password' | null;
  signedIn: string | null;
}

export interface CredentialFound extends Credential {
  /** Where it stands: one message, or one for every key where a terminal sends each key by itself. */
  readonly places: readonly SecretPlace[];
}

export interface SecretPlace {
  readonly message: DraftMessage;
  /** What stands for the password there: itself, or its Base64; a character a byte. */
  readonly token: string;
  /** What stands before it. */
  readonly lead: string;
}

/** The credentials of one connection; `own` are its messages. */
export function credentialsOf(own: readonly DraftMessage[]): CredentialFound[] {
  const messages = asHeard(own);
  const dialogue: Dialogue = { user: null, asked: null, sasl: null, signedIn: null };
  const found: CredentialFound[] = [];
  let keys: DraftMessage[] = [];
  /** The end of what the server said since the client last spoke. */
  let said = '';
  const endKeys = (index: number): void => {
    const typed = keys.map((key): SecretPlace => ({
      message: key,
      token: typedText(key),
      lead: '',
    }));
    keys = [];
    const secret = decoded(typed.map(({ token }) => token).join(''));
    if (secret === '') return;
    const outcome = outcomeOf(messages, index, dialogue.user);
    found.push(credential({ kind: 'prompt', user: dialogue.user, secret }, typed, outcome));
  };
  messages.forEach((message, index) => {
    if (message.framing === 'tls') return;
    if (dialogue.asked === 'password' && message.fromClient && isKeyPress(message)) {
      if (isInterrupt(message)) {
        keys = [];
        dialogue.asked = null;
        return;
      }
      keys.push(message);
      if (!isReturn(message)) return;
      dialogue.asked = null;
      endKeys(index);
      return;
    }
    if (!message.fromClient) {
      const text = seenOf(endOf(message));
      // A space behind the question, and what a terminal shows in place of a key.
      if (/^[ \t*]*$/.test(text)) return;
      // A question may come in several sends.
      const asked = askedFor(text) ?? askedFor(said + text);
      dialogue.asked = asked ?? (keys.length > 0 ? dialogue.asked : null);
      said = (said + text).slice(-LONGEST_END) + (isReturn(message) ? '\n' : '');
      return;
    }
    const text = textToRead(message);
    // Telnet's own talk.
    if (text !== '' && seenOf(text) === '') return;
    said = '';
    const secrets = message.http === undefined ? spoken(text, dialogue) : inHttp(text);
    // Without its Return a password may go on in the next send.
    if (isReturn(message)) dialogue.asked = null;
    for (const secret of secrets) {
      if (secret.secret === '') continue;
      const outcome = outcomeOf(messages, index, secret.user);
      if (outcome === 'accepted') dialogue.signedIn = secret.user;
      const place = { message, token: secret.token, lead: secret.lead };
      found.push(credential(secret, [place], outcome));
    }
  });
  if (keys.length > 0) endKeys(messages.length);
  return found;
}

/**
 * In the order in which they were heard. A line may be put together from what was said before and behind a message of the
 * other side: "$ ", then "Password: "; a key that answered a question, then a password.
 */
const asHeard = (messages: readonly DraftMessage[]): DraftMessage[] =>
  [...messages].sort((a, b) => heardAt(a) - heardAt(b));

const heardAt = ({ fromClient, http, frames, lastSeenFrame }: DraftMessage): number => {
  if (http !== undefined) return frames[0]!;
  return fromClient ? frames.at(-1)! : lastSeenFrame;
};

function credential(
  { kind, user, secret }: Pick<FoundSecret, 'kind' | 'user' | 'secret'>,
  places: readonly SecretPlace[],
  outcome: Credential['outcome'],
): CredentialFound {
  const { id, stream } = places[0]!.message;
  const frames = [...new Set(places.flatMap(({ message }) => message.frames))];
  return { message: id, stream, frames, kind, user, secret, outcome, places };
}

/** A terminal that sends every key by itself; a pasted line, or one sent at once, ends with its Return. */
const LONGEST_KEY_PRESS = 2;
const isReturn = ({ bytes }: DraftMessage): boolean => bytes.includes(0x0d) || bytes.includes(0x0a);
/** Ctrl-C. */
const isInterrupt = ({ bytes }: DraftMessage): boolean => bytes.includes(0x03);
const isKeyPress = ({ len, framing }: DraftMessage): boolean =>
  framing === 'send' && len <= LONGEST_KEY_PRESS;
const typedText = ({ core }: DraftMessage): string => core.toString('latin1').replaceAll('\0', '');

const LONGEST_READ = 16 << 10;
/** A character a byte. */
const textToRead = (message: DraftMessage): string =>
  latin1(saidIn(message).subarray(0, LONGEST_READ));

/** A question stands at the end of what is said. */
const endOf = (message: DraftMessage): string => latin1(saidIn(message).subarray(-LONGEST_END));

const saidIn = ({ bytes, bodyStart, bodyEnd, http }: DraftMessage): Uint8Array =>
  http === undefined ? bytes.subarray(bodyStart, bodyEnd) : bytes;

const LONGEST_QUESTION = 96;
/** "Password:", "[sudo] password for bob:", "Enter password (again)>". */
const ASKS_PASSWORD = new RegExp(
  `(?:${PASSWORD_WORDS})(?: for [^\\n:]{1,64})?(?: ?\\([^)\\n]{0,32}\\))? ?[:>]$`,
  'i',
);
const ASKS_USER = new RegExp(`(?:${USER_WORDS})(?: ?\\([^)\\n]{0,32}\\))? ?[:>]$`, 'i');

/** `text` is bytes as they are seen, a character each. */
function askedFor(text: string): Dialogue['asked'] {
  const end = decoded(text).trimEnd().slice(-LONGEST_QUESTION);
  if (ASKS_PASSWORD.test(end)) return 'password';
  return ASKS_USER.test(end) ? 'user' : null;
}

const SIGN_IN = new RegExp(`^/?(?:${SIGN_IN_WORDS})$`, 'i');
const SIGN_UP = new RegExp(`^/?(?:${SIGN_UP_WORDS})$`, 'i');
const PASSWORD = /^\/?(?:pass|password|passwd|change[_-]?password|set[_-]?password):?$/i;
const CHANGE = /^\/?(?:change|set)[_-]?password:?$/i;
const VERSION = /^[A-Z]{2,8}\/\d/;
/** A tag goes before each command of IMAP (RFC 9051 2.2.1). */
const TAGGED = /^[A-Za-z]{0,8}\d{1,8}\s+(?=(?:login|authenticate)\b)/i;
const MOST_LINES = 64;

/** Passwords in what a client said in a protocol of lines or sends. */
function spoken(text: string, dialogue: Dialogue): FoundSecret[] {
  const { asked } = dialogue;
  if (asked !== null) return answered(text.trim(), asked, dialogue);
  const lines = text.split(/\r?\n/, MOST_LINES).map((line) => line.trim());
  return [
    ...lines.filter((line) => line !== '').flatMap((line) => inLine(line, dialogue)),
    ...basicSecrets(text),
    ...jsonSecrets(text),
    ...formSecrets(text, 'line'),
  ];
}

/** What was asked for. */
function answered(line: string, asked: 'user' | 'password', dialogue: Dialogue): FoundSecret[] {
  if (asked === 'user') {
    dialogue.asked = null;
    dialogue.user = decoded(line);
    return [];
  }
  const token = /^PASS\s+(\S.*)$/s.exec(line)?.[1] ?? line;
  return [plain('prompt', dialogue.user, token, line)];
}

function inLine(line: string, dialogue: Dialogue): FoundSecret[] {
  if (dialogue.sasl !== null) return saslLine(line, dialogue);
  const command = line.replace(TAGGED, '');
  const words = command.split(/\s+/);
  const [first = '', second = '', third = ''] = words;
  if (/^auth(?:enticate)?$/i.test(first)) {
    const mechanism = second.toUpperCase();
    if (mechanism === 'PLAIN' || mechanism === 'LOGIN') {
      dialogue.sasl = mechanism === 'PLAIN' ? 'plain' : 'user';
      return third === '' || third === '=' ? [] : saslLine(third, dialogue);
    }
  }
  if (/^user$/i.test(first) && second !== '') {
    dialogue.user = decoded(second);
    return [];
  }
  // SIP's REGISTER has the form of a request line.
  if (words.length === 3 && VERSION.test(third)) return [];
  const rest = restBehind(command, 1);
  if (first === 'PASS' && rest !== '') return [plain('user-pass', dialogue.user, rest, line)];
  if (CHANGE.test(first) && words.length === 3)
    return [
      plain(
        'password-change',
        dialogue.signedIn,
        second,
        command.slice(0, -third.length).trimEnd(),
      ),
      plain('password-change', dialogue.signedIn, third, command),
    ];
  if (PASSWORD.test(first) && words.length === 2)
    return dialogue.signedIn !== null && !/^pass$/i.test(first)
      ? [plain('password-change', dialogue.signedIn, second, line)]
      : [plain('user-pass', dialogue.user, second, line)];
  const kind = SIGN_IN.test(first) ? 'sign-in' : SIGN_UP.test(first) ? 'sign-up' : null;
  if (kind === null || third === '') return signInBehindTag(words, line);
  // In capitals it is a command: all that follows the name is the password.
  const isCommand = first === first.toUpperCase() || command !== line;
  if (words.length > 3 && !isCommand) return [];
  return [plain(kind, decoded(unquoted(second)), unquoted(restBehind(command, 2)), line)];
}

/** IMAP with a tag of another form. */
function signInBehindTag(words: readonly string[], line: string): FoundSecret[] {
  const [, command = '', user = '', secret = ''] = words;
  return words.length === 4 && /^login$/i.test(command)
    ? [plain('sign-in', decoded(unquoted(user)), unquoted(secret), line)]
    : [];
}

/** What follows so many words. */
function restBehind(line: string, words: number): string {
  let rest = line;
  for (let i = 0; i < words; i++) rest = rest.replace(/^(?:"[^"]*"|\S+)\s*/, '');
  return rest;
}

/** `token` stands last in `line`, but for quotation marks. */
function plain(
  kind: Credential['kind'],
  user: string | null,
  token: string,
  line: string,
): FoundSecret {
  const lead = line.slice(0, Math.max(0, line.lastIndexOf(token)));
  return { kind, user, secret: decoded(token), token, lead };
}

const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

function saslLine(line: string, dialogue: Dialogue): FoundSecret[] {
  const { sasl } = dialogue;
  dialogue.sasl = sasl === 'user' ? 'password' : null;
  if (sasl === 'user') {
    dialogue.user = fromBase64(line);
    return [];
  }
  if (sasl === 'password')
    return [{ kind: 'sasl', user: dialogue.user, secret: fromBase64(line), token: line, lead: '' }];
  const [, user, secret] = fromBase64(line).split('\0');
  return secret === undefined
    ? []
    : [{ kind: 'sasl', user: user ?? null, secret, token: line, lead: '' }];
}

function inHttp(text: string): FoundSecret[] {
  const headEnd = /\r?\n\r?\n/.exec(text);
  const [target] = text.split('\n', 1);
  const body = headEnd === null ? '' : text.slice(headEnd.index + headEnd[0].length);
  return [
    ...basicSecrets(text),
    ...formSecrets(target ?? '', 'line'),
    ...jsonSecrets(body),
    ...formSecrets(body, 'body'),
  ];
}

/** What the program said next on the connection. */
function outcomeOf(
  messages: readonly DraftMessage[],
  index: number,
  user: string | null,
): Credential['outcome'] {
  const answer = messages.slice(index + 1, index + 8).find(({ fromClient }) => !fromClient);
  if (answer === undefined) return 'unknown';
  const { http, text } = answer;
  if (http?.status != null) return http.status < 400 ? 'accepted' : 'refused';
  if (text === null) return 'unknown';
  if (isRefusal(text) || /^(?:[45]\d\d[ -]|-|\S{1,16} (?:NO|BAD) )/.test(text)) return 'refused';
  const agrees = /^(?:2\d\d[ -]|\+|\S{1,16} OK\b|OK\b|welcome\b|hello\b)/i.test(text.trimStart());
  return agrees || (user !== null && user !== '' && text.includes(user)) ? 'accepted' : 'unknown';
}
