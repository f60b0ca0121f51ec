// A chat-relay client: writes what its person says, as it is. What it hears it only reads.
import net from 'node:net';
import { play, socketActions } from '../run/script.mjs';

const [address, port, localPort, who, script, startMs] = process.argv.slice(2);
let socket;

function connect() {
  // Port 0 lets the system choose.
  socket = net.connect({ host: address, port: Number(port), localPort: Number(localPort) });
  socket.on('data', () => {});
  socket.on('error', () => socket.destroy());
}

const actions = socketActions(
  () => socket,
  (text) => text,
);
play({ connect, ...actions }, who, script, startMs);
