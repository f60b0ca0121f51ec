// What the capture cannot know of a socket, by name; the words are the table's legend and the schema's.

/** By note: what it means, in the order they are listed. */
export const SOCKET_NOTES = {
  inferred:
    'a SYN was answered here, so something listened; it may listen on other addresses too (0.0.0.0), and may have ended unseen',
  'opening-not-captured':
    'the connection is older than the capture, or its opening was missed: it is there, the state is the likeliest',
  'not-yet-acknowledged':
    'the segment that brings it into this state was captured, but not yet its acknowledgement: until it arrives the state is the one before',
  'icmp-error':
    'an ICMP error reports that its SYN got no further: some kernels give up at once, and connect() fails; others go on asking',
  'half-open':
    'only this end still holds the connection: the other has begun anew (RFC 9293 3.5.1)',
  'past-timer':
    'nothing was captured for longer than Linux waits by default (SYN_SENT 127 s, SYN_RECV 63 s, FIN_WAIT2 60 s after close()): probably gone',
} as const;

export type SocketNote = keyof typeof SOCKET_NOTES;

/** In the order they are listed. */
export const SOCKET_NOTE_NAMES = Object.keys(SOCKET_NOTES) as SocketNote[];
