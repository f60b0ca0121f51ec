// A row whose links are being told (link-rows.ts).

import type { PacketRow, RowLinks } from '../classify/packet-row.ts';

type MutableLinks = { -readonly [K in keyof RowLinks]: RowLinks[K] };

/** A row whose links are still to be told. */
export type UnlinkedRow = Omit<PacketRow, 'links' | 'findings'> & { readonly links: MutableLinks };

export const noLinks = (): MutableLinks => ({
  acknowledges: [],
  acknowledgedBy: null,
  answers: null,
  answeredBy: null,
  refutedBy: null,
  previousInStream: null,
  nextInStream: null,
  previousFromSender: null,
  sameSequenceAs: null,
  overtakenBy: null,
});
