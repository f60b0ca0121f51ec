// Zeek's connection history (conn.log, field `history`): one letter an event, upper case for the originator.
// A history is a small number here; connections with the same history share its text.

/** Events in the originator's spelling. The number of a letter is its place here. */
const LETTERS = 'SHADFRCGTWIQ^X';

export const HistoryLetter = {
  Syn: 0,
  SynAck: 1,
  Ack: 2,
  Data: 3,
  Fin: 4,
  Rst: 5,
  BadChecksum: 6,
  Gap: 7,
  Retransmission: 8,
  ZeroWindow: 9,
  Inconsistent: 10,
  MultiFlag: 11,
  Flipped: 12,
  Limit: 13,
} as const;

export type HistoryLetter = (typeof HistoryLetter)[keyof typeof HistoryLetter];

/** All histories met so far, as a tree of letters; 0 is the empty one. */
export class HistoryBook {
  private readonly texts: string[] = [''];
  /** Where each letter of each side leads, by history; 0 where it was not met. */
  private readonly next: number[] = emptyNode();

  /** The history that goes on with `letter`, in lower case for the responder. */
  append(history: number, letter: HistoryLetter, fromOriginator: boolean): number {
    const at = (2 * history + (fromOriginator ? 0 : 1)) * LETTERS.length + letter;
    const known = this.next[at]!;
    if (known !== 0) return known;
    const text = LETTERS[letter]!;
    const number = this.texts.push(
      this.texts[history]! + (fromOriginator ? text : text.toLowerCase()),
    );
    this.next[at] = number - 1;
    this.next.push(...emptyNode());
    return number - 1;
  }

  text(history: number): string {
    return this.texts[history]!;
  }
}

function emptyNode(): number[] {
  return Array.from({ length: 2 * LETTERS.length }, () => 0);
}
