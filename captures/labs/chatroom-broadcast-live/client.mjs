// A client of the chat room: says its name, then what its person says. What it hears it only reads.
import net from 'node:net';
import { play, socketActions } from '../run/script.mjs';

const [address, port, who, script, startMs] = process.argv.slice(2);
let socket;

function join(name) {
  socket = net.connect({ host: address, port: Number(port) }, () => socket.write(name));
  socket.on('data', () => {});
  socket.on('error', () => socket.destroy());
}

const actions = socketActions(
  () => socket,
  (text) => text,
);
play({ join, ...actions }, who, script, startMs);
