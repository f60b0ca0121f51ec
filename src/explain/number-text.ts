// Numbers in English without Intl: the first of its objects that is made loads tables, which takes longer than
// explaining a small capture. The same to the letter; null for what only Intl knows.

export interface NumberOptions {
  readonly useGrouping?: boolean | undefined;
  readonly minimumFractionDigits?: number | undefined;
  readonly maximumFractionDigits?: number | undefined;
  readonly minimumSignificantDigits?: number | undefined;
  readonly maximumSignificantDigits?: number | undefined;
}

/** The text of a number as `new Intl.NumberFormat('en', options)` writes it, for the options that explanations use. */
export function englishNumber(value: number, options: NumberOptions): string | null {
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER) || Object.is(value, -0)) return null;
  const { minimumSignificantDigits: fewest, maximumSignificantDigits: most } = options;
  if (fewest === 2 && most === 2) return value >= 0.1 && value < 99.5 ? twoDigits(value) : null;
  if (fewest !== undefined || most !== undefined || options.minimumFractionDigits) return null;
  if (!Number.isInteger(value) && options.maximumFractionDigits !== 0) return null;
  const rounded = Math.round(value);
  const isGrouped = rounded >= 1000 && options.useGrouping !== false;
  return isGrouped ? String(rounded).replace(/\B(?=(?:\d{3})+$)/g, ',') : String(rounded);
}

/** The plural category of a number in English, as `new Intl.PluralRules('en', options)` tells it; null as above. */
export function englishPlural(value: number, options: NumberOptions): 'one' | 'other' | null {
  const hasDigits = Object.keys(options).some((name) => name !== 'useGrouping');
  if (!Number.isInteger(value) || hasDigits) return null;
  return Math.abs(value) === 1 ? 'one' : 'other';
}

/** Two significant digits, half rounded up: of the shortest decimal that is the number, as Intl rounds. */
function twoDigits(value: number): string {
  const [whole = '', fraction = ''] = String(value).split('.');
  let places = value >= 10 ? 0 : value >= 1 ? 1 : 2;
  let scaled = Number(whole + fraction.padEnd(places, '0').slice(0, places));
  if ((fraction[places] ?? '0') >= '5') scaled++;
  if (scaled === 100) {
    scaled = 10;
    places--;
  }
  return (scaled / 10 ** places).toFixed(places);
}
