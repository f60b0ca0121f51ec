// An ICMP error about a packet that was captured.

import { eth, ipv4 } from '../decode/frames.ts';

const ETHERNET = 14;
export const UNREACHABLE = 3;

/** An ICMP error about the IPv4 packet in `frame`, of which it quotes `kept` bytes. */
export const icmpError = (frame: Uint8Array, type = UNREACHABLE, kept = 68): Uint8Array =>
  Uint8Array.from(
    eth(0x0800, ipv4(1, [type, 1, 0, 0, 0, 0, 0, 0, ...frame.slice(ETHERNET, ETHERNET + kept)])),
  );
