// http-proxy-down-live: lab 4 with the caching proxy, the origin switched off on the way.
import { clientOfProxy, cookedTap, httpHosts, origin, proxy } from '../http-live/http-lab.ts';
import type { Lab } from '../run/lab.ts';

export const lab: Lab = {
  claim: 'with the origin off the cache still answers what it has; a new request is refused, 502',
  hosts: httpHosts,
  switches: [],
  setUp: [],
  taps: [cookedTap('http-proxy-down-live.pcap')],
  programs: [origin(1.2), proxy],
  clients: [clientOfProxy('eliad'), clientOfProxy('tal')],
  socketsAtSeconds: [0.2, 1.4, 2.8],
  lastsSeconds: 4,
  needs: [],
};
