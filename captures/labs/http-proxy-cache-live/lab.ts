// http-proxy-cache-live: lab 4 with the caching proxy between.
import { clientOfProxy, cookedTap, httpHosts, origin, proxy } from '../http-live/http-lab.ts';
import type { Lab } from '../run/lab.ts';

export const lab: Lab = {
  claim:
    'a new request goes through the proxy to the origin, the same again is answered from the cache',
  hosts: httpHosts,
  switches: [],
  setUp: [],
  taps: [cookedTap('http-proxy-cache-live.pcap')],
  programs: [origin(), proxy],
  clients: [clientOfProxy('eliad'), clientOfProxy('tal')],
  socketsAtSeconds: [0.2, 2.2],
  lastsSeconds: 5,
  needs: [],
};
