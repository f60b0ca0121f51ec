// What a lab that really runs is made of: computers, wires, programs, what is captured where.
// Pure description; run.ts carries it out.

/** A plug of a switch: the computer's interface `device`, with its address. */
export interface Port {
  readonly host: string;
  readonly address: `${string}/${number}`;
  readonly device: string;
}

/** A program that runs on `host`, in the lab's own folder, with LAB_LOG naming the log file. */
export interface Program {
  readonly host: string;
  readonly command: readonly string[];
  /** Seconds after the start when it is ended, and how; without it, SIGTERM when the lab is over. */
  readonly endedBy?: { readonly signal: 'SIGTERM' | 'SIGKILL'; readonly atSeconds: number };
}

/** A client program: its command gets its name, the script and the start (ms since 1970) appended. */
export interface Client {
  readonly who: string;
  readonly host: string;
  readonly command: readonly string[];
}

/** One tcpdump. `options` choose link type, clock and interface; the whole frame is always kept. */
export interface Tap {
  readonly file: `${string}.pcap`;
  readonly host: string;
  readonly options: readonly string[];
}

export interface Lab {
  /** One sentence: what the captures show. */
  readonly claim: string;
  /** Every computer is a network namespace of its own, with nothing else in it. */
  readonly hosts: readonly string[];
  /** Each list of ports is one switch. Empty: everything happens on loopback. */
  readonly switches: readonly (readonly Port[])[];
  /** Commands run on a host before anything else: routes, address translation. */
  readonly setUp: readonly { readonly host: string; readonly command: readonly string[] }[];
  readonly taps: readonly Tap[];
  readonly programs: readonly Program[];
  readonly clients: readonly Client[];
  /** When every host's sockets are listed, in seconds after the start. */
  readonly socketsAtSeconds: readonly number[];
  readonly lastsSeconds: number;
  /** What this lab needs beyond ip, ss, tcpdump and node. */
  readonly needs: readonly string[];
}

/** Captured on a computer's own Ethernet interface. */
export const onEthernet = (file: Tap['file'], host: string, device = 'eth0'): Tap => ({
  file,
  host,
  options: ['-i', device],
});
