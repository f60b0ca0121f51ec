// What systems give a packet's TTL or hop limit to begin with; every router takes one off (RFC 791 3.2, RFC 1700 "IP time
// to live").

const FIRST_TTLS: readonly number[] = [64, 128, 255];

/** No router has forwarded the packet, as far as its TTL shows. */
export const isUnrouted = (ttl: number): boolean => FIRST_TTLS.includes(ttl);

/** No way through the Internet has more routers. */
const MOST_HOPS = 32;

/** Routers have forwarded the packet, most likely. What began with a number of its own, as BGP's 1, tells nothing. */
export const isForwarded = (ttl: number): boolean =>
  FIRST_TTLS.some((first) => ttl < first && ttl >= first - MOST_HOPS);

/** What a packet that arrives with this TTL most likely began with. */
export const firstTtl = (ttl: number): number => FIRST_TTLS.find((first) => ttl <= first) ?? ttl;
