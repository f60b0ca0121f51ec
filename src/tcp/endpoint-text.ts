// An endpoint as text: as people read it, and as a key. Wireshark's transcripts have a form of their own.

/** "192.168.0.165:55841"; IPv6 in brackets (RFC 5952 6). `*` is any port. */
export const endpointText = (address: string, port: number | '*'): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** What tells endpoints apart in maps; not to be shown. */
export const endpointKey = (address: string, port: number): string => `${address} ${port}`;

/** An address of the computer itself, whichever that is (RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
export const isLoopbackAddress = (address: string): boolean =>
  address.startsWith('127.') || address === '::1';
