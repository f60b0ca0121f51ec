// What a SYN offers: segment size (RFC 9293 3.7.1), window scaling and timestamps (RFC 7323), SACK (RFC 2018).

import type { PacketRow } from '../classify/packet-row.ts';
import { MAX_SHIFT } from '../tcp/handshake.ts';
import { code, duration, field, list, row as rowArg } from './args.ts';
import { fastOpen } from './fast-open.ts';
import { handshakeSpan } from './handshake-span.ts';
import type { Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { Rfc } from './references.ts';
import { isHeaderCut } from './tcp-header-bytes.ts';

const IP_HEADER = { 4: 20, 6: 40 } as const;
const TCP_HEADER = 20;
/** Packet sizes that say where an MSS comes from. */
const MTUS = new Map([
  [1500, 'ethernet'],
  [65535, 'largest'],
  [65536, 'loopback'],
  [16384, 'loopback'],
  [1492, 'pppoe'],
  [9000, 'jumbo'],
]);

/** The offers of the row's own SYN, read from what the connection keeps of it. */
export const handshakeOffers = (scene: Scene): readonly Saying[] => [
  ...segmentSize(scene),
  ...windowScale(scene),
  ...others(scene),
  ...fastOpen(scene),
  ...cutOffers(scene),
];

/** What a cut header does not show it may have offered all the same. */
function cutOffers({ row, sender }: Scene): readonly Saying[] {
  if (!isHeaderCut(row)) return [];
  const missing = [
    ...(sender.mss === null ? ['MSS'] : []),
    ...(sender.windowShift === null ? ['WS'] : []),
    ...(sender.sackPermitted ? [] : ['SACK_PERM']),
    ...(sender.timestamps ? [] : ['TSval']),
  ];
  return missing.length === 0
    ? []
    : [say('certainty', 'offers-cut', { names: list(missing.map(code)) })];
}

function segmentSize(scene: Scene): readonly Saying[] {
  const { row, sender } = scene;
  const { mss } = sender;
  if (mss === null)
    return isHeaderCut(row) ? [] : [say('how', 'mss-none', {}, [Rfc.MaximumSegmentSize])];
  const ip = IP_HEADER[row.network.version];
  const mtu = mss + ip + TCP_HEADER;
  const origin = MTUS.get(mtu) ?? 'other';
  const id = isLecture(scene, 'handshake-offers') ? 'mss-offer-first' : 'mss-offer';
  const args = { field: field('MSS', mss), mss, mtu, ip, tcp: TCP_HEADER, origin };
  return [say('how', id, args, [Rfc.MaximumSegmentSize])];
}

function windowScale(scene: Scene): readonly Saying[] {
  const { row, sender, receiver, connection } = scene;
  const shift = sender.windowShift;
  const { window } = row.tcp;
  const refs = [Rfc.WindowScale];
  if (shift === null) return isHeaderCut(row) ? [] : [say('how', 'scale-none', { window }, refs)];
  const id = isLecture(scene, 'handshake-offers') ? 'scale-offer-first' : 'scale-offer';
  const offer = [say('how', id, { shift, factor: factorOf(shift), window }, refs)];
  if (shift > MAX_SHIFT)
    offer.push(say('how', 'scale-too-large', { shift, largest: MAX_SHIFT }, ['RFC 7323 2.3']));
  if (row.kind !== 'syn-ack') return offer;
  if (!connection.scalingInUse || receiver.windowShift === null)
    return [...offer, ...unasked(scene)];
  const agreed = { own: factorOf(shift), peer: factorOf(receiver.windowShift) };
  return [...offer, say('how', 'scale-agreed', agreed)];
}

const factorOf = (shift: number): number => 2 ** Math.min(shift, MAX_SHIFT);

/** The SYN it answers is there, and none like it offers scaling: then none is in force (RFC 7323 2.2). */
function unasked({ row, story }: Scene): readonly Saying[] {
  const asked = story.rowOf(row.links.answers ?? 0);
  const isOffered = story
    .rowsWith(row)
    .some((one) => one.kind === 'syn' && (isHeaderCut(one) || offersScaling(one)));
  if (asked === null || isOffered) return [];
  return [say('how', 'scale-unasked', { row: rowArg(asked.frame) })];
}

const offersScaling = ({ tcp }: PacketRow): boolean =>
  tcp.options.some(({ name }) => name === 'Window Scale');

function others(scene: Scene): readonly Saying[] {
  const { sender } = scene;
  const sayings: Saying[] = [];
  if (sender.sackPermitted) {
    const id = isLecture(scene, 'handshake-offers') ? 'sack-offer-first' : 'sack-offer';
    sayings.push(say('how', id, {}, [Rfc.SelectiveAck]));
  }
  if (sender.timestamps)
    sayings.push(
      isLecture(scene, 'timestamps')
        ? say('how', 'timestamps-offer-first', {}, [Rfc.Timestamps])
        : say('how', 'timestamps-offer'),
    );
  return sayings;
}

/** How long SYN to third step took. */
export function handshakeDuration({ connection, row, story }: Scene): readonly Saying[] {
  const { initialRttNs } = connection;
  const accepted = story.rowOf(row.links.answers ?? 0);
  const isInOrder = accepted === null || (accepted.links.answers ?? 0) < accepted.frame;
  if (initialRttNs === null || !isInOrder) return [];
  const span = handshakeSpan(story.rowsOf(row.stream), initialRttNs);
  const delay = duration(span.answeredNs);
  if (span.first === null || span.order !== 'repeated')
    return [say('links', 'handshake-duration', { delay })];
  const args = {
    delay,
    whole: duration(span.wholeNs),
    first: rowArg(span.first.frame),
    row: rowArg(span.answered?.frame ?? 0),
    isKnown: span.answered === null ? 'no' : 'yes',
  };
  return [say('links', 'handshake-duration-repeated', args)];
}
