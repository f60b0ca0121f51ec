// Lab 3: one room, three clients; the server sends every message to every other client. soheil leaves with FIN.
// Ports and dialogue are the source's; times, numbers and the join messages are chosen.
import { labTable, timeNsOf } from '../../lab-table.ts';
import { LinuxLoopback, type LoopbackConnection } from '../../linux-loopback.ts';

const SERVER_PORT = 5050;

const CLIENTS = {
  soheil: {
    port: 57_396,
    client: { iss: 0x7b20c3f4, id: 0x2a19 },
    server: { iss: 0xd5914e08, id: 0x8f60 },
  },
  ali: {
    port: 57_426,
    client: { iss: 0x0e6ad751, id: 0x64c7 },
    server: { iss: 0x39f2b80d, id: 0xb305 },
  },
  hasan: {
    port: 57_460,
    client: { iss: 0xc83f1962, id: 0x17be },
    server: { iss: 0x85d46a9b, id: 0x4d72 },
  },
};

export function build(): Uint8Array {
  const chat = new LinuxLoopback(SERVER_PORT, 2_914_706_331, 5050);
  const room = new Map<string, LoopbackConnection>();
  const broadcast = (speaker: string, text: string): void => {
    chat.wait('program');
    for (const [name, { client, server }] of room) {
      if (name === speaker) continue;
      chat.say(server, client, text);
      chat.wait('nextSend');
    }
  };
  for (const row of labTable<'time' | 'name' | 'event' | 'text'>(
    'chatroom-broadcast/dialogue.csv',
  )) {
    const { name } = row;
    chat.nowNs = timeNsOf(row);
    const connection = room.get(name) ?? chat.connection(CLIENTS[name as keyof typeof CLIENTS]);
    const { client, server } = connection;
    if (row.event === 'join') {
      chat.open(connection);
      chat.wait('program');
      chat.say(client, server, name);
      broadcast(name, `${name} has joined the chatroom!`);
      room.set(name, connection);
    } else if (row.event === 'say') {
      chat.say(client, server, row.text);
      broadcast(name, `${name}: ${row.text}`);
    } else {
      chat.close(connection);
      room.delete(name);
      broadcast(name, `${name} has left the chatroom!`);
    }
  }
  return chat.recording.pcap();
}
