// What of a program's output somebody at a terminal sees, and how it ends where it asks. Text is bytes here, a character
// each (Latin-1).

// Commands of Telnet (RFC 854), escape sequences of terminals and other control characters but white space.
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /\xff(?:[\xfb-\xfe].|\xfa.{0,64}?\xff\xf0|[\xf0-\xf9])|\x1b\[[\d;?]*[A-Za-z]|[\0-\x08\x0e-\x1f\x7f]/gs;

export const latin1 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

export const seenOf = (text: string): string => text.replace(UNSEEN, '');

/** As many bytes at an end are looked at. */
export const LONGEST_END = 1024;

/** The end of [start, end) with blanks in place of what is not seen. */
const endSeen = (bytes: Uint8Array, start: number, end: number): string =>
  latin1(bytes.subarray(Math.max(start, end - LONGEST_END), end)).replace(UNSEEN, (unseen) =>
    ' '.repeat(unseen.length),
  );

/** Where the last character of [start, end) stands that is seen; `start` when there is none. */
export function lastSeen(bytes: Uint8Array, start: number, end: number): number {
  const text = endSeen(bytes, start, end);
  const behind = /[\t\n\v\f\r ]*$/.exec(text)!.index;
  return Math.max(start, end - text.length + behind - 1);
}

/** "Password: ", "login:", "continue? ", "> ". */
const QUESTION_END = /[:?>][ \t]*$/;
const SHELL_PROMPT_END = /[$#%][ \t]+$/;

/** Whether [start, end) ends with a question. */
export const endsAsking = (bytes: Uint8Array, start: number, end: number): boolean =>
  QUESTION_END.test(endSeen(bytes, start, end));

/** Whether it ends with the prompt of a shell: only a server's is one. */
export const endsWithPrompt = (bytes: Uint8Array, start: number, end: number): boolean =>
  SHELL_PROMPT_END.test(endSeen(bytes, start, end));
