// Every label of Wireshark's TCP analysis as a script: where it fires, the nearest case where it does not, and what
// takes its place (Wireshark User's Guide, "TCP Analysis"). The same scripts are put to tshark.

import type { LabelName } from '../../src/tcp/label.ts';
import { type Trace, trace } from '../support/trace.ts';

export interface LabelCase {
  label: LabelName;
  name: string;
  /** Runs on a fresh trace; judged is the last segment. */
  script: (t: Trace) => unknown;
  want: readonly LabelName[];
}

/** Handshake at 0, 1 and 2 ms: the round trip is 2 ms. */
const open = (t: Trace): Trace => t.handshake({ mss: 1460, windowShift: 2, sackPermitted: true });

/** The capture begins after the handshake. */
const midstream = (t: Trace): Trace => t.unseen(() => open(t));

/** A data acknowledgement of Multipath TCP (RFC 8684 3.3.2), of a connection that did not agree on it here. */
const DSS = Uint8Array.of(30, 8, 0x20, 1, 0, 0, 0, 1);

/** Three segments of ten, of which the second is missing; so many repeated ACKs for it. */
function hole(t: Trace, duplicates: number): ReturnType<Trace['client']['data']> {
  open(t).client.data(10);
  t.server.ack();
  let missing = t.client.data(0, { flags: 0x10 });
  t.lose(() => (missing = t.client.data(10)));
  t.client.data(10);
  for (let i = 0; i < duplicates; i++) t.server.ack();
  return missing;
}

/** The client alone was captured: SYN and ACK so many ms apart, then three segments of which the second is missing. */
function oneSided(t: Trace, apartMs: number): ReturnType<Trace['client']['data']> {
  t.client.syn();
  t.unseen(() => t.server.synAck());
  t.wait(apartMs - 2).client.ack();
  t.client.data(10);
  let missing = t.client.data(0, { flags: 0x10 });
  t.lose(() => (missing = t.client.data(10)));
  t.client.data(10);
  return missing;
}

/** The server has acknowledged ten bytes that were not captured. */
function unseenAcknowledged(t: Trace): Trace {
  open(t).client.data(10);
  t.unseen(() => t.client.data(10));
  t.server.ack();
  return t;
}

const closedWindow = (t: Trace): Trace => {
  open(t).client.data(10);
  t.server.ack({ window: 0 });
  return t;
};

const it = (
  label: LabelName,
  name: string,
  script: LabelCase['script'],
  ...want: LabelName[]
): LabelCase => ({ label, name, script, want });

export const LABEL_CASES: readonly LabelCase[] = [
  it(
    'retransmission',
    'the same bytes again, later than a round trip',
    (t) => {
      const sent = open(t).client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    'retransmission',
  ),
  it('retransmission', 'not: the next bytes', (t) => {
    open(t).client.data(10);
    t.wait(300).client.data(10);
  }),
  it(
    'retransmission',
    'a SYN again',
    (t) => {
      t.client.retransmit(t.client.syn());
    },
    'retransmission',
  ),
  it(
    'retransmission',
    'a FIN again',
    (t) => {
      const fin = open(t).client.fin();
      t.wait(300).client.retransmit(fin);
    },
    'retransmission',
  ),
  it('retransmission', 'not: an ACK from behind carries no sequence numbers', (t) => {
    open(t).client.data(10);
    t.client.data(10);
    t.wait(300).client.ack({ seq: 11 });
  }),
  it(
    'retransmission',
    'superseded by keep_alive: the last byte again',
    (t) => {
      open(t).client.data(10);
      t.wait(300).client.raw({ seq: 10, payload: 1 });
    },
    'keep_alive',
  ),

  it(
    'fast_retransmission',
    'two repeated ACKs, and what they ask for within 20 ms',
    (t) => {
      const missing = hole(t, 2);
      t.wait(18).client.retransmit(missing);
    },
    'fast_retransmission',
    'retransmission',
  ),
  it(
    'fast_retransmission',
    'not: 20 ms after the repeated ACK it is a plain one',
    (t) => {
      const missing = hole(t, 2);
      t.wait(20).client.retransmit(missing);
    },
    'retransmission',
  ),
  it(
    'fast_retransmission',
    'not: one repeated ACK is not enough',
    (t) => {
      const missing = hole(t, 1);
      t.wait(5).client.retransmit(missing);
    },
    'retransmission',
  ),

  it(
    'fast_retransmission',
    'after it acknowledged what was never seen: Wireshark counts that as many repeated ACKs',
    (t) => {
      const sent = open(t).client.data(10);
      t.unseen(() => t.server.data(5));
      t.client.ack();
      t.client.retransmit(sent);
    },
    'fast_retransmission',
    'retransmission',
  ),
  it(
    'fast_retransmission',
    'not: the clock was set back since the repeated ACK',
    (t) => {
      const missing = hole(t, 2);
      t.wait(-30).client.retransmit(missing);
    },
    'retransmission',
  ),

  it(
    'spurious_retransmission',
    'bytes that were acknowledged, again',
    (t) => {
      const sent = open(t).client.data(10);
      t.server.ack();
      t.client.retransmit(sent);
    },
    'retransmission',
    'spurious_retransmission',
  ),
  it(
    'spurious_retransmission',
    'not: the last byte is not acknowledged',
    (t) => {
      const sent = open(t).client.data(10);
      t.server.ack({ ack: 10 });
      t.wait(50).client.retransmit(sent);
    },
    'retransmission',
  ),

  it(
    'out_of_order',
    'what is missing comes within the round trip of what overtook it',
    (t) => {
      const missing = hole(t, 0);
      t.client.retransmit(missing);
    },
    'out_of_order',
  ),
  it(
    'out_of_order',
    'not: after the round trip it was sent again',
    (t) => {
      const missing = hole(t, 0);
      t.wait(1).client.retransmit(missing);
    },
    'retransmission',
  ),
  it(
    'out_of_order',
    'without a handshake, within 3 ms',
    (t) => {
      midstream(t).client.data(10);
      let missing = t.client.data(0, { flags: 0x10 });
      t.lose(() => (missing = t.client.data(10)));
      t.client.data(10);
      t.wait(1).client.retransmit(missing);
    },
    'out_of_order',
  ),
  it(
    'out_of_order',
    'not: without a handshake, after 3 ms',
    (t) => {
      midstream(t).client.data(10);
      let missing = t.client.data(0, { flags: 0x10 });
      t.lose(() => (missing = t.client.data(10)));
      t.client.data(10);
      t.wait(2).client.retransmit(missing);
    },
    'retransmission',
  ),
  it(
    'out_of_order',
    "within the time from the SYN to the first ACK after it, be it the client's own with no SYN-ACK seen",
    (t) => {
      const missing = oneSided(t, 20);
      t.wait(18).client.retransmit(missing);
    },
    'out_of_order',
  ),
  it(
    'out_of_order',
    'not: that time has passed',
    (t) => {
      const missing = oneSided(t, 20);
      t.wait(22).client.retransmit(missing);
    },
    'retransmission',
  ),
  it(
    'out_of_order',
    'always, where the clock was set back between SYN and ACK',
    (t) => {
      const missing = oneSided(t, -20);
      t.wait(5000).client.retransmit(missing);
    },
    'out_of_order',
  ),
  it(
    'out_of_order',
    'without a time between SYN and ACK, within 3 ms',
    (t) => {
      const missing = oneSided(t, -1);
      t.wait(1).client.retransmit(missing);
    },
    'out_of_order',
  ),
  it(
    'out_of_order',
    'not: without a time between SYN and ACK, the next ACK gives it',
    (t) => {
      t.client.syn();
      t.wait(-1).server.ack({ ack: 1 });
      t.wait(50).client.ack();
      const missing = t.client.data(10);
      t.client.data(10);
      t.wait(60).client.retransmit(missing);
    },
    'retransmission',
  ),
  it(
    'out_of_order',
    'not: the newest segment again at once',
    (t) => {
      t.client.retransmit(open(t).client.data(10));
    },
    'retransmission',
  ),

  it(
    'lost_segment',
    'bytes are missing before this segment',
    (t) => {
      hole(t, 0);
    },
    'lost_segment',
  ),
  it('lost_segment', 'not: a RST may carry a number ahead', (t) => {
    open(t).client.data(10);
    t.client.rst({ seq: 500 });
  }),
  it('lost_segment', 'not: the first segment of a capture that begins in the middle', (t) => {
    midstream(t).client.data(10);
  }),

  it(
    'ack_lost_segment',
    'bytes are acknowledged that were not captured',
    (t) => {
      open(t).client.data(10);
      t.unseen(() => t.client.data(10));
      t.server.ack();
    },
    'ack_lost_segment',
  ),
  it('ack_lost_segment', 'not: said before, and the client has shown nothing since', (t) => {
    unseenAcknowledged(t);
    t.unseen(() => t.client.data(10));
    t.server.ack();
  }),
  it(
    'ack_lost_segment',
    'again: the client has acknowledged something since',
    (t) => {
      unseenAcknowledged(t).server.data(5);
      t.client.ack({ seq: 11 });
      t.unseen(() => t.client.data(10));
      t.server.ack();
    },
    'ack_lost_segment',
  ),
  it(
    'ack_lost_segment',
    'again: the client has shown more behind the hole',
    (t) => {
      unseenAcknowledged(t).client.data(10);
      t.server.ack();
    },
    'ack_lost_segment',
  ),
  it('ack_lost_segment', 'not: exactly what was captured', (t) => {
    open(t).client.data(10);
    t.server.ack();
  }),

  it(
    'window_update',
    'the same numbers with another window',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.server.ack({ window: 2000 });
    },
    'window_update',
  ),
  it('window_update', 'not: with data it is data', (t) => {
    open(t).client.data(10);
    t.server.ack();
    t.server.data(5, { window: 2000 });
  }),
  it('window_update', 'not: another acknowledgement number', (t) => {
    open(t).client.data(10);
    t.client.data(10);
    t.server.ack({ ack: 11 });
    t.server.ack({ window: 2000 });
  }),
  it(
    'window_update',
    'superseded by zero_window: closing is no update',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.server.ack({ window: 0 });
    },
    'zero_window',
  ),
  it(
    'window_update',
    'superseded by duplicate_ack: the same window',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.server.ack();
    },
    'duplicate_ack',
  ),

  it(
    'window_full',
    'the segment ends where the scaled window ends',
    (t) => {
      open(t).client.data(10);
      t.server.ack({ window: 100 });
      t.client.data(400);
    },
    'window_full',
  ),
  it('window_full', 'not: one byte less', (t) => {
    open(t).client.data(10);
    t.server.ack({ window: 100 });
    t.client.data(399);
  }),
  it(
    'window_full',
    'the window of a SYN-ACK sent again, which is never scaled',
    (t) => {
      open(t).client.data(10);
      t.server.synAck({ seq: 0, window: 100 });
      t.client.data(100);
    },
    'window_full',
  ),
  it('window_full', 'not: the window of that SYN-ACK scaled', (t) => {
    open(t).client.data(10);
    t.server.synAck({ seq: 0, window: 100 });
    t.client.data(400);
  }),
  it(
    'window_full',
    'the scale is that of an option on a segment without SYN, which Wireshark believes',
    (t) => {
      midstream(t).client.data(10);
      t.server.ack({ window: 100, options: Uint8Array.of(3, 3, 2, 0) });
      t.client.data(400);
    },
    'window_full',
  ),
  it('window_full', 'not: the scale is not known', (t) => {
    midstream(t).client.data(10);
    t.server.ack({ window: 100 });
    t.client.data(100);
  }),
  it(
    'window_full',
    'the window without scaling',
    (t) => {
      t.handshake().client.data(10);
      t.server.ack({ window: 100 });
      t.client.data(100);
    },
    'window_full',
  ),

  it(
    'keep_alive',
    'no byte, one below the next number',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.wait(5000).client.keepAlive(0);
    },
    'keep_alive',
  ),
  it(
    'keep_alive',
    'one byte, one below the next number',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.wait(5000).client.keepAlive(1);
    },
    'keep_alive',
  ),
  it('keep_alive', 'not: two bytes bring a new one', (t) => {
    open(t).client.data(10);
    t.wait(5000).client.raw({ seq: 10, payload: 2 });
  }),
  it(
    'keep_alive',
    'not: a FIN there',
    (t) => {
      open(t).client.data(10);
      t.wait(5000).client.fin({ seq: 10 });
    },
    'retransmission',
  ),
  it(
    'keep_alive',
    'superseded by duplicate_ack: at the next number',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.wait(5000).client.ack();
    },
    'duplicate_ack',
  ),

  it(
    'keep_alive_ack',
    'the same numbers after a keep-alive',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.client.keepAlive();
      t.server.ack();
    },
    'keep_alive_ack',
  ),
  it(
    'keep_alive_ack',
    'superseded by window_update',
    (t) => {
      open(t).client.data(10);
      t.server.ack();
      t.client.keepAlive();
      t.server.ack({ window: 2000 });
    },
    'window_update',
  ),
  it('keep_alive_ack', 'not: data came after the keep-alive', (t) => {
    open(t).client.data(10);
    t.server.ack();
    t.client.keepAlive();
    t.client.data(10);
    t.server.ack();
  }),

  it(
    'duplicate_ack',
    'the same numbers and window',
    (t) => {
      hole(t, 1);
    },
    'duplicate_ack',
  ),
  it(
    'duplicate_ack',
    'SACK blocks make no difference',
    (t) => {
      hole(t, 0);
      t.server.ack({ sack: [[21, 31]] });
    },
    'duplicate_ack',
  ),
  it('duplicate_ack', 'not: a FIN with the same numbers', (t) => {
    hole(t, 0);
    t.server.fin();
  }),
  it('duplicate_ack', 'not: the number has moved', (t) => {
    open(t).client.data(10);
    t.server.ack();
    t.client.data(10);
    t.server.ack();
  }),

  it(
    'zero_window_probe',
    'one byte into a closed window',
    (t) => {
      closedWindow(t).client.data(1);
    },
    'zero_window_probe',
  ),
  it('zero_window_probe', 'not: two bytes', (t) => {
    closedWindow(t).client.data(2);
  }),
  it('zero_window_probe', 'not: one byte into an open window', (t) => {
    open(t).client.data(10);
    t.server.ack();
    t.client.data(1);
  }),
  it(
    'zero_window_probe',
    'the probe again',
    (t) => {
      const probe = closedWindow(t).client.data(1);
      t.wait(500).client.retransmit(probe);
    },
    'zero_window_probe',
  ),

  it(
    'zero_window',
    'a window of 0',
    (t) => {
      closedWindow(t);
    },
    'zero_window',
  ),
  it('zero_window', 'not: a window of 1', (t) => {
    open(t).client.data(10);
    t.server.ack({ window: 1 });
  }),
  it('zero_window', 'not: the window of a RST means nothing', (t) => {
    open(t).client.rst();
  }),
  it('zero_window', 'not: the window of a SYN', (t) => {
    t.client.syn({ window: 0 });
  }),

  it(
    'zero_window_probe_ack',
    'the answer to a probe, the window still closed',
    (t) => {
      closedWindow(t);
      t.undelivered(() => t.client.data(1));
      t.server.ack({ window: 0 });
    },
    'zero_window_probe_ack',
    'zero_window',
  ),
  it(
    'zero_window_probe_ack',
    'superseded by window_update: the window opens',
    (t) => {
      closedWindow(t);
      t.undelivered(() => t.client.data(1));
      t.server.ack({ window: 100 });
    },
    'window_update',
  ),
  it(
    'zero_window_probe_ack',
    'not: no probe came before it',
    (t) => {
      closedWindow(t).server.ack({ window: 0 });
    },
    'zero_window',
  ),

  it(
    'lost_segment',
    'not: behind a header of four words, where those of five would follow',
    (t) => {
      open(t).client.data(10, { dataOffset: 4 });
      t.client.raw({ seq: 15, payload: 10 });
    },
  ),
  it(
    'ack_lost_segment',
    'behind a header of four words, one byte more than follows it',
    (t) => {
      open(t).client.data(10, { dataOffset: 4 });
      t.server.ack({ ack: 16 });
    },
    'ack_lost_segment',
  ),
  it('retransmission', 'not: a header of four words has no label', (t) => {
    open(t).client.data(10);
    t.wait(1000).client.raw({ seq: 1, payload: 10, dataOffset: 4 });
  }),
  it(
    'retransmission',
    'the same bytes again behind such a header',
    (t) => {
      open(t).client.data(10, { dataOffset: 4 });
      t.wait(1000).client.raw({ seq: 1, payload: 10 });
    },
    'retransmission',
  ),

  it(
    'duplicate_ack',
    'not: since its sender spoke, an operation of Multipath TCP was seen for the first time',
    (t) => {
      open(t).client.data(10);
      t.server.ack({ options: DSS });
      t.server.ack({ options: DSS });
    },
  ),
  it(
    'duplicate_ack',
    'the operation had been seen before',
    (t) => {
      open(t).client.data(10);
      t.server.ack({ options: DSS });
      t.server.ack({ options: DSS });
      t.server.ack({ options: DSS });
    },
    'duplicate_ack',
  ),
  it('duplicate_ack', 'not: the other side showed a new operation meanwhile', (t) => {
    open(t).client.data(10);
    t.server.ack();
    t.client.ack({ options: DSS });
    t.server.ack();
  }),
  it(
    'retransmission',
    'not said of a segment with an option at which Wireshark breaks off',
    (t) => {
      t.client.raw({ flags: 0x02 });
      t.client.raw({ flags: 0x02, seq: 0, options: Uint8Array.of(5, 2, 0, 0) });
    },
  ),
  it(
    'lost_segment',
    'half of all numbers ahead: there each number lies before the other',
    (t) => {
      open(t).client.data(10);
      t.wait(300).client.raw({ flags: 0x10, seq: 11 + 0x8000_0000, payload: 10 });
    },
    'lost_segment',
    'spurious_retransmission',
    'retransmission',
  ),
  it(
    'ack_lost_segment',
    'an acknowledgement half of all numbers ahead',
    (t) => {
      open(t).client.data(10);
      t.server.ack({ ack: 11 + 0x8000_0000 });
    },
    'ack_lost_segment',
  ),
  it(
    'window_update',
    'the window that was told before one behind a header of four words',
    (t) => {
      open(t).client.data(10);
      t.server.ack({ window: 100 });
      t.server.raw({ flags: 0x10, window: 9, dataOffset: 4 });
      t.server.raw({ flags: 0x10, seq: 5, window: 100 });
    },
    'window_update',
  ),

  it(
    'reused_ports',
    'a SYN with another number on the same ports',
    (t) => {
      open(t).client.rst();
      t.client.raw({ flags: 0x02, seq: 70_000 });
    },
    'reused_ports',
  ),
  it(
    'reused_ports',
    'superseded by retransmission: the same number',
    (t) => {
      t.client.retransmit(t.client.syn());
    },
    'retransmission',
  ),
];

/** The case's trace; `port` keeps cases in one capture apart. */
export function labelTrace(one: LabelCase, isn: number, port = 40_000): Trace {
  // The server's numbers lie elsewhere, but cross the wrap when the client's do.
  const t = trace({ client: { isn, port }, server: { isn: (isn - 5) >>> 0 } });
  one.script(t);
  return t;
}
