// The NICK server: asks NICK, takes the answer for the name (two people may give the same), and sends
// every message to all clients, the sender included. One `data` event is taken for one message.
import net from 'node:net';
import { logRelay, partyOf } from '../run/relay-log.mjs';

const [address, port] = process.argv.slice(2);
const clients = new Set();

function toAll(client, kind, received, text, sent) {
  for (const each of clients) each.socket.write(sent);
  const said = { from: client.party, text, received, sent };
  const others = [...clients].filter((each) => each !== client).map((each) => each.party);
  if (others.length > 0) logRelay({ kind, to: others, ...said });
  if (clients.has(client)) logRelay({ kind: 'echo', to: [client.party], ...said });
}

function tell(client, received, sent) {
  client.socket.write(sent);
  const from = received === '' ? null : client.party;
  logRelay({ kind: 'system', from, to: [client.party], text: sent, received, sent });
}

const server = net.createServer((socket) => {
  const client = { socket, party: partyOf(socket, null) };
  tell(client, '', 'NICK');
  socket.on('data', (bytes) => {
    const message = bytes.toString('utf8');
    if (client.party.name !== null) {
      toAll(client, 'broadcast', message, message, `${client.party.name}: ${message}`);
      return;
    }
    client.party.name = message;
    toAll(client, 'system', message, message, `${message} joined!`);
    clients.add(client);
    tell(client, message, 'Connected to server!');
  });
  socket.on('close', () => {
    if (!clients.delete(client)) return;
    toAll(client, 'system', '', '', `${client.party.name} left!`);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(Number(port), address);
