// Lab 6: a broadcast chat on loopback, captured from the middle of its connections.
// One frame (the source's number 308, row 13 here) is known byte for byte; the rest is chosen around it.
import { labTable, timeNsOf } from '../../lab-table.ts';
import { LinuxLoopback } from '../../linux-loopback.ts';

const SERVER_PORT = 55_555;
/** Puts the known frame's TSval 0x70ef1114 at its time, 22.903 s after the start. */
const TS_AT_START = 0x70ef1114 - 22_903;

/** In the order in which they joined, which is the order of the broadcast. molly's numbers are the source's. */
const CLIENTS = {
  jack: {
    port: 33_964,
    client: { iss: 0x1d8a40c7, id: 0x3b52, tsRecent: TS_AT_START - 41_207 },
    server: { iss: 0x9c03e5b1, id: 0x70aa, tsRecent: TS_AT_START - 41_207 },
  },
  molly: {
    port: 33_978,
    client: { iss: 0xeece0151, id: 0xa6e0, tsRecent: TS_AT_START - 41_207 },
    // Seq=15 in Wireshark: 14 bytes, `jack: hi guys!`, were captured before it. Identification likewise, one less.
    server: { iss: 0x5277da78 - 14, id: 0xe4cf - 1, tsRecent: TS_AT_START - 41_207 },
  },
  bob: {
    port: 33_990,
    client: { iss: 0x62f7b90e, id: 0x18d3, tsRecent: TS_AT_START - 41_207 },
    server: { iss: 0x40be7d26, id: 0xc951, tsRecent: TS_AT_START - 41_207 },
  },
};

export function build(): Uint8Array {
  const chat = new LinuxLoopback(SERVER_PORT, TS_AT_START, 308);
  const connections = Object.entries(CLIENTS).map(([name, start]) => ({
    name,
    ...chat.connection(start),
  }));
  for (const row of labTable<'time' | 'name' | 'text'>('chat-nick-midstream/dialogue.csv')) {
    const speaker = connections.find(({ name }) => name === row.name);
    if (speaker === undefined) throw new Error(`nobody is called ${row.name}`);
    const text = `${row.name}: ${row.text}`;
    chat.nowNs = timeNsOf(row);
    chat.say(speaker.client, speaker.server, text);
    chat.wait('program');
    for (const { client, server } of connections) {
      chat.say(server, client, text);
      chat.wait('nextSend');
    }
  }
  return chat.recording.pcap();
}
