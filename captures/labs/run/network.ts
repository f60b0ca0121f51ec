// The lab's computers as network namespaces, and the switches between them (ip-netns(8), veth, bridge).
// Knows no program and no capture. Names carry this process's id, so that two runs do not meet.
import { execFileSync } from 'node:child_process';
import type { Lab, Port } from './lab.ts';

/** Link addresses are locally administered and spell the IP address: 02:00 and its four octets. */
const LOCAL_MAC_PREFIX = ['02', '00'];

/** The lab's computers, from `open` to `close`. */
export class Network {
  private readonly namespaces: string[] = [];

  /** Makes the computers, their loopback and their switches. Whoever opens must close, also after an error. */
  open(lab: Lab): void {
    for (const host of lab.hosts) this.add(host);
    lab.switches.forEach((ports, index) => this.connect(`switch${index}`, ports));
    for (const { host, command } of lab.setUp) execFileSync('ip', this.inside(host, command));
  }

  /** The arguments with which `ip` runs `command` on `host`. */
  inside(host: string, command: readonly string[]): string[] {
    return ['netns', 'exec', namespaceOf(host), ...command];
  }

  /** Takes everything away, interfaces included. */
  close(): void {
    for (const namespace of this.namespaces) ip('netns', 'del', namespace);
    this.namespaces.length = 0;
  }

  private add(host: string): void {
    const namespace = namespaceOf(host);
    ip('netns', 'add', namespace);
    this.namespaces.push(namespace);
    // Without IPv6 no router solicitation wanders into the captures.
    const noIpv6 = ['sysctl', '-q', '-w', 'net.ipv6.conf.all.disable_ipv6=1'];
    execFileSync('ip', this.inside(host, noIpv6));
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
  }

  private connect(name: string, ports: readonly Port[]): void {
    this.add(name);
    const inSwitch = ['-n', namespaceOf(name)];
    ip(...inSwitch, 'link', 'add', 'br0', 'type', 'bridge');
    ip(...inSwitch, 'link', 'set', 'br0', 'up');
    ports.forEach(({ host, address, device }, index) => {
      const plug = `plug${index}`;
      const namespace = namespaceOf(host);
      const peer = ['peer', 'name', device, 'netns', namespace, 'address', macOf(address)];
      ip(...inSwitch, 'link', 'add', plug, 'type', 'veth', ...peer);
      ip(...inSwitch, 'link', 'set', plug, 'master', 'br0', 'up');
      ip('-n', namespace, 'address', 'add', address, 'dev', device);
      ip('-n', namespace, 'link', 'set', device, 'up');
    });
  }
}

const namespaceOf = (host: string): string => `lab${process.pid}-${host}`;

function ip(...words: string[]): void {
  execFileSync('ip', words);
}

function macOf(address: Port['address']): string {
  const octets = (address.split('/')[0] ?? '').split('.').map(Number);
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0'));
  return [...LOCAL_MAC_PREFIX, ...hex].join(':');
}
