// TCP option kinds (IANA "TCP Option Kind Numbers"), the MPTCP subtypes (RFC 8684 section 8) and the
// registered experiment identifiers that are seen in captures (RFC 6994). Names only, no parsing.

/** Kinds that code refers to by name. */
export const TcpOptionKind = {
  EndOfOptionList: 0,
  NoOperation: 1,
  Mss: 2,
  WindowScale: 3,
  SackPermitted: 4,
  Sack: 5,
  Timestamps: 8,
  Md5: 19,
  Snack: 21,
  UserTimeout: 28,
  TcpAo: 29,
  Mptcp: 30,
  FastOpen: 34,
  EncryptionNegotiation: 69,
  AccEcn0: 172,
  AccEcn1: 174,
  Experiment1: 253,
  Experiment2: 254,
} as const;

/** A row of the registry: the name, and the lengths the option may have (kind and length octet counted). */
export interface TcpOptionRow {
  name: string;
  /** Exact length; 0 for the two options of a single octet; absent where several are allowed. */
  length?: number;
  min?: number;
  max?: number;
  /** The contents are whole units of this many octets. */
  unit?: number;
}

/** The registry by kind. */
export const TCP_OPTION_ROWS: ReadonlyMap<number, TcpOptionRow> = new Map<number, TcpOptionRow>([
  [0, { name: 'End of Option List', length: 0 }],
  [1, { name: 'No-Operation', length: 0 }],
  [2, { name: 'Maximum Segment Size', length: 4 }],
  [3, { name: 'Window Scale', length: 3 }],
  [4, { name: 'SACK Permitted', length: 2 }],
  [5, { name: 'SACK', min: 10, max: 34, unit: 8 }],
  [6, { name: 'Echo', length: 6 }],
  [7, { name: 'Echo Reply', length: 6 }],
  [8, { name: 'Timestamps', length: 10 }],
  [9, { name: 'Partial Order Connection Permitted', length: 2 }],
  [10, { name: 'Partial Order Service Profile', length: 3 }],
  [11, { name: 'CC', length: 6 }],
  [12, { name: 'CC.NEW', length: 6 }],
  [13, { name: 'CC.ECHO', length: 6 }],
  [14, { name: 'TCP Alternate Checksum Request', length: 3 }],
  [15, { name: 'TCP Alternate Checksum Data' }],
  [16, { name: 'Skeeter' }],
  [17, { name: 'Bubba' }],
  [18, { name: 'Trailer Checksum Option', length: 3 }],
  [19, { name: 'MD5 Signature Option', length: 18 }],
  [20, { name: 'SCPS Capabilities' }],
  [21, { name: 'Selective Negative Acknowledgements' }],
  [22, { name: 'Record Boundaries' }],
  [23, { name: 'Corruption experienced' }],
  [24, { name: 'SNAP' }],
  [26, { name: 'TCP Compression Filter' }],
  [27, { name: 'Quick-Start Response', length: 8 }],
  [28, { name: 'User Timeout', length: 4 }],
  [29, { name: 'TCP Authentication Option (TCP-AO)', min: 4 }],
  [30, { name: 'Multipath TCP (MPTCP)', min: 3 }],
  [34, { name: 'TCP Fast Open Cookie', min: 2, max: 18 }],
  [69, { name: 'Encryption Negotiation (TCP-ENO)', min: 2 }],
  [172, { name: 'Accurate ECN Order 0 (AccECN0)', min: 2, max: 11, unit: 3 }],
  [174, { name: 'Accurate ECN Order 1 (AccECN1)', min: 2, max: 11, unit: 3 }],
  [253, { name: 'RFC3692-style Experiment 1', min: 2 }],
  [254, { name: 'RFC3692-style Experiment 2', min: 2 }],
]);

/** Subtypes of the MPTCP option. */
export const MptcpSubtype = {
  MP_CAPABLE: 0,
  MP_JOIN: 1,
  DSS: 2,
  ADD_ADDR: 3,
  REMOVE_ADDR: 4,
  MP_PRIO: 5,
  MP_FAIL: 6,
  MP_FASTCLOSE: 7,
  MP_TCPRST: 8,
} as const;

/** Their names, by number. */
export const MPTCP_SUBTYPES: readonly string[] = Object.keys(MptcpSubtype);

/** Experiment identifiers of kinds 253 and 254; those above 0xffff take four octets. */
export const TCP_EXPERIMENTS: ReadonlyMap<number, string> = new Map([
  [0x0348, 'Host ID'],
  [0x0ca0, 'TCP-SIMPLE'],
  [0x454e, 'TCP-ENO'],
  [0xa083, 'SYN option space extension'],
  [0xacce, 'Accurate ECN'],
  [0xf989, 'TCP Fast Open'],
  [0xe2d4c3d9, 'Shared Memory Communications over RDMA'],
]);
