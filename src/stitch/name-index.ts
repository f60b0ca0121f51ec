// Many names looked for in a text at once: wherever a name stands as a word of its own, so does each run of letters and
// digits in it. By that of its runs which fewest others have, a name is found; then it is looked at whole.

import { wordIndex, wordsIn } from './text.ts';

/** So few names are looked for one by one sooner. */
const FEW = 16;

export class NameIndex {
  private readonly names: readonly string[];
  private readonly byWord = new Map<string, string[]>();
  /** Names without any letter or digit. */
  private readonly wordless: readonly string[];

  constructor(names: Iterable<string>) {
    this.names = [...new Set(names)];
    const isFew = this.names.length <= FEW;
    this.wordless = isFew ? this.names : this.names.filter((name) => wordsIn(name).length === 0);
    if (!isFew) this.sort();
  }

  /** The names that stand in the text as words of their own, each once. */
  heldIn(text: string): string[] {
    const isHeld = (name: string): boolean => wordIndex(text, name) >= 0;
    const held = this.wordless.filter(isHeld);
    if (this.byWord.size === 0) return held;
    for (const word of new Set(wordsIn(text)))
      for (const name of this.byWord.get(word) ?? []) if (isHeld(name)) held.push(name);
    return held;
  }

  private sort(): void {
    const uses = new Map<string, number>();
    for (const name of this.names)
      for (const word of wordsIn(name)) uses.set(word, (uses.get(word) ?? 0) + 1);
    for (const name of this.names) {
      const words = wordsIn(name);
      if (words.length === 0) continue;
      const rarest = words.reduce((a, b) => (uses.get(b)! < uses.get(a)! ? b : a));
      const alike = this.byWord.get(rarest);
      if (alike === undefined) this.byWord.set(rarest, [name]);
      else alike.push(name);
    }
  }
}
