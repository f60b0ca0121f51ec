// Path MTU discovery (RFC 1191 3, RFC 8201 4): a router has dropped a packet that was too big for the next link, and told
// its sender so; the sender cuts the same bytes into smaller packets.

import type { ResendScene, Triggered } from './resend-scene.ts';
import { told } from './resend-scene.ts';
import type { ErrorReport, RuleRow, Surroundings } from './rule.ts';

/** The report that the earlier copy was too big, where it came before this one, which is small enough. */
export function tooBig({ row, earlier, around }: ResendScene): Triggered | null {
  const report = reportOf(row, earlier, around);
  return report === null ? null : { ...told('too-big', [earlier]), mtu: report.mtu ?? 0 };
}

function reportOf(row: RuleRow, earlier: RuleRow, around: Surroundings): ErrorReport | null {
  const report = around.errorAbout(earlier);
  if (report?.reason !== 'too-big' || report.frame > row.frame) return null;
  const { totalLen } = row.network;
  const isSmaller =
    report.mtu === null ? totalLen < earlier.network.totalLen : totalLen <= report.mtu;
  return isSmaller ? report : null;
}
