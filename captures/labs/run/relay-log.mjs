// The log a lab's program writes of what it passed on to whom: one JSON object a line, into the file LAB_LOG.
// Times are nanoseconds since 1970 (to the microsecond), the clock tcpdump uses.
import { appendFileSync } from 'node:fs';

/** One end of a connection as its program sees it: take it while the socket is open. */
export const partyOf = (socket, name) => ({
  name,
  address: `${socket.remoteAddress}:${socket.remotePort}`,
  local: `${socket.localAddress}:${socket.localPort}`,
});

const nowNs = () => `${Math.round((performance.timeOrigin + performance.now()) * 1000)}000`;

/** Bytes as text where they are UTF-8, else as base64. */
function readable(bytes) {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') };
}

/**
 * Logs what came in (`received`) from one party and what went out (`sent`) to each of the others.
 * `from` is null when the program spoke on its own account.
 */
export function logRelay({ by = 'server', kind, from, to, text, received = '', sent = '' }) {
  const bytesIn = Buffer.from(received);
  const bytesOut = Buffer.from(sent);
  const line = {
    time: nowNs(),
    by,
    kind,
    from,
    to,
    text,
    received: readable(bytesIn),
    sent: readable(bytesOut),
    bytesIn: bytesIn.length,
    bytesOut: bytesOut.length,
  };
  appendFileSync(process.env.LAB_LOG, `${JSON.stringify(line)}\n`);
}
