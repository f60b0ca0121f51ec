// Plays one person's lines of a lab's script.tsv: seconds, who, action, text, separated by tabs.
// The actions are the client's: it passes a function for each.
import { readFileSync } from 'node:fs';

/** `play(actions, who, file, startMs)` calls `actions[action](text)` for each line of `who` at its time. */
export function play(actions, who, file, startMs) {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    const [seconds, name, action, text = ''] = line.split('\t');
    if (name !== who) continue;
    if (!(action in actions)) throw new Error(`${who} cannot ${action}`);
    const atMs = Number(startMs) + Number(seconds) * 1000;
    setTimeout(() => actions[action](text), atMs - Date.now());
  }
}

/** What everybody with a socket can do with it, however the protocol frames a message. */
export function socketActions(socketOf, framed) {
  return {
    send: (text) => socketOf().write(framed(text)),
    // Two writes with a pause, and no waiting for the first one's acknowledgement: two segments.
    'send-in-two': (text) => {
      const bytes = Buffer.from(framed(text));
      const half = bytes.length >> 1;
      socketOf().setNoDelay(true);
      socketOf().write(bytes.subarray(0, half));
      setTimeout(() => socketOf().write(bytes.subarray(half)), 40);
    },
    // Several messages in one write: one segment.
    'send-together': (texts) => socketOf().write(texts.split('|').map(framed).join('')),
    leave: () => socketOf().end(),
    die: () => process.kill(process.pid, 'SIGKILL'),
    'stop-reading': () => socketOf().pause(),
    // With bytes unread, the kernel answers the close with RST (RFC 2525 section 2.17).
    close: () => socketOf().destroy(),
  };
}
