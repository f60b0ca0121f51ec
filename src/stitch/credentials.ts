// Passwords sent in clear text: HTTP Basic (RFC 7617), SASL PLAIN and LOGIN (RFC 4616), USER and PASS (RFC 959 4.1.1),
// sign-in commands, prompts, forms. Finds them; masking is mask.ts's matter. No pattern looks at text twice.

import type { Credential } from './credential.ts';
import type { DraftMessage } from './draft-message.ts';
import {
  basicLine,
  formSecret,
  httpBasic,
  jsonSecret,
  type FoundSecret,
} from './credential-http.ts';
import { isRefusal } from './names.ts';

/** What a connection said so far that the next message is to be understood by. */
interface Dialogue {
  user: string | null;
  /** The program asks for a name, or for a password. */
  asked: 'user' | 'password' | null;
  /** Lines of AUTH LOGIN still to come. */
  login: 0 | 1 | 2;
  signedIn: string | null;
}

export interface CredentialFound extends Credential {
  /** Where it stands: one message, or one for every key where a terminal sends each key by itself. */
  readonly places: readonly SecretPlace[];
}

export interface SecretPlace {
  readonly message: DraftMessage;
  /** What stands for the password there: itself, or its Base64. */
  readonly token: string;
}

/** The credentials of one connection; `messages` are its own, in order. */
export function credentialsOf(messages: readonly DraftMessage[]): CredentialFound[] {
  const dialogue: Dialogue = { user: null, asked: null, login: 0, signedIn: null };
  const found: CredentialFound[] = [];
  let keys: DraftMessage[] = [];
  messages.forEach((message, index) => {
    if (dialogue.asked === 'password' && message.fromClient && isKeyPress(message)) {
      keys.push(message);
      if (!isReturn(message)) return;
      const typed = keys.map((key): SecretPlace => ({ message: key, token: typedText(key) }));
      keys = [];
      dialogue.asked = null;
      const secret = typed.map(({ token }) => token).join('');
      if (secret === '') return;
      const outcome = outcomeOf(messages, index, dialogue.user);
      found.push(
        credential({ kind: 'prompt', user: dialogue.user, secret, token: '' }, typed, outcome),
      );
      return;
    }
    const text = textToRead(message);
    if (text === null) return;
    if (!message.fromClient) {
      dialogue.asked = askedFor(text) ?? (keys.length > 0 ? dialogue.asked : null);
      return;
    }
    const secret = message.http === undefined ? spoken(text, dialogue) : inHttp(message);
    if (secret === null || secret.secret === '') return;
    const outcome = outcomeOf(messages, index, secret.user);
    if (outcome === 'accepted') dialogue.signedIn = secret.user;
    found.push(credential(secret, [{ message, token: secret.token }], outcome));
  });
  return found;
}

function credential(
  { kind, user, secret }: FoundSecret,
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
const isKeyPress = ({ len, framing }: DraftMessage): boolean =>
  framing === 'send' && len <= LONGEST_KEY_PRESS;
const typedText = ({ core }: DraftMessage): string =>
  new TextDecoder().decode(core).replaceAll('\0', '');

const LONGEST_READ = 16 << 10;
const textToRead = ({ text, http, bytes }: DraftMessage): string | null =>
  http !== undefined
    ? new TextDecoder().decode(bytes.subarray(0, LONGEST_READ))
    : text === null || text.length > LONGEST_READ
      ? null
      : text;

const askedFor = (text: string): Dialogue['asked'] => {
  const end = text.slice(-64).trimEnd();
  if (/(?:password|passwd|passphrase):$/i.test(end)) return 'password';
  return /(?:login|user ?name|user):$/i.test(end) ? 'user' : null;
};

const SIGN_IN = /^\/?(?:sign[_-]?in|log[_-]?in|auth|identify|logon)$/i;
const SIGN_UP = /^\/?(?:sign[_-]?up|register|create[_-]?account|adduser)$/i;
const PASSWORD = /^\/?(?:pass|password|passwd|change[_-]?password|set[_-]?password):?$/i;
const VERSION = /^[A-Z]{2,8}\/\d/;
const COMMAND_WORDS = 4;

/** A password in what a client said in a protocol of lines or sends. */
function spoken(text: string, dialogue: Dialogue): FoundSecret | null {
  const line = text.trim();
  const { asked } = dialogue;
  dialogue.asked = null;
  if (asked === 'password') return plain('prompt', dialogue.user, line);
  if (asked === 'user') {
    dialogue.user = line;
    return null;
  }
  if (dialogue.login > 0) return loginLine(line, dialogue);
  const words = line.split(/\s+/, COMMAND_WORDS + 1);
  const [first = '', second, third, fourth] = words;
  // SIP's REGISTER has the form of a request line.
  if (words.length === 3 && VERSION.test(third!)) return null;
  if (words.length === 3 && SIGN_IN.test(first) && second!.toUpperCase() === 'PLAIN')
    return saslPlain(third!);
  if (words.length === 3 && SIGN_IN.test(first)) return plain('sign-in', second!, third!);
  if (words.length === 3 && SIGN_UP.test(first)) return plain('sign-up', second!, third!);
  // IMAP: a tag goes before the command (RFC 9051 6.2.3).
  if (words.length === 4 && /^login$/i.test(second!))
    return plain('sign-in', unquoted(third!), unquoted(fourth!));
  if (/^auth$/i.test(first) && /^login$/i.test(second ?? '')) {
    dialogue.login = 2;
    return null;
  }
  if (/^user$/i.test(first) && second !== undefined) {
    dialogue.user = second;
    return null;
  }
  if (words.length === 2 && PASSWORD.test(first)) {
    return dialogue.signedIn !== null && !/^pass$/i.test(first)
      ? plain('password-change', dialogue.signedIn, second!)
      : plain('user-pass', dialogue.user, second!);
  }
  return basicLine(text) ?? jsonSecret(line) ?? formSecret(line);
}

const plain = (kind: Credential['kind'], user: string | null, secret: string): FoundSecret => ({
  kind,
  user,
  secret,
  token: secret,
});

const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

function saslPlain(token: string): FoundSecret | null {
  const [, user, secret] = fromBase64(token).split('\0');
  return secret === undefined ? null : { kind: 'sasl', user: user ?? null, secret, token };
}

function loginLine(line: string, dialogue: Dialogue): FoundSecret | null {
  dialogue.login = dialogue.login === 2 ? 1 : 0;
  if (dialogue.login === 1) {
    dialogue.user = fromBase64(line);
    return null;
  }
  return { kind: 'sasl', user: dialogue.user, secret: fromBase64(line), token: line };
}

const inHttp = (message: DraftMessage): FoundSecret | null => {
  const { http } = message;
  if (http === undefined) return null;
  const basic = httpBasic(http);
  if (basic !== null) return basic;
  const body = new TextDecoder().decode(http.body.subarray(0, LONGEST_READ));
  return jsonSecret(body) ?? formSecret(body);
};

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
