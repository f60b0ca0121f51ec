// group-chat-rooms-live: lab 5's protocol between three computers, captured on the server's.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const SERVER = ['10.5.0.1', '6000'];
const client = (who: string, host: string): Client => ({
  who,
  host,
  command: ['node', 'client.mjs', ...SERVER],
});

export const lab: Lab = {
  claim:
    'accounts in clear text, rooms with history, an administrator, a flood, a file, a server that dies',
  hosts: ['server', 'notebook', 'desktop'],
  switches: [
    [
      { host: 'server', address: '10.5.0.1/24', device: 'eth0' },
      { host: 'notebook', address: '10.5.0.21/24', device: 'eth0' },
      { host: 'desktop', address: '10.5.0.22/24', device: 'eth0' },
    ],
  ],
  setUp: [],
  taps: [onEthernet('group-chat-rooms-live.pcap', 'server')],
  programs: [
    {
      host: 'server',
      command: ['node', 'server.mjs', ...SERVER],
      endedBy: { signal: 'SIGKILL', atSeconds: 14 },
    },
  ],
  clients: [
    client('eliad', 'notebook'),
    client('tal', 'notebook'),
    client('walter', 'desktop'),
    client('jesse', 'desktop'),
    client('hasan', 'desktop'),
  ],
  socketsAtSeconds: [0.2, 5.1, 10.6, 14.4, 15.2],
  lastsSeconds: 15.6,
  needs: [],
};
