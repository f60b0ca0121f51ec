// Bounds what is remembered of a capture of any length.

/** Forgets what was put in first, once there is more than `most`. To be called after each that is added. */
export function forgetOldest<K>(remembered: Map<K, unknown>, most: number): void {
  if (remembered.size <= most) return;
  const [oldest] = remembered.keys();
  remembered.delete(oldest!);
}
