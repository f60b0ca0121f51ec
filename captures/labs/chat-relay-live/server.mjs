// The chat-relay server: whoever connects says a one-word name, then `@target text` goes to target alone.
// One `data` event is taken for one message, as a first chat program does.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const [address, port] = process.argv.slice(2);
const NAME = /^\S{1,20}$/u;
const COMMAND = /^@(\S+) (.+)$/su;

/** Users by name. */
const users = new Map();

function answer(user, received, sent) {
  user.socket.write(sent);
  logRelay({ kind: 'system', from: user.party, to: [user.party], text: sent, received, sent });
}

function enter(user, name) {
  if (!NAME.test(name)) return answer(user, name, 'INVALID_NAME');
  if (users.has(name)) return answer(user, name, `The name ${name} is taken, choose another`);
  user.party.name = name;
  users.set(name, user);
  return answer(user, name, `Welcome, ${name}! To write to somebody: @name message.`);
}

function relay(user, message) {
  const [, target, text] = COMMAND.exec(message) ?? [];
  if (target === undefined) return answer(user, message, 'WRONG USAGE');
  if (target === user.party.name) return answer(user, message, 'CANT_MESSAGE_SELF');
  const other = users.get(target);
  if (other === undefined) return answer(user, message, `User ${target} was not found`);
  const sent = `Message from ${user.party.name}: ${text}`;
  other.socket.write(sent);
  const [from, to] = [user.party, [other.party]];
  return logRelay({ kind: 'private', from, to, text, received: message, sent });
}

const server = net.createServer((socket) => {
  const user = { socket, party: partyOf(socket, null) };
  socket.on('data', (bytes) => {
    const message = bytes.toString('utf8');
    if (message === 'EXIT') socket.end();
    else if (user.party.name === null) enter(user, message);
    else relay(user, message);
  });
  socket.on('close', () => users.delete(user.party.name));
  socket.on('error', () => socket.destroy());
});
server.listen(Number(port), address);
