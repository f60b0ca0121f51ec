export function packMessages(source: string): string;
