// Passwords in HTTP: the Basic scheme (RFC 7617), forms (application/x-www-form-urlencoded) and JSON bodies.

import type { Credential } from './credential.ts';
import type { HttpFacts } from './http-facts.ts';
import { fieldValue } from './http-head.ts';

export interface FoundSecret {
  readonly kind: Credential['kind'];
  readonly user: string | null;
  readonly secret: string;
  /** As it stands in the message. */
  readonly token: string;
}

const BASIC = /^basic ([A-Za-z0-9+/=_-]{1,4096})$/i;

export function httpBasic({ fields }: HttpFacts): FoundSecret | null {
  const value = fieldValue(fields, 'authorization') ?? fieldValue(fields, 'proxy-authorization');
  return value === null ? null : basicSecret(value);
}

const BASIC_LINE = /^(?:proxy-)?authorization:[ \t]*(basic \S+)/im;

/** The same in text that was not seen to be HTTP: a part of a head, or one sent where HTTP is not spoken. */
export function basicLine(text: string): FoundSecret | null {
  const value = BASIC_LINE.exec(text)?.[1];
  return value === undefined ? null : basicSecret(value);
}

function basicSecret(value: string): FoundSecret | null {
  const token = BASIC.exec(value)?.[1];
  if (token === undefined) return null;
  const pair = Buffer.from(token, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return null;
  return { kind: 'http-basic', user: pair.slice(0, colon), secret: pair.slice(colon + 1), token };
}

const SECRET_FIELDS = new Set(['password', 'passwd', 'pass', 'pwd']);
const USER_FIELDS = new Set(['user', 'username', 'login', 'email', 'name', 'account']);
const MOST_FIELDS = 64;

/** A form's password field. */
export function formSecret(text: string): FoundSecret | null {
  if (!text.includes('=') || /\s/.test(text.trim())) return null;
  let user: string | null = null;
  let token: string | null = null;
  for (const part of text.trim().split('&', MOST_FIELDS)) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at)).toLowerCase();
    if (SECRET_FIELDS.has(name)) token = part.slice(at + 1);
    else if (USER_FIELDS.has(name)) user = unescapedForm(part.slice(at + 1));
  }
  return token === null ? null : { kind: 'form', user, secret: unescapedForm(token), token };
}

function unescapedForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A password in a JSON object. */
export function jsonSecret(text: string): FoundSecret | null {
  if (!text.startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const entries = Object.entries(value as Record<string, unknown>);
  const valueOf = (names: ReadonlySet<string>): string | null => {
    const found = entries.find(
      ([name, one]) => names.has(name.toLowerCase()) && typeof one === 'string',
    );
    return found === undefined ? null : (found[1] as string);
  };
  const secret = valueOf(SECRET_FIELDS);
  if (secret === null) return null;
  return {
    kind: 'form',
    user: valueOf(USER_FIELDS),
    secret,
    token: JSON.stringify(secret).slice(1, -1),
  };
}
