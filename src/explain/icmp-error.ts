// What ICMP says of a row that got no further. The error is a frame of the capture, but no row of the report.

import { code, digits, duration } from './args.ts';
import type { Explainer } from './scene.ts';
import { say } from './scene.ts';

export const explainIcmpError: Explainer = ({ row, story }) => {
  const [error, ...more] = story.icmpErrorsAbout(row.frame);
  if (error === undefined) return [];
  const { frame, timeNs, from, reason, mtu } = error;
  return [
    say(
      'links',
      'icmp-error',
      {
        frame: digits(frame),
        delay: duration(timeNs - row.timeNs),
        from: code(from),
        reason,
        mtu: mtu ?? 0,
        more: more.length,
      },
      [from.includes(':') ? 'RFC 4443 3' : 'RFC 792'],
    ),
  ];
};
