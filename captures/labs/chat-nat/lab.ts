// chat-nat: the chat-relay programs, their clients behind an address translation (RFC 3022, nftables
// masquerade); captured on both sides of it. Two clients have the same port, on two computers.
import { type Client, type Lab, onEthernet } from '../run/lab.ts';

const SERVER = ['10.20.0.10', '10000'];
/** Both computers use it, so the router must give one of the two another port. */
const SAME_PORT = '40000';
const FREE_PORT = '0';
const ROUTER_INSIDE = '192.168.7.1';

const client = (who: string, host: string, localPort: string): Client => ({
  who,
  host,
  command: ['node', '../chat-relay-live/client.mjs', ...SERVER, localPort],
});
const words = (text: string): string[] => text.split(' ');
const throughRouter = words(`ip route add default via ${ROUTER_INSIDE}`);

export const lab: Lab = {
  claim:
    'the same connections on both sides of an address translation: other addresses, same bytes',
  hosts: ['server', 'router', 'notebook', 'desktop'],
  switches: [
    [
      { host: 'router', address: `${ROUTER_INSIDE}/24`, device: 'eth0' },
      { host: 'notebook', address: '192.168.7.21/24', device: 'eth0' },
      { host: 'desktop', address: '192.168.7.22/24', device: 'eth0' },
    ],
    [
      { host: 'router', address: '10.20.0.1/24', device: 'eth1' },
      { host: 'server', address: '10.20.0.10/24', device: 'eth0' },
    ],
  ],
  setUp: [
    { host: 'notebook', command: throughRouter },
    { host: 'desktop', command: throughRouter },
    { host: 'router', command: words('sysctl -q -w net.ipv4.ip_forward=1') },
    { host: 'router', command: words('nft add table ip nat') },
    {
      host: 'router',
      command: words('nft add chain ip nat out { type nat hook postrouting priority 100 ; }'),
    },
    { host: 'router', command: words('nft add rule ip nat out oifname eth1 masquerade') },
  ],
  taps: [
    onEthernet('chat-nat-inside.pcap', 'router', 'eth0'),
    onEthernet('chat-nat-outside.pcap', 'router', 'eth1'),
  ],
  programs: [{ host: 'server', command: ['node', '../chat-relay-live/server.mjs', ...SERVER] }],
  clients: [
    client('eliad', 'notebook', SAME_PORT),
    client('tal', 'desktop', SAME_PORT),
    client('jesse', 'desktop', FREE_PORT),
  ],
  socketsAtSeconds: [2, 4.6],
  lastsSeconds: 5,
  needs: ['nft'],
};
