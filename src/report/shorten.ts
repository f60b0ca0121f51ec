// Text cut to a number of characters (code points: half a surrogate pair is never left), the cut shown.

/** At most `length` characters, the last of them "…" when something was cut off. */
export const shorten = (text: string, length: number): string => {
  const characters = Array.from(text);
  return characters.length <= length
    ? text
    : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`;
};
