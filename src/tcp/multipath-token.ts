// The token by which a host knows a connection of Multipath TCP, made from its key (RFC 8684 3.2; version 0: RFC 6824 3.2).

import { createHash } from 'node:crypto';

const HASHES: readonly string[] = ['sha1', 'sha256'];

/** The most significant 32 bits of the hash of the key. Wireshark takes 0 for versions that have no hash. */
export function tokenOf(version: number, key: Uint8Array): number {
  const hash = HASHES[version];
  return hash === undefined ? 0 : createHash(hash).update(key).digest().readUInt32BE(0);
}
