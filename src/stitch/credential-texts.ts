// Passwords by the form of the text around them: the Basic scheme (RFC 7617), forms (application/x-www-form-urlencoded,
// in a body or a query, and multipart/form-data), and JSON, whole or in part. Text is bytes here, a character each
// (Latin-1): where a password stands is told by its bytes, whatever their encoding.

import type { Credential } from './credential.ts';
import { SECRET_NAMES } from './credential-words.ts';

export interface FoundSecret {
  readonly kind: Credential['kind'];
  readonly user: string | null;
  readonly secret: string;
  /** As it stands in the message, a character a byte. */
  readonly token: string;
  /** What stands before it there: the same word may stand elsewhere. */
  readonly lead: string;
}

/** Bytes as text. */
export const decoded = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

const BASIC = /^(?:proxy-)?authorization:\s*basic\s+([A-Za-z0-9+/=_-]{1,4096})/gim;

/** In the header of a request, also where its beginning is missing. */
export function basicSecrets(text: string): FoundSecret[] {
  return [...text.matchAll(BASIC)].flatMap(([line, token = '']) => {
    const pair = Buffer.from(token, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    if (colon < 0) return [];
    const lead = line.slice(0, line.length - token.length);
    const [user, secret] = [pair.slice(0, colon), pair.slice(colon + 1)];
    return [{ kind: 'http-basic', user, secret, token, lead }];
  });
}

const USER_NAMES = 'user|username|login|email|name|account';

/** In a query or a line: a value ends with a space. */
const IN_LINE = new RegExp(`(?<=^|[?&;\\s])(?:${SECRET_NAMES})=([^&\\s#]*)`, 'gi');
/** In a body: a value may hold spaces, as people send it by hand. */
const IN_BODY = new RegExp(`(?<=^|[&\\n])(?:${SECRET_NAMES})=([^&\\r\\n]*)`, 'gi');
const IN_PARTS = new RegExp(`name="(?:${SECRET_NAMES})"\\r?\\n\\r?\\n([^\\r\\n]*)`, 'gi');
const USER = new RegExp(`(?<=^|[?&;\\s])(?:${USER_NAMES})=([^&\\s#]*)`, 'i');

export function formSecrets(text: string, place: 'line' | 'body'): FoundSecret[] {
  const found = [
    ...text.matchAll(place === 'line' ? IN_LINE : IN_BODY),
    ...(place === 'line' ? [] : text.matchAll(IN_PARTS)),
  ];
  if (found.length === 0) return [];
  const given = USER.exec(text)?.[1];
  const user = given === undefined ? null : unescapedForm(given);
  return found.map(([all, token = '']) => ({
    kind: 'form',
    user,
    secret: unescapedForm(token),
    token,
    lead: all.slice(0, all.length - token.length),
  }));
}

function unescapedForm(text: string): string {
  try {
    return decodeURIComponent(decoded(text).replaceAll('+', ' '));
  } catch {
    return decoded(text);
  }
}

const VALUE = '("(?:[^"\\\\]|\\\\.)*"?|-?\\d[\\d.]*)';
const JSON_SECRET = new RegExp(`"(?:${SECRET_NAMES})"\\s*:\\s*${VALUE}`, 'gi');
const JSON_USER = new RegExp(`"(?:${USER_NAMES})"\\s*:\\s*${VALUE}`, 'i');

/** In JSON, of which a part may be missing. */
export function jsonSecrets(text: string): FoundSecret[] {
  const found = [...text.matchAll(JSON_SECRET)];
  if (found.length === 0) return [];
  const given = JSON_USER.exec(text)?.[1];
  const user = given === undefined ? null : jsonValue(given);
  return found.map(([all, value = '']) => {
    const token = value.replace(/^"|"$/g, '');
    const lead = all.slice(0, all.length - value.length) + (value.startsWith('"') ? '"' : '');
    return { kind: 'form', user, secret: jsonValue(value), token, lead };
  });
}

function jsonValue(value: string): string {
  try {
    return String(JSON.parse(decoded(value)));
  } catch {
    return decoded(value.replace(/^"|"$/g, ''));
  }
}
