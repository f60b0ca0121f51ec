// The last step: a TCP segment (RFC 9293 section 3.1) at the cursor is aimed at.
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';
import { TCP_HEADER_NEEDED } from './tcp-view.ts';

/** TCP: aims `packet.tcp`. A header cut before the window is no segment. */
export function decodeTcp(p: PacketView): number {
  if (!p.has(TCP_HEADER_NEEDED)) return p.short(Layer.Tcp, TCP_HEADER_NEEDED);
  const { tcp } = p;
  tcp.aim(p.view, p.at, p.end, p.wireEnd);
  if (p.firstFragmentOnly || p.sampled) tcp.len = tcp.judgedLen = -1;
  p.enter(Layer.Tcp, tcp.optionsEnd - tcp.start);
  p.stop = Stop.None;
  return Layer.End;
}
