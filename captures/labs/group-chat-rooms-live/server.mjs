// The group chat: lines of at most 1024 bytes; first an account, then a room, then messages to the room.
// Names and passwords cross in clear text, as in the source's program. Files come in on the next port.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';
import { acceptUploads } from './uploads.mjs';

const [address, port] = process.argv.slice(2);
const ROOMS = ['sport', 'music', 'network'];
const ADMINISTRATOR = 'eliad';
const LINE_MAX_BYTES = 1024;
const TRIES = 3;
const MESSAGES_A_SECOND = 20;

/** Passwords by user name; earlier messages by room; members by user name; the banned by name. */
const accounts = new Map();
const history = new Map(ROOMS.map((room) => [room, []]));
const members = new Map();
const banned = new Set();

function answer(user, received, text) {
  const sent = `${text}\n`;
  user.socket.write(sent);
  logRelay({ kind: 'system', from: user.party, to: [user.party], text, received, sent });
}

function toRoom(user, kind, received, text, sent) {
  const others = [...members.values()].filter((o) => o !== user && o.room === user.room);
  for (const other of others) other.socket.write(sent);
  const to = others.map((other) => other.party);
  if (to.length > 0) logRelay({ kind, from: user.party, to, text, received, sent });
}

function signIn(user, received, [word, name, password]) {
  if (word === 'SIGN_UP' && password !== undefined && !accounts.has(name)) {
    accounts.set(name, password);
    return answer(user, received, `OK account ${name} made, now SIGN_IN`);
  }
  if (word === 'SIGN_IN' && banned.has(name)) return refuse(user, received, `BANNED ${name}`);
  if (word === 'SIGN_IN' && password !== undefined && accounts.get(name) === password) {
    user.party.name = name;
    return answer(user, received, `OK welcome ${name}, rooms: ${ROOMS.join(' ')}`);
  }
  user.tries++;
  if (user.tries === TRIES) return refuse(user, received, 'ERROR three wrong tries, goodbye');
  return answer(user, received, `ERROR wrong name or password, try ${user.tries} of ${TRIES}`);
}

function refuse(user, received, text) {
  answer(user, received, text);
  user.socket.end();
}

function enter(user, received, room) {
  if (!ROOMS.includes(room)) return answer(user, received, `ERROR no room ${room}`);
  user.room = room;
  members.set(user.party.name, user);
  answer(user, received, `OK you are in ${room}`);
  for (const earlier of history.get(room)) {
    const sent = `HISTORY ${earlier.sent}`;
    user.socket.write(sent);
    logRelay({ ...earlier, kind: 'history', to: [user.party], sent });
  }
  return toRoom(user, 'system', received, '', `* ${user.party.name} came in\n`);
}

/** What the administrator may do, by word. */
const POWERS = {
  KICK_USER: (name) => members.get(name)?.socket.end(`* you were kicked\n`),
  BAN_USER: (name) => {
    banned.add(name);
    members.get(name)?.socket.end(`* you were banned\n`);
  },
  UNBAN_USER: (name) => banned.delete(name),
};

function govern(user, received, word, quoted) {
  if (user.party.name !== ADMINISTRATOR) return answer(user, received, 'ERROR not allowed');
  const name = quoted.replaceAll('"', '');
  const victim = members.get(name);
  POWERS[word](name);
  if (victim !== undefined && word !== 'UNBAN_USER') {
    const sent = word === 'KICK_USER' ? '* you were kicked\n' : '* you were banned\n';
    logRelay({ kind: 'system', from: user.party, to: [victim.party], text: word, received, sent });
  }
  return answer(user, received, `OK ${word} ${name}`);
}

function changePassword(user, received, password) {
  accounts.set(user.party.name, password);
  answer(user, received, 'OK password changed');
}

function overTheLimit(user) {
  const now = performance.now();
  user.times = user.times.filter((time) => now - time < 1000);
  if (user.times.length >= MESSAGES_A_SECOND) return true;
  user.times.push(now);
  return false;
}

function say(user, received, text) {
  if (overTheLimit(user)) return answer(user, received, 'ERROR too fast, message not sent');
  const sent = `${user.party.name}: ${text}\n`;
  history.get(user.room).push({ from: user.party, text, received, sent });
  return toRoom(user, 'broadcast', received, text, sent);
}

function hear(user, text) {
  const received = `${text}\n`;
  const [word, ...rest] = text.split(' ');
  if (user.party.name === null) return signIn(user, received, [word, ...rest]);
  if (user.room === null) return enter(user, received, text.replace('ROOM ', ''));
  if (word in POWERS) return govern(user, received, word, rest.join(' '));
  if (word === 'PASSWORD') return changePassword(user, received, rest[0]);
  if (word === 'USERS') return answer(user, received, `USERS ${[...members.keys()].join(' ')}`);
  return say(user, received, text);
}

const server = net.createServer((socket) => {
  const user = { socket, party: partyOf(socket, null), tries: 0, room: null, times: [] };
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      const text = pending.toString('utf8', 0, end);
      pending = pending.subarray(end + 1);
      hear(user, text);
    }
    if (pending.length > LINE_MAX_BYTES) socket.destroy();
  });
  socket.on('close', () => {
    if (members.get(user.party.name) !== user) return;
    members.delete(user.party.name);
    toRoom(user, 'system', '', '', `* ${user.party.name} went out\n`);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(Number(port), address);
acceptUploads(address, Number(port) + 1, (name, file) => {
  const user = members.get(name);
  if (user !== undefined) toRoom(user, 'system', '', file, `* ${name} uploaded ${file}\n`);
});
