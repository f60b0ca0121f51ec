// What ICMP says of a row that got no further. The error is a frame of the capture, but no row of the report.

import { code, digits, duration } from './args.ts';
import type { Explainer } from './scene.ts';
import { say } from './scene.ts';

export const explainIcmpError: Explainer = ({ row, story }) => {
  const [error, ...others] = story.icmpErrorsAbout(row.frame);
  if (error === undefined) return [];
  const { frame, timeNs, from, reason, mtu } = error;
  const args = {
    frame: digits(frame),
    delay: duration(timeNs - row.timeNs),
    from: code(from),
    reason,
    mtu: mtu ?? 0,
  };
  // The same report again may be the same packet, recorded twice.
  const more = others.filter((one) => one.from !== from || one.reason !== reason).length;
  return [
    say('links', 'icmp-error', args, [from.includes(':') ? 'RFC 4443 3' : 'RFC 792']),
    ...(more === 0 ? [] : [say('links', 'icmp-error-more', { count: more })]),
  ];
};
