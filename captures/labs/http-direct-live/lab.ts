// http-direct-live: lab 4 without the proxy.
import { clientOfOrigin, cookedTap, httpHosts, origin } from '../http-live/http-lab.ts';
import type { Lab } from '../run/lab.ts';

export const lab: Lab = {
  claim:
    'requests with and without a body, the same one twice, a chunked answer, two pipelined, a password',
  hosts: httpHosts,
  switches: [],
  setUp: [],
  taps: [cookedTap('http-direct-live.pcap')],
  programs: [origin()],
  clients: [clientOfOrigin('eliad'), clientOfOrigin('tal')],
  socketsAtSeconds: [0.2, 2.5],
  lastsSeconds: 5,
  needs: [],
};
