// A client of the NICK server: answers the first NICK with its nickname, then says what its person says.
import net from 'node:net';
import { play, socketActions } from '../run/script.mjs';

const [address, port, who, script, startMs] = process.argv.slice(2);
let socket;

function connectAs(nickname) {
  // The smallest buffer: once its person stops reading, one message more is read, the next stays unread.
  socket = net.connect({ host: address, port: Number(port), readableHighWaterMark: 1 });
  socket.once('data', () => socket.write(nickname));
  socket.on('data', () => {});
  socket.on('error', () => socket.destroy());
}

const actions = socketActions(
  () => socket,
  (text) => text,
);
play({ 'connect-as': connectAs, ...actions }, who, script, startMs);
