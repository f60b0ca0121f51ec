// What a schema cannot say of a lab file: exactly one assertion each, names that are declared, patterns that compile,
// bounds that leave room. Faults, with their path.

import { RE2JS } from 're2js';
import { nearestWord } from './did-you-mean.ts';
import { inQuotes, known, wrongValue, type Fault } from './mistakes.ts';
import { allOfThem, bounds, given, say, word, type Said } from './said.ts';
import { ASSERTIONS, HANDSHAKES, type Expectation } from './schema/assertions.ts';
import type { Lab } from './schema/lab.ts';
import { RESERVED_PARTIES, RESERVED_RECEIVERS } from './schema/selector.ts';
import { durationNs, parseEndpoint } from './units.ts';

/** Everything wrong with a file that fits the schema; empty when it makes sense. */
export function senseFaults(lab: Lab): Fault[] {
  const names = Object.keys(lab.connections ?? {});
  const sense = new Sense(names);
  names.forEach((name) => {
    const reserved = [...RESERVED_PARTIES, ...RESERVED_RECEIVERS, ...HANDSHAKES] as string[];
    if (reserved.includes(name))
      sense.fault(['connections'], say('check-mistake-reserved', { name: inQuotes(name) }), name);
    sense.endpoints(lab.connections![name]!, ['connections', name]);
  });
  lab.expect.forEach((expectation, i) => sense.expectation(expectation, ['expect', i]));
  return sense.faults;
}

type Path = readonly (string | number)[];

const ENDPOINT_KEYS = ['from', 'to', 'host'] as const;

class Sense {
  readonly faults: Fault[] = [];
  private readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  fault(path: Path, said: Said, key?: string): void {
    this.faults.push(key === undefined ? { path, said } : { path, key, said });
  }

  expectation(value: Expectation, path: Path): void {
    const asserted = ASSERTIONS.filter((name) => value[name] !== undefined);
    if (asserted.length === 0)
      this.fault(path, say('check-mistake-no-assertion', { known: known(ASSERTIONS) }));
    for (const extra of asserted.slice(1)) {
      this.fault(
        path,
        say('check-mistake-two-assertions', {
          first: inQuotes(asserted[0]!),
          all: inQuotes('all:'),
        }),
        extra,
      );
    }
    this.references(value, path);
    this.bounds(value, path);
    this.texts(value, path);
    for (const key of ['any', 'all', 'then'] as const) {
      value[key]?.forEach((one, i) => this.expectation(one, [...path, key, i]));
    }
    if (value.not !== undefined) this.expectation(value.not, [...path, 'not']);
    if (value.count !== undefined) this.expectation(value.count.of, [...path, 'count', 'of']);
  }

  /** Addresses and ports that are none although they look like it. */
  endpoints(
    selector: Partial<Record<(typeof ENDPOINT_KEYS)[number], string | undefined>>,
    path: Path,
  ): void {
    for (const key of ENDPOINT_KEYS) this.endpoint(selector[key], [...path, key]);
  }

  private endpoint(text: string | undefined, path: Path): void {
    if (text !== undefined && parseEndpoint(text) === null)
      this.fault(
        path,
        say('check-mistake-endpoint', {
          text: inQuotes(text),
          example: inQuotes('192.168.0.186:10000'),
        }),
      );
  }

  private references(value: Expectation, path: Path): void {
    const { on, handshake, message, relayed, clients, refused } = value;
    if (on !== undefined) {
      const list = Array.isArray(on) ? on : [on];
      list.forEach((ref, i) =>
        this.reference(ref, Array.isArray(on) ? [...path, 'on', i] : [...path, 'on'], []),
      );
    }
    if (handshake !== undefined && !(HANDSHAKES as readonly string[]).includes(handshake)) {
      this.reference(handshake, [...path, 'handshake'], HANDSHAKES);
    }
    this.reference(message?.from, [...path, 'message', 'from'], RESERVED_PARTIES);
    this.reference(message?.to, [...path, 'message', 'to'], RESERVED_PARTIES);
    this.reference(relayed?.from, [...path, 'relayed', 'from'], RESERVED_PARTIES);
    const to = relayed?.to;
    if (Array.isArray(to))
      to.forEach((ref, i) => this.reference(ref, [...path, 'relayed', 'to', i], []));
    else this.reference(to, [...path, 'relayed', 'to'], [...RESERVED_RECEIVERS, 'anyone']);
    this.endpoint(clients?.server, [...path, 'clients', 'server']);
    if (typeof refused === 'object') this.endpoint(refused.server, [...path, 'refused', 'server']);
  }

  private reference(ref: unknown, path: Path, words: readonly string[]): void {
    if (typeof ref === 'object' && ref !== null) this.endpoints(ref, path);
    if (typeof ref !== 'string' || this.names.includes(ref) || words.includes(ref)) return;
    const all = [...words, ...this.names];
    const mistake =
      all.length === 0
        ? say('check-mistake-no-such-connection', { name: inQuotes(ref) })
        : wrongValue(ref, all);
    this.fault(path, nearestWord(ref, all) === null ? undeclared(ref, mistake) : mistake);
  }

  private bounds(value: Expectation, path: Path): void {
    for (const key of [
      'rtt',
      'idle',
      'duration',
      'bytes',
      'packets',
      'clients',
      'count',
    ] as const) {
      const asked = value[key];
      if (asked === undefined) continue;
      const { min, max } = asked;
      if (min === undefined && max === undefined)
        this.fault(
          [...path, key],
          say('check-mistake-no-bounds', { min: inQuotes('min'), max: inQuotes('max') }),
        );
      if (min !== undefined && max !== undefined && numberOf(min) > numberOf(max)) {
        this.fault([...path, key, 'min'], say('check-mistake-no-room', noRoom(min, max)));
      }
    }
    if (value.options !== undefined && Object.keys(value.options).length === 0)
      this.fault(
        [...path, 'options'],
        say('check-mistake-no-option', { known: known(OPTION_NAMES) }),
      );
    if (value.capture !== undefined && Object.keys(value.capture).length === 0)
      this.fault(
        [...path, 'capture'],
        say('check-mistake-no-condition', { known: known(CONDITION_NAMES) }),
      );
  }

  private texts(value: Expectation, path: Path): void {
    for (const key of ['message', 'relayed', 'neverInClear'] as const) {
      const asked = value[key];
      if (asked === undefined) continue;
      const forms = (['text', 'equals', 'pattern'] as const).filter((form) => form in asked);
      for (const extra of forms.slice(1)) {
        this.fault(
          [...path, key],
          say('check-mistake-two-texts', { first: inQuotes(forms[0]!) }),
          extra,
        );
      }
      const fault = asked.pattern === undefined ? null : patternFault(asked.pattern);
      if (fault !== null) this.fault([...path, key, 'pattern'], fault);
    }
    const { neverInClear } = value;
    if (neverInClear !== undefined && Object.keys(neverInClear).length === 0)
      this.fault(
        [...path, 'neverInClear'],
        say('check-mistake-no-words', {
          text: inQuotes('text'),
          pattern: inQuotes('pattern'),
          passwords: inQuotes('passwords: true'),
        }),
      );
  }
}

const numberOf = (bound: number | string): number =>
  typeof bound === 'number' ? bound : durationNs(bound);

const OPTION_NAMES = ['mss', 'scaling', 'sack', 'timestamps'] as const;
const CONDITION_NAMES = ['link', 'begins', 'cut', 'clock'] as const;

const undeclared = (ref: string, mistake: Said): Said =>
  say('check-mistake-undeclared', {
    mistake,
    connections: inQuotes('connections:'),
    selector: word(`{ name: ${JSON.stringify(ref)} }`),
  });

/** "at least 9 and at most 3". */
const noRoom = (min: number | string, max: number | string): { bounds: Said } => ({
  bounds: allOfThem([bounds(min, undefined), bounds(undefined, max)]),
});

function patternFault(pattern: string): Said | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return say('check-mistake-pattern', { why: given(why) });
  }
}
