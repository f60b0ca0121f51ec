// How long a record may claim to be before the claim itself is the damage. No format fixes a limit;
// these are the sizes real writers stay under, and they agree with what Wireshark refuses.
import { LinkType } from './link-type.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** tcpdump's and Wireshark's default snapLen: IP cannot fill more than a quarter of it. */
const USUAL_LIMIT = 256 * KIB;
/** Nothing at all may be longer, whatever snapLen the file claims. */
export const HARD_LIMIT = 256 * MIB;
/** A section or interface description is names and comments. */
export const DESCRIPTION_LIMIT = 16 * MIB;

/** Link types whose "frames" are whole messages or transfers. */
const LONG_FRAMES: ReadonlyMap<number, number> = new Map([
  [LinkType.Dbus, 128 * MIB],
  [LinkType.Usbpcap, 128 * MIB],
  [LinkType.UsbDarwin, 128 * MIB],
  [LinkType.Ebhscr, 8 * MIB],
]);

/** Longest believable capLen in bytes. A larger snapLen is believed: big TCP offloads exceed 256 KiB. */
export function recordLimit(linkType: number, snapLen: number): number {
  const usual = LONG_FRAMES.get(linkType) ?? USUAL_LIMIT;
  return Math.min(Math.max(usual, snapLen), HARD_LIMIT);
}
