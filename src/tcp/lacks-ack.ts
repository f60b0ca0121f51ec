// Which segments a receiver drops for want of an ACK flag: every one must have it but SYNs and resets (RFC 9293 3.10.7.2 to
// 3.10.7.4, fifth).

import { TcpFlag } from '../decode/tcp-view.ts';

const MAY_STAND_ALONE = TcpFlag.ACK | TcpFlag.SYN | TcpFlag.RST;

export const lacksAck = (flags: number): boolean => (flags & MAY_STAND_ALONE) === 0;
