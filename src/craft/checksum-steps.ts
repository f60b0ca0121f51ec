// The Internet checksum as one would do it on paper (RFC 1071): 16-bit words, their sum, the carry, the complement.

/** A run of octets that is added, and what it is. */
export interface Addend {
  name: string;
  bytes: Uint8Array;
}

const WORDS_A_LINE = 8;
const hex = (n: number): string => n.toString(16).padStart(4, '0');

/** Lines of the calculation: every word, the running sum, the folding, the result. */
export function checksumSteps(addends: readonly Addend[]): string[] {
  const lines: string[] = [];
  let sum = 0;
  for (const { name, bytes } of addends) {
    const words = wordsOf(bytes);
    for (let at = 0; at < words.length; at += WORDS_A_LINE) {
      const run = words.slice(at, at + WORDS_A_LINE);
      for (const word of run) sum += word;
      const label = at === 0 ? name : '';
      const list = run.map(hex).join(' ');
      lines.push(`${label.padEnd(20)}  ${list.padEnd(WORDS_A_LINE * 5)} sum ${hex(sum)}`);
    }
  }
  while (sum > 0xffff) {
    const [carry, low] = [Math.floor(sum / 0x10000), sum % 0x10000];
    lines.push(`carry added back      ${hex(low)} + ${carry.toString(16)} = ${hex(low + carry)}`);
    sum = low + carry;
  }
  lines.push(`complement            ffff - ${hex(sum)} = ${hex(0xffff - sum)}`);
  return lines;
}

/** An odd last octet is the high half of a word whose low half is zero. */
function wordsOf(bytes: Uint8Array): number[] {
  const words: number[] = [];
  for (let at = 0; at < bytes.length; at += 2)
    words.push(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  return words;
}
