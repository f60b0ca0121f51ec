// chat-gre: the chat room's programs, two clients through a GRE tunnel (RFC 2784), one beside it.
// The tunnel is gre_tunnel.py, in user space: the packets on the wire are real GRE, sent and received.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const DEVICE = 'gre1';
const WIRE = { server: '172.16.5.2', notebook: '172.16.5.1', desktop: '172.16.5.3' };
const TUNNEL = { server: '10.8.0.2', notebook: '10.8.0.1' };
const PORT = '5050';
/** 1500 less the outer IP header (20) and the GRE header (4). */
const TUNNEL_MTU = '1476';

const words = (text: string): string[] => text.split(' ');
const tunnelDevice = (host: keyof typeof TUNNEL): Lab['setUp'] =>
  [
    `ip tuntap add ${DEVICE} mode tun`,
    `ip address add ${TUNNEL[host]}/30 dev ${DEVICE}`,
    `ip link set ${DEVICE} mtu ${TUNNEL_MTU} up`,
  ].map((command) => ({ host, command: words(command) }));
const tunnelEnd = (host: keyof typeof TUNNEL, other: keyof typeof TUNNEL): Lab['programs'] => [
  { host, command: ['python3', 'gre_tunnel.py', DEVICE, WIRE[host], WIRE[other]] },
];
const client = (who: string, host: string, server: string): Client => ({
  who,
  host,
  command: ['node', '../chatroom-broadcast-live/client.mjs', server, PORT],
});

export const lab: Lab = {
  claim: 'a chat room whose members come through a GRE tunnel and beside it',
  hosts: ['server', 'notebook', 'desktop'],
  switches: [
    [
      { host: 'server', address: `${WIRE.server}/24`, device: 'eth0' },
      { host: 'notebook', address: `${WIRE.notebook}/24`, device: 'eth0' },
      { host: 'desktop', address: `${WIRE.desktop}/24`, device: 'eth0' },
    ],
  ],
  setUp: [...tunnelDevice('server'), ...tunnelDevice('notebook')],
  taps: [
    onEthernet('chat-gre-outside.pcap', 'server'),
    { file: 'chat-gre-inside.pcap', host: 'server', options: ['-i', DEVICE] },
  ],
  programs: [
    ...tunnelEnd('server', 'notebook'),
    ...tunnelEnd('notebook', 'server'),
    {
      host: 'server',
      command: ['node', '../chatroom-broadcast-live/server.mjs', '0.0.0.0', PORT],
    },
  ],
  clients: [
    client('soheil', 'notebook', TUNNEL.server),
    client('ali', 'notebook', TUNNEL.server),
    client('hasan', 'desktop', WIRE.server),
  ],
  socketsAtSeconds: [2, 4.6],
  lastsSeconds: 5,
  needs: ['python3'],
};
