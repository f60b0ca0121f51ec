// One direction of a stream byte by byte: slow, and plain enough to be believed. Offsets count from the first byte after
// the SYN.

export type ModelStep =
  | { readonly offset: number; readonly text: string; readonly lostTail: number }
  | { readonly acked: number };

interface Cell {
  readonly frame: number;
  /** Null where the capture cut the frame. */
  readonly byte: string | null;
}

export interface ModelResult {
  /** A character for each byte, "<cut frame>" and "<missing>" for those that were not captured, and conflicts. */
  readonly out: readonly string[];
  /** Bytes compared in each conflict. */
  readonly compared: readonly number[];
  readonly resentBytes: number;
}

export function reassembledByteByByte(steps: readonly ModelStep[]): ModelResult {
  const cells: (Cell | undefined)[] = [];
  const out: string[] = [];
  const compared: number[] = [];
  let resentBytes = 0;
  let next = 0;
  let acked = 0;
  /** Delivered bytes before it are not compared any more: a hole lies between. */
  let comparedFrom = 0;

  const miss = (to: number): void => {
    for (; next < to; next++) out.push('<missing>');
  };
  const deliver = (): void => {
    for (let cell = cells[next]; cell !== undefined; cell = cells[++next]) {
      out.push(cell.byte ?? `<cut ${cell.frame}>`);
      if (cell.byte !== null && (cells[next - 1]?.byte ?? null) === null) comparedFrom = next;
    }
  };
  const firstHeld = (): number => cells.findIndex((cell, at) => at >= next && cell !== undefined);
  const settle = (isDue: (first: number) => boolean): void => {
    deliver();
    for (let first = firstHeld(); first >= 0 && isDue(first); first = firstHeld()) {
      miss(first);
      deliver();
    }
  };
  const take = (offset: number, text: string, len: number, frame: number): void => {
    // A keep-alive (RFC 9293 3.8.4).
    if (len === 1 && offset === next - 1) return;
    const differing: number[] = [];
    let comparedBytes = 0;
    for (let at = offset; at < offset + len; at++) {
      const byte = text[at - offset] ?? null;
      const earlier = cells[at];
      if (earlier === undefined && at >= next) {
        cells[at] = { frame, byte };
        continue;
      }
      resentBytes++;
      const known = at < comparedFrom ? null : (earlier?.byte ?? null);
      if (known === null || byte === null) continue;
      comparedBytes++;
      if (known !== byte) differing.push(at);
    }
    const [first] = differing;
    if (first === undefined) return;
    out.push(`<conflict ${first}+${differing.at(-1)! - first + 1} ${frame}>`);
    compared.push(comparedBytes);
  };

  for (const [i, step] of steps.entries()) {
    if ('acked' in step) acked = Math.max(acked, step.acked);
    else take(step.offset, step.text, step.text.length + step.lostTail, i + 1);
    settle((first) => first <= acked);
  }
  settle(() => true);
  // One number more is taken for that of a FIN.
  if (acked > next + 1) miss(acked);
  return { out, compared, resentBytes };
}
