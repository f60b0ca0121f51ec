// Passwords in clear text: what is one, what is none, and that it is masked wherever it is shown.
import { describe, expect, test } from 'vitest';
import {
  analyzeBytes,
  explainAnalysis,
  renderHtml,
  renderMarkdown,
  renderTerminal,
} from '../../src/index.ts';
import { messageRecords } from '../../src/export/message-record.ts';
import type { Conversation } from '../../src/stitch/conversation.ts';
import { shownText } from '../../src/stitch/mask.ts';
import { transcript } from '../../src/stitch/transcript.ts';
import { trace } from '../support/trace.ts';

type Talk = readonly (readonly ['>' | '<', string])[];

async function conversation(talk: Talk): Promise<Conversation> {
  const t = trace().handshake();
  for (const [way, text] of talk) (way === '>' ? t.client : t.server).data(text);
  return (await analyzeBytes(t.capture(), 'made')).conversation;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('masked is', () => {
  /** What the client's messages show. */
  const shown = async (talk: Talk): Promise<string[]> =>
    (await conversation(talk)).messages
      .filter(({ fromClient }) => fromClient)
      .map((message) => shownText(message) ?? '');

  test('the password, where the same word stands behind it', async () => {
    expect(await shown([['>', 'user=bob&password=ann&next=/banner\n']])).toEqual([
      'user=bob&password=********&next=/banner',
    ]);
  });

  test('what answers the question at the end of a long greeting', async () => {
    const greeting = 'Welcome. '.repeat(2000);
    expect(
      await shown([
        ['<', `${greeting}Password: `],
        ['>', 'kitten99'],
      ]),
    ).toEqual(['********']);
  });

  test.each([
    'Password:',
    '[sudo] password for bob: ',
    'Enter password (again)> ',
    'Password: \u0007',
    `Password:${' '.repeat(200)}`,
    'Пароль: ',
    'סיסמה: ',
    'رمز عبور: ',
  ])('what answers %j', async (question) => {
    expect(
      await shown([
        ['<', question],
        ['>', 'kitten99'],
      ]),
    ).toEqual(['********']);
  });

  test('what answers a question behind which Telnet commands come', async () => {
    const t = trace().handshake();
    t.server.data('Password: ');
    t.server.data(Uint8Array.from([0xff, 0xfb, 0x01]));
    t.server.data(Uint8Array.from([0xff, 0xf9]));
    t.client.data('kitten99');
    const { messages } = (await analyzeBytes(t.capture(), 'made')).conversation;
    expect(shownText(messages.at(-1)!)).toBe('********');
  });

  test.each(['$ ', 'bob@lab:~# ', '~ \u279c ', '\u001b[?2004h\u001b[32mbob\u001b[0m % '])(
    'what answers a question that a shell asks after a command; its own is %j',
    async (prompt) => {
      expect(
        await shown([
          ['<', 'Welcome.\r\n'],
          ['<', prompt],
          ['>', 'su bob\n'],
          ['<', 'Password: '],
          ['>', 'kitten99\n'],
          ['<', '\r\n'],
          ['<', prompt],
          ['>', 'id\n'],
          ['<', 'uid=1000(bob)\r\n'],
        ]),
      ).toEqual(['su bob', '********', 'id']);
    },
  );

  test('what answers a question behind one that a key answered', async () => {
    expect(
      await shown([
        ['<', 'Welcome.\r\n'],
        ['<', 'Continue? [y/n] '],
        ['>', 'y'],
        ['<', '\r\nPassword: '],
        ['>', 'kitten99\r\n'],
        ['<', '\r\n'],
        ['<', '$ '],
        ['>', 'id\r\n'],
        ['<', 'uid=0\r\n'],
      ]),
    ).toEqual(['********', 'id']);
  });

  test('a password that holds what a prompt ends with, key for key shown as stars', async () => {
    expect(
      await shown([
        ['<', 'Welcome.\r\n'],
        ['<', 'login: '],
        ['>', 'bob\r\n'],
        ['<', 'Password: '],
        ['>', 'kitten# '],
        ['<', '*'],
        ['>', 'cat77\r\n'],
        ['<', '\r\nhello\r\n'],
        ['<', '$ '],
        ['>', 'id\r\n'],
        ['<', 'uid=0\r\n'],
      ]),
    ).toEqual(['bob', '********', 'id']);
  });

  test.each(['\t', '   ', '\u001b[K', '\u001b[?25l', '\u001b[?2004h', '\u001b[0m \u0007'])(
    'what answers a question with %j at its end, in a talk of lines',
    async (end) => {
      expect(
        await shown([
          ['<', 'Welcome.\r\n'],
          ['<', '~> '],
          ['>', 'su bob\r\n'],
          ['<', `Password:${end}`],
          ['>', 'kitten99\r\n'],
          ['<', 'uid=0\r\n'],
          ['<', 'That was all.\r\n'],
        ]),
      ).toEqual(['su bob', '********']);
    },
  );

  test('what answers a question that came in several sends', async () => {
    expect(
      await shown([
        ['<', 'Pass'],
        ['<', 'word'],
        ['<', ': '],
        ['>', 'kitten99'],
      ]),
    ).toEqual(['********']);
  });

  test('nothing of a command behind a question that was interrupted', async () => {
    expect(
      await shown([
        ['<', 'Password: '],
        ['>', '\u0003'],
        ['<', '^C\r\n$ '],
        ['>', 'id\r\n'],
      ]),
    ).toEqual(['', 'id\r\n']);
  });

  test("not Telnet's own talk, but what is said behind it", async () => {
    const t = trace().handshake();
    t.server.data('Password: ');
    t.client.data(Uint8Array.from([0xff, 0xfd, 0x01]));
    t.client.data('kitten99');
    const { messages, credentials } = (await analyzeBytes(t.capture(), 'made')).conversation;
    expect(shownText(messages.at(-1)!)).toBe('********');
    expect(credentials.map(({ frames }) => frames)).toEqual([[6]]);
  });

  test('every password of a message', async () => {
    expect(await shown([['>', '{"password":"kitten99","pass":"kitten77"}\n']])).toEqual([
      '{"password":"********","pass":"********"}',
    ]);
    expect(await shown([['>', 'password=kitten99&pwd=kitten77\n']])).toEqual([
      'password=********&pwd=********',
    ]);
  });

  test('the longer of two known words, where one begins with the other', async () => {
    expect(
      await shown([
        ['>', 'USER ann\r\n'],
        ['>', 'PASS kitten9\r\n'],
        ['>', 'PASS kitten9-ultra-long\r\n'],
        ['>', 'NOOP kitten9-ultra-long\r\n'],
      ]),
    ).toEqual(['USER ann', 'PASS ********', 'PASS ********', 'NOOP ********']);
  });

  test('an answer that goes on in the next send', async () => {
    expect(
      await shown([
        ['<', 'Password: '],
        ['>', 'kitt'],
        ['>', 'en99'],
      ]),
    ).toEqual(['********', '********']);
  });
});

describe('a password', () => {
  test.each<[string, Talk, string]>([
    [
      'that is asked for without a line end, by a program that speaks in lines else',
      [
        ['<', 'Welcome to the server\n'],
        ['<', 'Username: '],
        ['>', 'ann\n'],
        ['<', 'Password: '],
        ['>', 'kitten99\n'],
        ['<', 'Hello ann\n'],
      ],
      'prompt ann kitten99 accepted',
    ],
    [
      'behind PASS, spaces and all',
      [
        ['>', 'USER ann\r\n'],
        ['>', 'PASS correct horse9\r\n'],
      ],
      'user-pass ann correct horse9 unknown',
    ],
    [
      'of SASL PLAIN in a line of its own',
      [
        ['>', 'AUTH PLAIN\r\n'],
        ['<', '334 \r\n'],
        ['>', `${base64('\0ann\0kitten99')}\r\n`],
        ['<', '235 ok\r\n'],
      ],
      'sasl ann kitten99 accepted',
    ],
    [
      'of SASL LOGIN whose user comes with the command',
      [
        ['>', `AUTH LOGIN ${base64('ann')}\r\n`],
        ['<', '334 UGFzc3dvcmQ6\r\n'],
        ['>', `${base64('kitten99')}\r\n`],
      ],
      'sasl ann kitten99 unknown',
    ],
    [
      'of IMAP with AUTHENTICATE',
      [['>', `a1 AUTHENTICATE PLAIN ${base64('\0ann\0kitten99')}\r\n`]],
      'sasl ann kitten99 unknown',
    ],
    [
      'of IMAP in quotation marks',
      [['>', 'a1 LOGIN ann "correct horse9"\r\n']],
      'sign-in ann correct horse9 unknown',
    ],
    [
      'in JSON that is written otherwise than we would',
      [['>', '{"user":"ann", "password" : "caf\\u00e9-99"}\n']],
      'form ann caf\u00e9-99 unknown',
    ],
    [
      'in JSON of which the end is missing',
      [['>', '{"user":"ann","password":"kitten99']],
      'form ann kitten99 unknown',
    ],
    [
      'in a query',
      [['>', 'GET /login?user=ann&password=kitten99 HTTP/1.1\r\nHost: x\r\n\r\n']],
      'form ann kitten99 unknown',
    ],
    [
      'asked for a key at a time, the last Return missing',
      [
        ['<', '\r\nPassword: '],
        ['>', 'k'],
        ['>', 'it'],
        ['>', 'ty'],
      ],
      'prompt null kitty unknown',
    ],
    [
      'in a header of HTTP that comes without the beginning of its request',
      [['>', `Accept: */*\r\nAuthorization: Basic ${base64('ann:kitten99')}\r\n\r\n`]],
      'http-basic ann kitten99 unknown',
    ],
    [
      'in a sign-in',
      [
        ['>', 'SIGN_IN ann kitten99\n'],
        ['<', 'OK welcome ann\n'],
      ],
      'sign-in ann kitten99 accepted',
    ],
    [
      'that is refused',
      [
        ['>', 'LOGIN ann kitten99\n'],
        ['<', 'ERROR wrong password\n'],
      ],
      'sign-in ann kitten99 refused',
    ],
    [
      'in a sign-up',
      [
        ['>', 'SIGN_UP ann kitten99\n'],
        ['<', 'OK\n'],
      ],
      'sign-up ann kitten99 accepted',
    ],
    [
      'after USER, as FTP has it',
      [
        ['>', 'USER ann\r\n'],
        ['<', '331 Password required\r\n'],
        ['>', 'PASS kitten99\r\n'],
        ['<', '230 in\r\n'],
      ],
      'user-pass ann kitten99 accepted',
    ],
    [
      'with a tag, as IMAP has it',
      [
        ['>', 'a1 LOGIN ann "kitten99"\r\n'],
        ['<', 'a1 NO no\r\n'],
      ],
      'sign-in ann kitten99 refused',
    ],
    [
      'at a prompt, key by key',
      [
        ['<', 'login: '],
        ['>', 'ann\r\n'],
        ['<', 'Password: '],
        ['>', 'k'],
        ['>', 'i'],
        ['>', 't\r'],
        ['<', 'Welcome\r\n'],
      ],
      'prompt ann kit accepted',
    ],
    [
      'by HTTP Basic',
      [
        ['>', `GET / HTTP/1.1\r\nAuthorization: Basic ${base64('ann:kitten99')}\r\n\r\n`],
        ['<', 'HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n'],
      ],
      'http-basic ann kitten99 refused',
    ],
    [
      'in a form',
      [
        [
          '>',
          'POST /login HTTP/1.1\r\nContent-Length: 33\r\n\r\nusername=ann&password=kitten%2199',
        ],
        ['<', 'HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'],
      ],
      'form ann kitten!99 accepted',
    ],
    [
      'in JSON',
      [
        ['>', '{"user":"ann","password":"kitten99"}'],
        ['<', 'ok'],
      ],
      'form ann kitten99 accepted',
    ],
    [
      'by SASL PLAIN',
      [
        ['>', `AUTH PLAIN ${base64('\0ann\0kitten99')}\r\n`],
        ['<', '235 ok\r\n'],
      ],
      'sasl ann kitten99 accepted',
    ],
  ])('%s', async (_, talk, expected) => {
    const { credentials } = await conversation(talk);
    expect(
      credentials.map(({ kind, user, secret, outcome }) => `${kind} ${user} ${secret} ${outcome}`),
    ).toEqual([expected]);
  });

  test.each<[string, Talk]>([
    ['a chat about logging in', [['>', 'login is broken again today\n']]],
    ['the name alone', [['>', 'USER ann\r\n']]],
    ["SIP's REGISTER", [['>', 'REGISTER sip:a.example SIP/2.0\r\n']]],
    ['Bearer', [['>', 'GET / HTTP/1.1\r\nAuthorization: Bearer abcdef\r\n\r\n']]],
  ])('is not: %s', async (_, talk) => {
    expect((await conversation(talk)).credentials).toEqual([]);
  });
});

describe('masking', () => {
  const talks: Talk[] = [
    [
      ['>', 'SIGN_IN ann kitten99\n'],
      ['<', 'OK your password is kitten99\n'],
    ],
    [['>', `GET / HTTP/1.1\r\nAuthorization: Basic ${base64('ann:kitten99')}\r\n\r\n`]],
    [['>', '{"user":"ann","password":"kitten99"}']],
    [['>', `AUTH PLAIN ${base64('\0ann\0kitten99')}\r\n`]],
  ];
  const SECRETS = ['kitten99', base64('ann:kitten99'), base64('\0ann\0kitten99')];

  test.each(talks.map((talk) => [talk]))(
    'hides the password in rows and transcripts: %j',
    async (talk) => {
      const found = await conversation(talk);
      const hidden = JSON.stringify([
        messageRecords(found, { showSecrets: false }),
        transcript(found),
      ]);
      for (const secret of SECRETS) expect(hidden).not.toContain(secret);
      expect(hidden).toContain('********');
      const shown = JSON.stringify(messageRecords(found, { showSecrets: true }));
      expect(SECRETS.some((secret) => shown.includes(secret))).toBe(true);
    },
  );

  test('hides a password as short as the word before it', async () => {
    const found = await conversation([['>', 'SIGN_IN a a\n']]);
    expect(messageRecords(found, { showSecrets: false })[0]?.text).toBe('SIGN_IN a ********');
  });
});

describe('a password that comes again on a connection where nobody signed in', () => {
  /** One connection signs in with `secret`, another says `text`. */
  const shown = async (secret: string, text: string): Promise<string> => {
    const t = trace().handshake();
    t.client.data(`SIGN_IN ann ${secret}\n`);
    t.server.data('OK welcome ann\n');
    const other = t.connection({ client: { port: 40_001 } }).handshake();
    other.client.data(`${text}\n`);
    const { conversation: found } = await analyzeBytes(t.capture(), 'made');
    const [record] = messageRecords(found, { showSecrets: false }).filter(
      ({ stream }) => stream === 1,
    );
    const line = transcript(found).find(({ text: said }) => said === record!.text);
    expect(line?.text).toBe(record!.text);
    const [open] = messageRecords(found, { showSecrets: true }).filter(
      ({ stream }) => stream === 1,
    );
    expect(open!.text).toBe(text);
    return record!.text ?? '';
  };

  test.each([
    ['kitten99', 'my password is kitten99, tell nobody', 'my password is ********, tell nobody'],
    ['s3cret', 'x=s3cret&y=1', 'x=********&y=1'],
    ['correcthorse', 'correcthorse correcthorse', '******** ********'],
    [
      '\u05e1\u05d5\u05d3\u05d9\u05d5\u05ea42',
      'it is \u05e1\u05d5\u05d3\u05d9\u05d5\u05ea42',
      'it is ********',
    ],
  ])('is masked there too: %j', async (secret, text, expected) => {
    expect(await shown(secret, text)).toBe(expected);
  });

  test.each([
    ['too short', '12345', 'call 12345 now'],
    ['a word that others say', 'secret', 'no secret between us'],
  ])('is not, when it is %s', async (_, secret, text) => {
    expect(await shown(secret, text)).toBe(text);
  });

  test('is masked in the report, also where it came before the sign-in', async () => {
    const t = trace().handshake();
    t.client.data('remember kitten99\n');
    const other = t.connection({ client: { port: 40_001 } }).handshake();
    other.client.data('SIGN_IN ann kitten99\n');
    other.server.data('OK welcome ann\n');
    const analysis = await analyzeBytes(t.capture(), 'made');
    const explained = explainAnalysis(analysis, { language: 'en', detail: 'full' });
    for (const report of [
      renderMarkdown(explained),
      renderTerminal(explained, { width: 100, level: 0 }),
      renderHtml(explained),
    ])
      expect(report).not.toContain('kitten99');
  });
});
