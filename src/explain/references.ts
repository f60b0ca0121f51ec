// From "RFC 9293 3.10.7.1" to a link to that section at the RFC editor.

import type { Reference } from './explanation.ts';

const RFC_SECTION = /^RFC (\d+)(?: ([0-9A-Z]+(?:\.\d+)*))?$/;

/** The section with its address. Throws on a text of another form: references are written by us. */
export function reference(text: string): Reference {
  const [, number, section] = RFC_SECTION.exec(text) ?? [];
  if (number === undefined) throw new Error(`not a reference: ${text}`);
  const page = `https://www.rfc-editor.org/rfc/rfc${number}`;
  if (section === undefined) return { text, url: page };
  const part = /^[A-Z]/.test(section) ? 'appendix' : 'section';
  return { text, url: `${page}#${part}-${section}` };
}

/** Each once, in the order first given. */
export const references = (texts: readonly string[]): readonly Reference[] =>
  [...new Set(texts)].map(reference);

/** The sections the explanations send a reader to. */
export const Rfc = {
  TcpHeader: 'RFC 9293 3.1',
  States: 'RFC 9293 3.3.2',
  SequenceNumbers: 'RFC 9293 3.4',
  InitialSequenceNumber: 'RFC 9293 3.4.1',
  Establishing: 'RFC 9293 3.5',
  ResetGeneration: 'RFC 9293 3.5.2',
  ResetProcessing: 'RFC 9293 3.5.3',
  Closing: 'RFC 9293 3.6',
  MaximumSegmentSize: 'RFC 9293 3.7.1',
  Retransmission: 'RFC 9293 3.8.1',
  KeepAlive: 'RFC 9293 3.8.4',
  Window: 'RFC 9293 3.8.6',
  ZeroWindowProbe: 'RFC 9293 3.8.6.1',
  DelayedAcknowledgment: 'RFC 9293 3.8.6.3',
  ClosedState: 'RFC 9293 3.10.7.1',
  OtherStates: 'RFC 9293 3.10.7.4',
  HostDelayedAck: 'RFC 1122 4.2.3.2',
  HostKeepAlive: 'RFC 1122 4.2.3.6',
  WindowScale: 'RFC 7323 2.2',
  IpComp: 'RFC 3173 2',
  Timestamps: 'RFC 7323 3',
  SelectiveAck: 'RFC 2018 2',
  SackOption: 'RFC 2018 3',
  DuplicateSack: 'RFC 2883 4',
  EcnField: 'RFC 3168 5',
  EcnHandshake: 'RFC 3168 6.1.1',
  EcnSender: 'RFC 3168 6.1.2',
  EcnReceiver: 'RFC 3168 6.1.3',
  Urgent: 'RFC 9293 3.8.5',
  UrgentAdvice: 'RFC 6093',
  FastRetransmit: 'RFC 5681 3.2',
  GeneratingAcks: 'RFC 5681 4.2',
  RetransmissionTimer: 'RFC 6298 5',
  Checksum: 'RFC 1071',
  EthernetPadding: 'RFC 894',
  HttpRequest: 'RFC 9112 3',
  HttpStatus: 'RFC 9112 4',
} as const;
