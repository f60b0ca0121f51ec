// chat-relay-live: lab 1's protocol between three computers, captured on the server's.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const SERVER = ['192.168.0.186', '10000'];
const client = (who: string, host: string): Client => ({
  who,
  host,
  command: ['node', 'client.mjs', ...SERVER, '0'],
});

export const lab: Lab = {
  claim:
    'five people on two computers write to each other through one server; it refuses what it must',
  hosts: ['server', 'notebook', 'desktop'],
  switches: [
    [
      { host: 'server', address: '192.168.0.186/24', device: 'eth0' },
      { host: 'notebook', address: '192.168.0.165/24', device: 'eth0' },
      { host: 'desktop', address: '192.168.0.170/24', device: 'eth0' },
    ],
  ],
  setUp: [],
  taps: [onEthernet('chat-relay-live.pcap', 'server')],
  programs: [{ host: 'server', command: ['node', 'server.mjs', ...SERVER] }],
  clients: [
    client('eliad', 'notebook'),
    client('tal', 'notebook'),
    client('david', 'notebook'),
    client('walter', 'desktop'),
    client('jesse', 'desktop'),
  ],
  socketsAtSeconds: [0.1, 3, 8.7, 9.6],
  lastsSeconds: 10,
  needs: [],
};
