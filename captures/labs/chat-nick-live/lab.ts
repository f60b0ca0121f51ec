// chat-nick-live: lab 6's protocol on one computer's loopback, with two abrupt ends and two bobs.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const SERVER = ['127.0.0.1', '55555'];
const client = (who: string): Client => ({
  who,
  host: 'computer',
  command: ['node', 'client.mjs', ...SERVER],
});

export const lab: Lab = {
  claim:
    'every message goes to all, the sender included; one client is killed, one closes with unread data',
  hosts: ['computer'],
  switches: [],
  setUp: [],
  taps: [onEthernet('chat-nick-live.pcap', 'computer', 'lo')],
  programs: [{ host: 'computer', command: ['node', 'server.mjs', ...SERVER] }],
  clients: ['jack', 'molly', 'bob', 'other-bob', 'david'].map(client),
  socketsAtSeconds: [0.1, 3, 6.7, 7.6, 8],
  lastsSeconds: 9,
  needs: [],
};
