// Spans in the making: neighbours of one kind become one, and what stands between backticks is code.

import type { RichText, Span } from './rich-text.ts';

const CODE_EDGE = '`';

export class SpanWriter {
  private readonly spans: Span[] = [];
  /** Kind of the span that is still growing, if one is. */
  private kind: 'text' | 'code' | null = null;
  private growing = '';
  private inCode = false;

  /** Text of a message: backticks begin and end code. */
  words(text: string): void {
    if (!text.includes(CODE_EDGE)) {
      this.text(text);
      return;
    }
    const [first = '', ...others] = text.split(CODE_EDGE);
    this.text(first);
    for (const piece of others) {
      this.inCode = !this.inCode;
      this.text(piece);
    }
  }

  /** Text as it is. */
  text(text: string): void {
    if (text !== '') this.grow(this.inCode ? 'code' : 'text', text);
  }

  /** A span of its own, except for text. */
  place(span: Span): void {
    if (span.kind === 'text') {
      this.text(span.text);
      return;
    }
    const isCodeInCode = span.kind === 'code' && this.inCode;
    if (!isCodeInCode) this.close();
    if (span.kind === 'code') this.grow('code', span.text);
    else this.spans.push(span);
  }

  placeAll(spans: RichText): void {
    for (const span of spans) this.place(span);
  }

  /** What was written. To be called once. */
  end(): RichText {
    this.close();
    return this.spans;
  }

  private grow(kind: 'text' | 'code', text: string): void {
    if (this.kind === kind) {
      this.growing += text;
      return;
    }
    this.close();
    this.kind = kind;
    this.growing = text;
  }

  private close(): void {
    if (this.kind !== null) this.spans.push({ kind: this.kind, text: this.growing });
    this.kind = null;
  }
}
