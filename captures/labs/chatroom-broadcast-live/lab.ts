// chatroom-broadcast-live: lab 3's protocol on one computer's loopback.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const SERVER = ['127.0.0.1', '5050'];
const client = (who: string): Client => ({
  who,
  host: 'computer',
  command: ['node', 'client.mjs', ...SERVER],
});

export const lab: Lab = {
  claim: 'every message goes to everybody else, the name in front; who leaves sends FIN',
  hosts: ['computer'],
  switches: [],
  setUp: [],
  taps: [onEthernet('chatroom-broadcast-live.pcap', 'computer', 'lo')],
  programs: [{ host: 'computer', command: ['node', 'server.mjs', ...SERVER] }],
  clients: ['soheil', 'ali', 'hasan', 'walter'].map(client),
  socketsAtSeconds: [1, 4, 8.5],
  lastsSeconds: 9,
  needs: [],
};
