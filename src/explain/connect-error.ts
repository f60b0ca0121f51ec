// What an ICMP error makes of the connect() whose SYN it is about (RFC 1122 4.2.3.9; RFC 5461 4.1 tells what kernels do).

import type { IcmpErrorFacts } from '../collect/icmp-errors.ts';
import { isHardError } from '../tcp/icmp-reason.ts';
import { digits, row as rowArg } from './args.ts';
import { isUndelivered } from './damaged.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

const REFS = ['RFC 1122 4.2.3.9'];

/** Null where no such error is about the row, or none that a program gets to know. */
export function connectError(scene: Scene): Saying | null {
  const { row, story } = scene;
  const [error] = story.icmpErrorsAbout(row.frame);
  if (error === undefined || !isUndelivered(row)) return null;
  const frame = digits(error.frame);
  const again = story
    .rowsWith(row)
    .find((one) => one.frame > row.frame && one.fromClient === row.fromClient);
  if (again !== undefined)
    return say('program', 'syn-program-goes-on', { frame, row: rowArg(again.frame) }, REFS);
  const name = errorOnLinux(error);
  if (name === null) return null;
  return isHardError(error.reason)
    ? say('program', 'syn-program-error', { frame, name }, REFS)
    : say('program', 'syn-program-soft-error', { frame, name }, [...REFS, 'RFC 5461 4.1']);
}

/** What Linux tells a program that is connecting. */
function errorOnLinux({ reason, from }: IcmpErrorFacts): string | null {
  switch (reason) {
    case 'port':
      return 'ECONNREFUSED';
    case 'protocol':
      return 'ENOPROTOOPT';
    case 'network':
    case 'forbidden':
      return 'ENETUNREACH';
    case 'prohibited':
      return from.includes(':') ? 'EACCES' : 'EHOSTUNREACH';
    case 'host':
    case 'expired':
    case 'fragments':
      return 'EHOSTUNREACH';
    default:
      return null;
  }
}
