// A fault in a template, said so that its author finds the place. Handlebars' own messages are turned into this one.

/** One line: file, line if known, what is wrong. Never holds the folder the template lies in. */
export class TemplateError extends Error {
  readonly file: string;
  readonly line: number | null;

  constructor(file: string, line: number | null, reason: string) {
    super(`template ${line === null ? file : `${file}:${line}`}: ${reason}`);
    this.name = 'TemplateError';
    this.file = file;
    this.line = line;
  }

  /** From whatever Handlebars threw; an error that already names its template is kept. */
  static from(file: string, cause: unknown): TemplateError {
    if (cause instanceof TemplateError) return cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    const place = cause as { lineNumber?: unknown; loc?: { start?: { line?: unknown } } };
    const told = /(?:on line |- )(\d+)/.exec(message)?.[1];
    const line =
      place.lineNumber ?? place.loc?.start?.line ?? (told === undefined ? null : Number(told));
    const lines = message.split('\n').filter((one) => !/^\s*[-^]+\s*$/.test(one));
    const reason = lines
      .join(' ')
      .replace(/^Parse error on line \d+:\s*/, '')
      .replace(/ not defined in \[object Object\]/, ' is not in the model here')
      .replace(/ - \d+:\d+$/, '')
      .trim();
    return new TemplateError(file, typeof line === 'number' ? line : null, reason);
  }
}
