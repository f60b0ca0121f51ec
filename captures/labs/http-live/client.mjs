// An HTTP client on plain sockets. Each `ask` is a connection of its own, closed after the answer;
// `ask-together` pipelines several requests (RFC 9112 section 9.3.2) and closes after the last.
import net from 'node:net';
import { play } from '../run/script.mjs';

const [address, port, who, script, startMs] = process.argv.slice(2);

/** `GET /private as eliad:laptop123` or `POST /notes with text`. */
function requestOf(asked, close) {
  const [, method, target, credentials, body] =
    /^(\S+) (\S+)(?: as (\S+))?(?: with (.+))?$/u.exec(asked) ?? [];
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${address}:${port}`, `User-Agent: ${who}`];
  if (credentials !== undefined) {
    lines.push(`Authorization: Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  if (close) lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

function send(bytes) {
  const socket = net.connect(Number(port), address, () => socket.write(bytes));
  socket.on('data', () => {});
  socket.on('error', () => socket.destroy());
}

const actions = {
  ask: (asked) => send(requestOf(asked, true)),
  'ask-together': (asked) => {
    const all = asked.split('|');
    send(all.map((one, index) => requestOf(one, index === all.length - 1)).join(''));
  },
};
play(actions, who, script, startMs);
