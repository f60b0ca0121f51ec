// The furniture of a report in the report's language: headings, column titles, captions. Fixed words only; captions
// with numbers in them are worded while the model is built. Message ids are of the catalogue's `## Report` group.

/** Words a template may use as `words.NAME`, and the message each comes from. */
export const WORD_IDS = {
  story: 'report-story',
  vantage: 'report-vantage',
  limits: 'report-limits',
  capture: 'report-capture',
  hosts: 'report-hosts',
  host: 'report-host',
  macs: 'report-macs',
  ports: 'report-ports',
  names: 'report-names',
  roles: 'report-roles',
  sent: 'report-sent',
  capturedHere: 'report-captured-here',
  connections: 'report-connections',
  stream: 'report-stream',
  client: 'report-client',
  server: 'report-server',
  rows: 'report-rows',
  packets: 'report-packets',
  bytesEachWay: 'report-bytes-each-way',
  handshake: 'report-handshake',
  ending: 'report-ending',
  sequence: 'report-sequence',
  sequenceAlt: 'report-sequence-alt',
  packetList: 'report-packet-list',
  number: 'report-number',
  time: 'report-time',
  source: 'report-source',
  destination: 'report-destination',
  protocol: 'report-protocol',
  length: 'report-length',
  info: 'report-info',
  kind: 'report-kind',
  explained: 'report-explained',
  labels: 'report-labels',
  states: 'report-states',
  references: 'report-references',
  fields: 'report-fields',
  field: 'report-field',
  value: 'report-value',
  bytes: 'report-bytes',
  layer: 'report-layer',
  previous: 'report-previous',
  next: 'report-next',
  toList: 'report-to-list',
  skip: 'report-skip',
  marked: 'report-marked',
  partLink: 'report-part-link',
  partNetwork: 'report-part-network',
  partTransport: 'report-part-transport',
  partOptions: 'report-part-options',
  partPayload: 'report-part-payload',
  partPadding: 'report-part-padding',
} as const;

export type Words = Readonly<Record<keyof typeof WORD_IDS, string>>;

/** Resolves every word once. `plain` is the catalogue's. */
export const buildWords = (plain: (id: string) => string): Words =>
  Object.fromEntries(Object.entries(WORD_IDS).map(([name, id]) => [name, plain(id)])) as Words;
