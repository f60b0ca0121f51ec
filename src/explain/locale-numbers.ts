// Numbers as a language writes and counts them. Intl's objects are slow to make: each is made once, and only when needed.

import { englishNumber, englishPlural, type NumberOptions } from './number-text.ts';

export class LocaleNumbers {
  private readonly locale: string;
  private readonly formats = new Map<string, Intl.NumberFormat>();
  private readonly rules = new Map<string, Intl.PluralRules>();

  constructor(locale: string) {
    this.locale = locale;
  }

  text(value: number, options: NumberOptions): string {
    const english = this.locale === 'en' ? englishNumber(value, options) : null;
    if (english !== null) return english;
    return made(this.formats, options, () => new Intl.NumberFormat(this.locale, options)).format(
      value,
    );
  }

  /** The plural category: `one`, `few`, `other`. */
  category(value: number, options: NumberOptions): Intl.LDMLPluralRule {
    const english = this.locale === 'en' ? englishPlural(value, options) : null;
    if (english !== null) return english;
    return made(this.rules, options, () => new Intl.PluralRules(this.locale, options)).select(
      value,
    );
  }
}

function made<T>(known: Map<string, T>, options: NumberOptions, make: () => T): T {
  const key = JSON.stringify(options);
  const found = known.get(key);
  if (found !== undefined) return found;
  const one = make();
  known.set(key, one);
  return one;
}
