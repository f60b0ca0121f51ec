// Socket rows for the eye, laid out as `netstat -tan` does: a block for each host, and what the notes mean below.
// Addresses are our own formatting and harmless; the caller escapes the file's name.

import { endpointText } from '../tcp/endpoint-text.ts';
import type { SocketRow } from './snapshot.ts';
import { SOCKET_NOTE_NAMES, SOCKET_NOTES } from './socket-note.ts';

interface TextColumn {
  readonly title: string;
  /** Negative: aligned left. */
  readonly width: number;
  readonly cell: (row: SocketRow) => string;
}

const NOT_KNOWN = '-';

const COLUMNS: readonly TextColumn[] = [
  { title: 'Proto', width: -5, cell: (row) => row.proto },
  { title: 'Recv-Q', width: 6, cell: () => NOT_KNOWN },
  { title: 'Send-Q', width: 6, cell: ({ sendQ }) => (sendQ === null ? NOT_KNOWN : `${sendQ}`) },
  { title: 'Local Address', width: -23, cell: (row) => endpointText(row.local, row.localPort) },
  { title: 'Foreign Address', width: -23, cell: foreignEndpoint },
  { title: 'State', width: -11, cell: (row) => row.state },
  { title: 'Note', width: -1, cell: noteText },
];

/** The blocks, each with its heading, and the legend of the notes in them. Ends with a newline. */
export function netstatText(rows: readonly SocketRow[], timeWaitNs: number): string {
  if (rows.length === 0) return 'No sockets are known.\n';
  const lines: string[] = [];
  let host: string | null = null;
  for (const row of rows) {
    if (row.host !== host) {
      if (host !== null) lines.push('');
      host = row.host;
      lines.push(
        `Host ${host}`,
        textLine(({ title }) => title),
      );
    }
    lines.push(textLine(({ cell }) => cell(row)));
  }
  const legend = legendLines(rows, timeWaitNs);
  return `${[...lines, ...(legend.length === 0 ? [] : ['', ...legend])].join('\n')}\n`;
}

function legendLines(rows: readonly SocketRow[], timeWaitNs: number): string[] {
  const used = new Set(rows.flatMap(({ notes }) => notes));
  const lines = SOCKET_NOTE_NAMES.filter((note) => used.has(note)).map(
    (note) => `${note}: ${SOCKET_NOTES[note]}`,
  );
  if (rows.some(({ expires }) => expires !== null)) {
    lines.push(`until: TIME_WAIT is taken to last ${timeWaitNs / 1e9} s (--time-wait)`);
  }
  return lines;
}

/** An IPv6 address is in brackets, as ss writes it: netstat's form without them cannot be read back. */
function foreignEndpoint({ foreign, foreignPort, proto }: SocketRow): string {
  if (foreign !== null && foreignPort !== null) return endpointText(foreign, foreignPort);
  return endpointText(proto === 'tcp6' ? '::' : '0.0.0.0', '*');
}

function noteText({ notes, expires }: SocketRow): string {
  return [...(expires === null ? [] : [`until ${expires.toFixed(3)} s`]), ...notes].join(', ');
}

const textLine = (text: (column: TextColumn) => string): string =>
  COLUMNS.map((column) => {
    const { width } = column;
    return width < 0 ? text(column).padEnd(-width) : text(column).padStart(width);
  })
    .join(' ')
    .trimEnd();
