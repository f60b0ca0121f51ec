// Segments whose length does not show, so that nothing is said of which bytes they carry: only the beginning is there (the
// first fragment of a datagram that cannot be put together, or a sample by sFlow version 5), or the header is malformed.

import { captured, field } from './args.ts';
import { explainFlags } from './flags.ts';
import { payloadText, placeOfPayload } from './payload.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

export const partialHeadline = ({ row }: Scene): Message =>
  headline('partial-headline', { by: takenBy(row.protocols) });

export const explainPartial: Explainer = (scene) => {
  const { row } = scene;
  const { flagNames, relAck } = row.tcp;
  return [
    say('what', 'partial-what', { by: takenBy(row.protocols) }),
    ...(flagNames.includes('ACK')
      ? [say('what', 'partial-ack', { field: field('Ack', relAck), ack: relAck }, [Rfc.TcpHeader])]
      : []),
    ...explainFlags(scene),
    ...payload(scene),
    say('certainty', 'partial-not-judged'),
  ];
};

/** What is wrong with it its finding says. */
export const explainMalformed: Explainer = (scene) => [
  say('what', 'malformed-what', {}, [Rfc.TcpHeader]),
  ...explainFlags(scene),
  // What was confirmed or refused all the same was whole where it arrived.
  ...(scene.row.links.answeredBy === null ? [say('program', 'malformed-program')] : []),
];

const takenBy = (protocols: readonly string[]): 'sample' | 'fragment' =>
  protocols.includes('sflow') ? 'sample' : 'fragment';

function payload({ row }: Scene): readonly Saying[] {
  if (row.payloadEnd <= row.payloadStart) return [];
  const place = placeOfPayload(row);
  const text = payloadText(row);
  return [
    text === null
      ? say('how', 'partial-payload', place)
      : say('how', 'partial-payload-text', { ...place, text: captured(text.excerpt) }),
    say('program', 'partial-program'),
  ];
}
