// Which operations of Multipath TCP (RFC 8684 3: subtypes of the option) a connection has shown, and which when each side of
// a subflow last spoke. RFC 8684 4 lets acknowledgements come again so that they carry signals: Wireshark calls none a
// duplicate before which an operation was seen for the first time since its sender's segment before. Subflows share what
// they show: they find each other by tokens. What follows is what Wireshark 4.0 does, measured with tshark 4.0.17, also
// where a host would refuse.

import type { MptcpOption } from '../decode/mptcp-options.ts';
import { MptcpSubtype } from '../decode/tcp-option-kinds.ts';
import type { TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from './connection.ts';
import { tokenOf } from './multipath-token.ts';

/** Whether the connection has shown an operation since `side` last spoke. */
export const showsNewOperation = ({ multipath, subflow }: Connection, side: Side): boolean =>
  subflow !== 0 && multipath.showsNew(subflow, side);

/** `side` speaks: what was shown before its segment, it has seen. To be called before `noteMultipath`. */
export const noteSpeaking = ({ multipath, subflow }: Connection, side: Side): void =>
  multipath.speaks(subflow, side);

/** Takes what the options of a segment of `side` show. */
export function noteMultipath(connection: Connection, side: Side, tcp: TcpView): void {
  connection.subflow = connection.multipath.take(connection.subflow, side, tcp);
}

/**
 * Whether Wireshark fails at the options of a segment that `connection` has not taken yet ("Dissector bug"): it then says
 * nothing of the segment.
 */
export const failsAtMultipath = ({ multipath, subflow }: Connection, tcp: TcpView): boolean =>
  (tcp.operations & JOINING) !== 0 && multipath.failsAt(subflow, tcp.mptcpOptions);

/** Operations up to MP_FASTCLOSE: Wireshark keeps eight. */
const KEPT = 0xff;
/** Those that join subflows. */
const JOINING = (1 << MptcpSubtype.MP_CAPABLE) | (1 << MptcpSubtype.MP_JOIN);
/** Of this version the key that comes first is the server's (RFC 8684 3.1): ends are the other way round. */
const SERVER_FIRST = 1;

/** One host of a connection of Multipath TCP. */
interface End {
  hasToken: boolean;
  hasKey: boolean;
  version: number;
}

/** What subflows share. */
interface MultipathConnection {
  operations: number;
  readonly ends: readonly [End, End];
}

/** What is kept of a TCP connection that is one. */
interface Subflow {
  connection: MultipathConnection;
  /** The end that side 0 belongs to; side 1 belongs to the other. */
  endOfFirst: number;
  /** Operations the connection had shown when each side last spoke. */
  readonly shown: [number, number];
}

/** All subflows of a capture: as many as there are TCP connections with an option of Multipath TCP. */
export class MultipathBook {
  /** By their number; 0 is none. */
  private readonly subflows: (Subflow | null)[] = [null];
  private readonly byToken = new Map<number, MultipathConnection>();

  /** Whether an operation was shown since `side` of the subflow last spoke. */
  showsNew(subflow: number, side: Side): boolean {
    const known = this.subflows[subflow];
    return known != null && known.shown[side] !== known.connection.operations;
  }

  speaks(subflow: number, side: Side): void {
    const known = this.subflows[subflow];
    if (known != null) known.shown[side] = known.connection.operations;
  }

  /** The subflow's sides change places; neither has spoken. */
  turn(subflow: number): void {
    const known = this.subflows[subflow];
    if (known != null) known.endOfFirst = 1 - known.endOfFirst;
  }

  /** Whether the first token comes where one did not have to be known before: Wireshark does not expect that. */
  failsAt(subflow: number, options: readonly MptcpOption[]): boolean {
    const known = this.subflows[subflow] ?? null;
    if (known?.connection.ends.some(({ hasToken }) => hasToken) === true) return false;
    let isSubflow = known !== null;
    for (const { subtype, version, keys, token } of options) {
      const [key] = keys;
      if (key !== undefined) return isSubflow && !this.byToken.has(tokenOf(version, key));
      if (token >= 0) return isSubflow && !this.byToken.has(token);
      isSubflow ||= subtype !== MptcpSubtype.MP_CAPABLE;
    }
    return false;
  }

  /** Takes what a segment of `side` shows. Answers the subflow's number, another one if it is one from now on. */
  take(subflow: number, side: Side, tcp: TcpView): number {
    const { operations } = tcp;
    let known = this.subflows[subflow] ?? null;
    let isRead = true;
    if (known === null || operations & JOINING) {
      const joining = new Joining(this.byToken, known, side);
      isRead = tcp.mptcpOptions.every((option) => joining.take(option));
      known = joining.subflow;
    }
    if (known === null) return 0;
    if (isRead && !tcp.isBrokenOff) known.connection.operations |= operations & KEPT;
    return subflow !== 0 ? subflow : this.subflows.push(known) - 1;
  }
}

/** The options of one segment, on their way to the connection they belong to. */
class Joining {
  subflow: Subflow | null;
  private readonly byToken: Map<number, MultipathConnection>;
  private readonly side: Side;
  private readonly otherSide: Side;

  constructor(byToken: Map<number, MultipathConnection>, subflow: Subflow | null, side: Side) {
    this.byToken = byToken;
    this.subflow = subflow;
    this.side = side;
    this.otherSide = side === 0 ? 1 : 0;
  }

  /** False where Wireshark fails: it then says nothing of the segment, and keeps none of its operations. */
  take({ subtype, version, keys, token }: MptcpOption): boolean {
    const { side, otherSide } = this;
    if (subtype === MptcpSubtype.MP_CAPABLE) {
      const [own, others] = keys;
      return (
        (own === undefined || this.takeKey(side, version, own)) &&
        (others === undefined || this.takeKey(otherSide, version, others))
      );
    }
    if (token < 0) {
      this.subflow ??= this.begin();
      return true;
    }
    if (!this.takeToken(otherSide, token)) return false;
    const { subflow } = this;
    if (subflow !== null && this.endOf(subflow, side).version === SERVER_FIRST)
      subflow.endOfFirst = 1 - subflow.endOfFirst;
    return true;
  }

  /** A connection of which no token is known yet: its first end is who sends. */
  private begin(): Subflow {
    const ends = [newEnd(), newEnd()] as const;
    return { connection: { operations: 0, ends }, endOfFirst: this.side, shown: [0, 0] };
  }

  private endOf({ connection, endOfFirst }: Subflow, side: Side): End {
    return connection.ends[(endOfFirst ^ side) as Side];
  }

  private takeKey(owner: Side, version: number, key: Uint8Array): boolean {
    if (this.subflow !== null && this.endOf(this.subflow, owner).hasKey) return true;
    if (!this.takeToken(owner, tokenOf(version, key))) return false;
    const end = this.endOf(this.subflow!, owner);
    end.hasKey = true;
    end.version = version;
    return true;
  }

  /** The host that `owner` belongs to is known by this token; so is its connection, if it was seen before. */
  private takeToken(owner: Side, token: number): boolean {
    const { subflow, byToken } = this;
    if (subflow !== null && this.endOf(subflow, owner).hasToken) return true;
    const known = byToken.get(token);
    if (known !== undefined) {
      this.attach(known, owner);
      return true;
    }
    const own = subflow ?? this.begin();
    if (subflow !== null) {
      const { ends } = subflow.connection;
      const free = ends[0].hasToken ? 1 : 0;
      // Operations that came before any token leave both ends free: Wireshark does not expect that.
      if (free === 0 && !ends[1].hasToken) return false;
      own.endOfFirst = free ^ owner;
    }
    this.subflow = own;
    this.endOf(own, owner).hasToken = true;
    byToken.set(token, own.connection);
    return true;
  }

  /** Joins the connection: the owner of the token becomes its second end, if it is not its first already. */
  private attach(connection: MultipathConnection, owner: Side): void {
    const { subflow } = this;
    if (subflow === null) {
      this.subflow = { connection, endOfFirst: 1 ^ owner, shown: [0, 0] };
      return;
    }
    const isFirst = subflow.connection === connection && (subflow.endOfFirst ^ owner) === 0;
    subflow.connection = connection;
    subflow.endOfFirst = (isFirst ? 0 : 1) ^ owner;
  }
}

const newEnd = (): End => ({ hasToken: false, hasKey: false, version: 0 });
