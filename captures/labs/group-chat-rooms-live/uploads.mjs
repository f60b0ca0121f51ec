// File upload to the group chat's server, on a connection of its own. Everything there, both ways, is
// length-prefixed: four octets, big-endian, then so many bytes. First `UPLOAD name file`, then the file
// in parts of at most 1024 bytes, then an empty part; the server says `OK bytes`.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const PREFIX_LEN = 4;

/** The bytes with their length in front. */
export function prefixed(bytes) {
  const prefix = Buffer.alloc(PREFIX_LEN);
  prefix.writeUInt32BE(bytes.length);
  return Buffer.concat([prefix, bytes]);
}

/** Calls `heard` with each whole part that arrives. */
export function eachPart(socket, heard) {
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= PREFIX_LEN) {
      const end = PREFIX_LEN + pending.readUInt32BE();
      if (pending.length < end) return;
      const part = pending.subarray(PREFIX_LEN, end);
      pending = pending.subarray(end);
      heard(part);
    }
  });
}

/** Takes files in; keeps only their length. `told` gets the user's name and the file's. */
export function acceptUploads(address, port, told) {
  const server = net.createServer((socket) => {
    const party = partyOf(socket, null);
    let file = null;
    let lenBytes = 0;
    const log = (text, received, sent) =>
      logRelay({
        kind: 'upload',
        from: party,
        to: sent === '' ? [] : [party],
        text,
        received,
        sent,
      });
    eachPart(socket, (part) => {
      const received = prefixed(part);
      if (file === null) {
        [, party.name, file] = part.toString('utf8').split(' ');
        log(file, received, '');
      } else if (part.length > 0) {
        lenBytes += part.length;
        log(file, received, '');
      } else {
        const sent = prefixed(Buffer.from(`OK ${lenBytes} bytes`));
        socket.end(sent);
        log(file, received, sent);
        told(party.name, file);
      }
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(port, address);
}
