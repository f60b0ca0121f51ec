// How far Wireshark believes a SOCKS negotiation to be (SOCKS 4: Lee's memo of 1992; 5: RFC 1928, RFC 1929, RFC 1961).
// It looks at one segment after the other, puts nothing together, and does not ask whether the answer was yes
// (version 5): measured against tshark 4.0.17, since stream numbers depend on it (socks-tunnels.ts).

const Command = { Connect: 1, Bind: 2, UdpAssociate: 3, Ping: 128, Traceroute: 129 } as const;
const Method = { None: 0, GssApi: 1, UserName: 2 } as const;
const AddressType = { Ipv4: 1, Name: 3, Ipv6: 4 } as const;
const GRANTED_4 = 90;
const GSS_FAILURE = 0xff;

type ClientStep = 'greeting' | 'authentication' | 'command' | 'done' | 'failed';
type ServerStep =
  | 'choice'
  | 'chosen'
  | 'user-reply'
  | 'gss-reply'
  | 'command-reply'
  | 'bind-reply'
  | 'done'
  | 'failed';

export class SocksNegotiation {
  /** Port that the client asked for. */
  remotePort = 0;
  private readonly version: number;
  private command = 0;
  private method = 0;
  private client: ClientStep = 'greeting';
  private server: ServerStep = 'choice';

  /** `version`: the first byte of the first payload, whatever it is. */
  constructor(version: number) {
    this.version = version;
  }

  /** Both sides have said what there is to say: what follows is the tunnel's. */
  get isDone(): boolean {
    return this.client === 'done' && this.server === 'done';
  }

  /** What follows goes to the remote port. */
  get leadsOn(): boolean {
    return this.command !== Command.Ping && this.command !== Command.Traceroute;
  }

  /** Takes the payload of a segment, as far as it was captured. Where it ends too early, nothing is learned of the rest. */
  take(payload: Uint8Array, toServer: boolean): void {
    const { client, server, version } = this;
    if (toServer) {
      if (client === 'done' || client === 'failed') return;
      if (version === 4) this.request4(payload);
      else if (version === 5) this.request5(payload, 0);
    } else {
      if (server === 'done' || server === 'failed') return;
      if (version === 4) this.reply4(payload);
      else if (version === 5) this.reply5(payload);
    }
  }

  private request4(bytes: Uint8Array): void {
    const command = bytes[1];
    if (command === undefined) return;
    this.command = command;
    const port = u16(bytes, 2);
    if (port === null) return;
    if (command === Command.Connect) this.remotePort = port;
    this.client = 'done';
  }

  private reply4(bytes: Uint8Array): void {
    const code = bytes[1];
    if (code !== undefined) this.server = code === GRANTED_4 ? 'done' : 'failed';
  }

  private request5(bytes: Uint8Array, at: number): void {
    if (this.client === 'greeting') this.greeting(bytes, at);
    else if (this.client === 'authentication') this.authentication();
    else this.commandRequest(bytes, at);
  }

  /** Methods on offer. A client that offers none but "none" may go on at once. */
  private greeting(bytes: Uint8Array, at: number): void {
    const count = bytes[at + 1];
    const [first] = bytes.subarray(at + 2);
    if (count === undefined || (count === 1 && first === undefined)) return;
    if (count > 1 || (count === 1 && first !== Method.None)) {
      this.client = 'authentication';
      return;
    }
    this.client = 'command';
    const next = at + 2 + count;
    if (next < bytes.length) this.commandRequest(bytes, next);
  }

  private authentication(): void {
    if (this.server !== 'chosen') return;
    this.client = 'command';
    this.server = this.method === Method.UserName ? 'user-reply' : 'gss-reply';
  }

  private commandRequest(bytes: Uint8Array, at: number): void {
    const command = bytes[at + 1];
    if (command === undefined) return;
    this.command = command;
    const portAt = addressEnd(bytes, at + 3);
    if (portAt === null) return;
    if (command === Command.Connect || command === Command.UdpAssociate) {
      const port = u16(bytes, portAt);
      if (port === null) return;
      this.remotePort = port;
    }
    this.client = 'done';
  }

  private reply5(bytes: Uint8Array): void {
    switch (this.server) {
      case 'choice':
        this.choice(bytes[1]);
        return;
      case 'user-reply':
        this.server = 'command-reply';
        return;
      case 'gss-reply':
        if (bytes[1] === GSS_FAILURE) this.server = 'failed';
        else if (u16(bytes, 2) === 0) this.server = 'command-reply';
        return;
      case 'command-reply':
        if (this.command === Command.Bind) this.server = 'bind-reply';
        else if (this.command === Command.Connect || !this.leadsOn) this.server = 'done';
        return;
      default:
    }
  }

  private choice(method: number | undefined): void {
    if (method === undefined) return;
    this.method = method;
    if (method === Method.None) {
      this.server = 'command-reply';
      // Also when it came with the greeting: it is then awaited once more.
      this.client = 'command';
    } else {
      const isKnown = method === Method.UserName || method === Method.GssApi;
      this.server = isKnown ? 'chosen' : 'failed';
    }
  }
}

/** Behind the address whose type stands at `at`; null where it is not all there. */
function addressEnd(bytes: Uint8Array, at: number): number | null {
  const type = bytes[at];
  if (type === undefined) return null;
  const start = at + 1;
  if (type === AddressType.Name) {
    const len = bytes[start];
    return len === undefined ? null : start + 1 + len;
  }
  const end = start + (type === AddressType.Ipv4 ? 4 : type === AddressType.Ipv6 ? 16 : 0);
  return end > bytes.length ? null : end;
}

const u16 = (bytes: Uint8Array, at: number): number | null => {
  const low = bytes[at + 1];
  return low === undefined ? null : (bytes[at]! << 8) | low;
};
