// How long the commands are that a client of FTP sends, as Zeek measures them (src/analyzer/protocol/ftp/FTP.cc): the
// first word of a line, without its arguments. Nothing else of FTP is read, no byte is kept.

/** FTP::max_command_length (init-bare.zeek). */
const MAX_COMMAND_LENGTH = 100;
/** The shortest commands have three letters: PWD, CWD. */
const MIN_COMMAND_LENGTH = 3;
const REPLY_CODE_LENGTH = 3;
const LF = 0x0a;

const Place = {
  BeforeWord: 0,
  InWord: 1,
  BehindWord: 2,
  /** Its beginning was not captured. */
  UnknownLine: 3,
} as const;

type Place = (typeof Place)[keyof typeof Place];

export class FtpCommands {
  /** It is FTP for Zeek once a client has sent a command of proper length, until a server answers otherwise. */
  private confirmed = false;
  private refuted = false;
  private answered = false;
  /** End of the client's payload so far; NaN before any. */
  private next = Number.NaN;
  private place: Place = Place.BeforeWord;
  private wordLength = 0;
  private isPrintable = true;

  /**
   * Takes payload of the client, captured as bytes[start, end), of which the wire had `len` from `seq` on. True when
   * one of its commands is too long. Behind a hole the next line counts; what fills the hole later does not.
   */
  request(bytes: Uint8Array, start: number, end: number, seq: number, len: number): boolean {
    if (this.refuted) return false;
    const ahead = Number.isNaN(this.next) ? 0 : (seq - this.next) | 0;
    if (ahead + len <= 0) return false;
    if (ahead > 0) this.place = Place.UnknownLine;
    let tooLong = false;
    for (let at = start + Math.max(0, -ahead); at < end; at++) {
      if (this.take(bytes[at]!)) tooLong = true;
    }
    if (end - start < len) this.place = Place.UnknownLine;
    this.next = (seq + len) | 0;
    return tooLong;
  }

  /**
   * Takes payload of the server: what first answers with anything but a reply code is no FTP, and Zeek lets go. Later
   * replies are not looked at; after AUTH TLS no line begins with a hundred printable bytes but by chance.
   */
  reply(bytes: Uint8Array, start: number, end: number): void {
    if (this.answered || end - start < REPLY_CODE_LENGTH) return;
    this.answered = true;
    for (let at = start; at < start + REPLY_CODE_LENGTH; at++)
      if (!isDigit(bytes[at]!)) this.refuted = true;
  }

  /** True when this byte ends the line of a command that is too long. */
  private take(byte: number): boolean {
    if (byte === LF) return this.endLine();
    const space = isSpace(byte);
    if (this.place === Place.BeforeWord && !space) this.place = Place.InWord;
    if (this.place !== Place.InWord) return false;
    if (space) {
      this.place = Place.BehindWord;
    } else {
      this.wordLength++;
      if (!isPrintable(byte)) this.isPrintable = false;
    }
    return false;
  }

  private endLine(): boolean {
    const { wordLength } = this;
    const isCommand =
      this.place !== Place.UnknownLine && this.isPrintable && wordLength >= MIN_COMMAND_LENGTH;
    this.place = Place.BeforeWord;
    this.wordLength = 0;
    this.isPrintable = true;
    if (!isCommand) return false;
    if (wordLength > MAX_COMMAND_LENGTH) return this.confirmed;
    this.confirmed = true;
    return false;
  }
}

/** As C's isspace has it: a CR ends a word, too. */
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isPrintable = (byte: number): boolean => byte > 0x20 && byte < 0x7f;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
