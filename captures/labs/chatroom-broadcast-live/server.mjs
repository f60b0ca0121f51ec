// The chat room's server: the first message is the name, every other goes to all others, the name in front.
// One `data` event is taken for one message.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const [address, port] = process.argv.slice(2);
const members = new Set();

function toOthers(member, kind, received, text, sent) {
  const others = [...members].filter((other) => other !== member);
  for (const other of others) other.socket.write(sent);
  const to = others.map((other) => other.party);
  if (to.length > 0) logRelay({ kind, from: member.party, to, text, received, sent });
}

const server = net.createServer((socket) => {
  const member = { socket, party: partyOf(socket, null) };
  socket.on('data', (bytes) => {
    const message = bytes.toString('utf8');
    if (member.party.name === null) {
      member.party.name = message;
      toOthers(member, 'system', message, message, `${message} has joined the chatroom!`);
      members.add(member);
      return;
    }
    toOthers(member, 'broadcast', message, message, `${member.party.name}: ${message}`);
  });
  socket.on('close', () => {
    if (!members.delete(member)) return;
    toOthers(member, 'system', '', '', `${member.party.name} has left the chatroom!`);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(Number(port), address);
