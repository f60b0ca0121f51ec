// Decompressed pieces waiting to be read. A decompressor fills it a bounded step at a time and only
// when it is empty, which is all the back-pressure there is to need.

export class OutputQueue {
  private readonly pieces: Uint8Array[] = [];
  private head = 0;
  private offset = 0;

  readonly push = (piece: Uint8Array): void => {
    if (piece.length > 0) this.pieces.push(piece);
  };

  /** Copies what is there to `into` from `at` on; 0 when nothing is. */
  drain(into: Uint8Array, at: number): number {
    let to = at;
    while (to < into.length) {
      const piece = this.pieces[this.head];
      if (piece === undefined) break;
      const lenBytes = Math.min(piece.length - this.offset, into.length - to);
      into.set(piece.subarray(this.offset, this.offset + lenBytes), to);
      to += lenBytes;
      this.offset += lenBytes;
      if (this.offset === piece.length) {
        this.head++;
        this.offset = 0;
      }
    }
    if (this.head === this.pieces.length) this.head = this.pieces.length = 0;
    return to - at;
  }
}
