// An HTTP/1.1 origin server on plain sockets (RFC 9112): fixed pages, one chunked, one behind Basic
// authentication, one that takes POST. Answers pipelined requests in their order.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const [address, port] = process.argv.slice(2);
const PAGES = JSON.parse(readFileSync(new URL('pages.json', import.meta.url), 'utf8'));
const PASSWORD = Buffer.from('eliad:laptop123').toString('base64');
const HEAD_END = '\r\n\r\n';

/** The first request in `bytes`, or null while it is not whole. */
function firstRequest(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyLen = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const len = headEnd + HEAD_END.length + bodyLen;
  if (bytes.length < len) return null;
  const [method, target] = head.split(' ');
  return { method, target, head, bytes: bytes.subarray(0, len), bodyLen };
}

function withLength(status, body, close, isHead = false) {
  const lines = [`HTTP/1.1 ${status}`, 'Content-Type: text/plain; charset=utf-8'];
  lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  if (status.startsWith('401')) lines.push('WWW-Authenticate: Basic realm="lab"');
  if (close) lines.push('Connection: close');
  return lines.join('\r\n') + HEAD_END + (isHead ? '' : body);
}

/** RFC 9112 section 7.1: a part with its length in hexadecimal in front. */
const chunk = (part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`;

/** All parts as chunks, and the empty one that ends them. */
function chunked(parts) {
  const head =
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nTransfer-Encoding: chunked';
  return head + HEAD_END + [...parts, ''].map(chunk).join('');
}

function answerTo({ method, target, head, bodyLen }, close) {
  if (method === 'POST') return withLength('201 Created', `stored ${bodyLen} bytes\n`, close);
  const page = PAGES[target];
  if (page === undefined) return withLength('404 Not Found', `no page ${target}\n`, close);
  if (target === '/private' && !head.includes(`Basic ${PASSWORD}`)) {
    return withLength('401 Unauthorized', 'who are you?\n', close);
  }
  if (Array.isArray(page)) return chunked(page);
  return withLength('200 OK', page, close, method === 'HEAD');
}

const server = net.createServer((socket) => {
  const party = partyOf(socket, null);
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let asked = firstRequest(pending); asked !== null; asked = firstRequest(pending)) {
      pending = pending.subarray(asked.bytes.length);
      const close = /^connection: close/im.test(asked.head);
      const sent = answerTo(asked, close);
      socket.write(sent);
      const said = { text: `${asked.method} ${asked.target}`, received: asked.bytes, sent };
      logRelay({ by: 'origin', kind: 'answer', from: party, to: [party], ...said });
      if (close) socket.end();
    }
  });
  socket.on('error', () => socket.destroy());
});
server.listen(Number(port), address);
