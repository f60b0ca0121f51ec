// The least a TCP analyser in Node can do: step from record to record, read the Ethernet, IPv4 and TCP header fields,
// find the connection by addresses and ports. Untagged Ethernet and IPv4 without options only; no checks, no state but a
// packet counter per connection.
import { argv, stdout } from 'node:process';
import { eachRecord } from './each-record.mjs';

const ETHERTYPE = 12;
const IP = 14;
const TCP = IP + 20;

let capacity = 1 << 16;
let keys = new Int32Array(capacity * 3);
let counts = new Uint32Array(capacity);
let flows = 0;

/** The slot of a key: two addresses, lower first, and their ports. */
function slotOf(low, high, ports) {
  let hash = Math.imul(
    low ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(ports, 0x85ebca6b),
    0xc2b2ae35,
  );
  hash ^= hash >>> 15;
  let slot = hash & (capacity - 1);
  for (;;) {
    const at = slot * 3;
    if (counts[slot] === 0) {
      keys[at] = low;
      keys[at + 1] = high;
      keys[at + 2] = ports;
      flows++;
      return slot;
    }
    if (keys[at + 2] === ports && keys[at] === low && keys[at + 1] === high) return slot;
    slot = (slot + 1) & (capacity - 1);
  }
}

function grow() {
  const [oldKeys, oldCounts] = [keys, counts];
  capacity *= 2;
  keys = new Int32Array(capacity * 3);
  counts = new Uint32Array(capacity);
  flows = 0;
  for (let slot = 0; slot < oldCounts.length; slot++) {
    if (oldCounts[slot] === 0) continue;
    const at = slot * 3;
    counts[slotOf(oldKeys[at], oldKeys[at + 1], oldKeys[at + 2])] = oldCounts[slot];
  }
}

let segments = 0;
let digest = 0;
function segment(bytes, view, at) {
  if (view.getUint16(at + ETHERTYPE) !== 0x0800 || bytes[at + IP + 9] !== 6) return;
  const src = view.getInt32(at + IP + 12);
  const dst = view.getInt32(at + IP + 16);
  const ports = view.getInt32(at + TCP);
  const swapped = src > dst || (src === dst && ports >>> 16 > (ports & 0xffff));
  const slot = swapped ? slotOf(dst, src, (ports << 16) | (ports >>> 16)) : slotOf(src, dst, ports);
  counts[slot]++;
  if (flows > capacity * 0.6) grow();
  const headerLen = (bytes[at + TCP + 12] >>> 4) << 2;
  const len = view.getUint16(at + IP + 2) - 20 - headerLen;
  // All fields are read, so that none can be left out by the engine.
  digest ^= view.getInt32(at + TCP + 4) + view.getInt32(at + TCP + 8) + bytes[at + TCP + 13];
  digest ^= view.getUint16(at + TCP + 14) + len;
  segments++;
}

eachRecord(argv[2], segment);
stdout.write(`${segments} segments, ${flows} pairs of endpoints, ${digest}\n`);
