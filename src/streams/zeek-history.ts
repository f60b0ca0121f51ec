// Zeek's connection history (conn.log, field `history`): one letter an event, upper case for the originator.
// A history is a small number here; connections with the same history share its text.

/** Events in the originator's spelling. */
export const HistoryLetter = {
  Syn: 'S',
  SynAck: 'H',
  Ack: 'A',
  Data: 'D',
  Fin: 'F',
  Rst: 'R',
  BadChecksum: 'C',
  Gap: 'G',
  Retransmission: 'T',
  ZeroWindow: 'W',
  Inconsistent: 'I',
  MultiFlag: 'Q',
  Flipped: '^',
} as const;

export type HistoryLetter = (typeof HistoryLetter)[keyof typeof HistoryLetter];

/** All histories met so far; 0 is the empty one. */
export class HistoryBook {
  private readonly texts: string[] = [''];
  private readonly longer = new Map<string, number>([['', 0]]);

  /** The history that goes on with `letter`, in lower case for the responder. */
  append(history: number, letter: HistoryLetter, fromOriginator: boolean): number {
    const text = this.texts[history]! + (fromOriginator ? letter : letter.toLowerCase());
    const known = this.longer.get(text);
    if (known !== undefined) return known;
    this.texts.push(text);
    this.longer.set(text, this.texts.length - 1);
    return this.texts.length - 1;
  }

  text(history: number): string {
    return this.texts[history]!;
  }
}
