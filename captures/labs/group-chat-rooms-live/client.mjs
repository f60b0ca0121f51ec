// A client of the group chat: each message is a line. `flood` says many at once, one every 10 ms.
// It notices a lost server only at the next action, as the source's did: it never closes by itself.
import net from 'node:net';
import { play, socketActions } from '../run/script.mjs';
import { prefixed } from './uploads.mjs';

const [address, port, who, script, startMs] = process.argv.slice(2);
const PART_MAX_BYTES = 1024;
let socket;

const line = (text) => `${text}\n`;

function connect() {
  socket = net.connect({ host: address, port: Number(port), allowHalfOpen: true });
  socket.on('data', () => {});
  socket.on('error', () => socket.destroy());
}

function flood(count) {
  for (let i = 1; i <= Number(count); i++)
    setTimeout(() => socket.write(line(`spam ${i}`)), i * 10);
}

/** `name file length`: a file of so many bytes, every value of an octet in turn. */
function upload(text) {
  const [name, file, length] = text.split(' ');
  const bytes = Buffer.from(Array.from({ length: Number(length) }, (_, index) => index & 0xff));
  const files = net.connect(Number(port) + 1, address, () => {
    files.write(prefixed(Buffer.from(`UPLOAD ${name} ${file}`)));
    for (let at = 0; at < bytes.length; at += PART_MAX_BYTES) {
      files.write(prefixed(bytes.subarray(at, at + PART_MAX_BYTES)));
    }
    files.write(prefixed(Buffer.alloc(0)));
  });
  files.on('data', () => {});
}

const actions = socketActions(() => socket, line);
play({ connect, flood, upload, ...actions }, who, script, startMs);
