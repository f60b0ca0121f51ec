// A caching HTTP proxy, one request a connection: the same page again, whoever asks, comes from memory;
// otherwise it asks the origin, adding a Via header (RFC 9110 section 7.6.3); 502 when the origin is down.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const [address, port, originAddress, originPort] = process.argv.slice(2);
const HEAD_END = '\r\n\r\n';
const BAD_GATEWAY =
  'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: 24\r\nConnection: close\r\n\r\n' +
  'the origin is not there\n';

/** Whole answers by method and target. */
const cache = new Map();

function passOn(client, party, text, received) {
  const sent = received.replace(HEAD_END, `\r\nVia: 1.1 lab-proxy${HEAD_END}`);
  const origin = net.connect(Number(originPort), originAddress);
  const parts = [];
  let asked = null;
  origin.on('connect', () => {
    asked = partyOf(origin, 'origin');
    origin.write(sent);
    logRelay({ by: 'proxy', kind: 'cache-miss', from: party, to: [asked], text, received, sent });
  });
  origin.on('data', (bytes) => parts.push(bytes));
  origin.on('end', () => {
    const answer = Buffer.concat(parts);
    cache.set(text, answer);
    client.end(answer);
    const passed = { text, received: answer, sent: answer };
    logRelay({ by: 'proxy', kind: 'answer', from: asked, to: [party], ...passed });
  });
  origin.on('error', () => {
    client.end(BAD_GATEWAY);
    const told = { text, received, sent: BAD_GATEWAY };
    logRelay({ by: 'proxy', kind: 'upstream-down', from: party, to: [party], ...told });
  });
}

const server = net.createServer((client) => {
  const party = partyOf(client, null);
  let received = '';
  client.setEncoding('latin1').on('data', (part) => {
    received += part;
    if (!received.endsWith(HEAD_END)) return undefined;
    const text = received.slice(0, received.indexOf(' HTTP/'));
    const stored = cache.get(text);
    if (stored === undefined) return passOn(client, party, text, received);
    client.end(stored);
    const said = { text, received, sent: stored };
    return logRelay({ by: 'proxy', kind: 'cache-hit', from: party, to: [party], ...said });
  });
  client.on('error', () => client.destroy());
});
server.listen(Number(port), address);
