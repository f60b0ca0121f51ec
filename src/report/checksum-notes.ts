// What stands behind a checksum in the table of fields: whether it is right. The verdict itself is decode's.

import type { ChecksumFacts, PacketRow } from '../classify/packet-row.ts';
import { hex } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import { CHECKSUM_IDS } from './value-words.ts';

type Field = PacketRow['fields']['all'][number];

/** The checksums a row has a verdict on, as src/decode/field-tables.ts names them. */
const NETWORK = { layer: 'ip', name: 'Header checksum' } as const;
const TRANSPORT = { layer: 'tcp', name: 'Checksum' } as const;

/** The note of each checksum field. In a tunnel only the innermost IP header has a verdict. */
export function checksumNotes(row: PacketRow, catalogue: Catalogue): ReadonlyMap<Field, string> {
  const notes = new Map<Field, string>();
  const add = ({ layer, name }: typeof NETWORK | typeof TRANSPORT, facts: ChecksumFacts): void => {
    const field = row.fields.all.findLast((one) => one.layer === layer && one.name === name);
    const id = CHECKSUM_IDS[facts.verdict];
    if (field === undefined || id === null) return;
    notes.set(field, catalogue.plain(id, { computed: hex(facts.computed ?? 0, 4) }));
  };
  if (row.network.version === 4) add(NETWORK, row.network.checksum);
  add(TRANSPORT, row.tcp.checksum);
  return notes;
}
