// The header fields of a row by layer, with their bytes and what is said of single ones.

import type { PacketRow } from '../classify/packet-row.ts';
import { byteLayout, partOf } from './byte-layout.ts';
import type { FieldGroup, FieldLine } from './report-model.ts';

interface OpenGroup extends FieldGroup {
  readonly fields: FieldLine[];
}

/** The lines name the runs of the dump; `notes` is what is said of single fields. */
export function fieldTable(
  row: PacketRow,
  notes: ReadonlyMap<PacketRow['fields']['all'][number], string> = new Map(),
): FieldGroup[] {
  const { runOfField, shown } = byteLayout(row);
  const groups: OpenGroup[] = [];
  row.fields.all.forEach((field, index) => {
    let group = groups.at(-1);
    if (group?.layer !== field.layer) {
      group = { layer: field.layer, part: partOf(field.layer), fields: [] };
      groups.push(group);
    }
    group.fields.push({
      name: field.name,
      value: field.value,
      note: notes.get(field) ?? null,
      first: field.start,
      last: field.end - 1,
      run: field.start < shown ? runOfField[index]! : -1,
    });
  });
  return groups;
}
