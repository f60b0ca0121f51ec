// Files that people hand to a capture reader and that are none of ours: known by their first bytes,
// so that the refusal can name them and say what helps. Nothing here is read any further.

interface ForeignFormat {
  readonly name: string;
  readonly at?: number;
  /** Hex of the bytes at `at`. */
  readonly magic: string;
  readonly advice: string;
}

const CONVERT = 'convert it with `editcap -F pcapng FILE out.pcapng`';

const FORMATS: readonly ForeignFormat[] = [
  { name: 'a Solaris snoop capture', magic: '736e6f6f70000000', advice: CONVERT },
  { name: 'a Microsoft Network Monitor 1 capture', magic: '52545353', advice: CONVERT },
  { name: 'a Microsoft Network Monitor 2 capture', magic: '474d4255', advice: CONVERT },
  { name: 'a NetXRay or Windows Sniffer capture', magic: '58435000', advice: CONVERT },
  { name: 'a DOS Sniffer capture', magic: '545253', advice: CONVERT },
  { name: 'an ixia lcap capture', magic: '1c0001ac', advice: CONVERT },
  { name: 'an ixia lcap capture', magic: 'ac01001c', advice: CONVERT },
  { name: 'an ixia lcap capture', magic: '1c0001ab', advice: CONVERT },
  { name: 'an ixia lcap capture', magic: 'ab01001c', advice: CONVERT },
  { name: 'an Apple PacketLogger capture', at: 8, magic: '53544b', advice: CONVERT },
  { name: 'a Bluetooth btsnoop capture', magic: '6274736e6f6f7000', advice: CONVERT },
  { name: 'an xz file', magic: 'fd377a585a00', advice: 'expand it with `xz -d` first' },
  { name: 'a bzip2 file', magic: '425a68', advice: 'expand it with `bzip2 -d` first' },
  { name: 'an lz4 file', magic: '04224d18', advice: 'expand it with `lz4 -d` first' },
  { name: 'a zip archive', magic: '504b0304', advice: 'unpack it first' },
  { name: 'a tar archive', at: 257, magic: '7573746172', advice: 'unpack it first' },
  { name: 'a PDF document', magic: '25504446', advice: 'give the capture itself' },
  {
    name: 'a JSON text, perhaps an export of Wireshark',
    magic: '5b',
    advice: 'save the capture itself (in Wireshark: File, Save As, pcapng)',
  },
  {
    name: 'a JSON text, perhaps an export of Wireshark',
    magic: '7b',
    advice: 'save the capture itself (in Wireshark: File, Save As, pcapng)',
  },
  {
    name: 'an XML text, perhaps an export of Wireshark',
    magic: '3c3f786d6c',
    advice: 'save the capture itself (in Wireshark: File, Save As, pcapng)',
  },
];

/** Bytes worth having before asking. */
export const FOREIGN_HEAD_LEN = 262;

/** What the file is and what to do about it. */
export function foreignFormat(head: Uint8Array): { what: string; advice: string } {
  for (const { name, at = 0, magic, advice } of FORMATS) {
    const found = Buffer.from(head.subarray(at, at + magic.length / 2)).toString('hex');
    if (found === magic) return { what: `is no pcap or pcapng, but ${name}`, advice };
  }
  if (head.length > 0 && head.every(isText)) {
    return {
      what: 'is no capture, but text',
      advice:
        'give the capture itself, not what was printed of it; `text2pcap` turns a hex dump into one',
    };
  }
  return {
    what: 'is no capture in a format known here (pcap, pcapng, either compressed with gzip or zstd)',
    advice: 'if Wireshark can open it, convert it with `editcap -F pcapng FILE out.pcapng`',
  };
}

/** Printable, a line break, or part of a UTF-8 sequence. */
function isText(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte >= 0x09 && byte <= 0x0d;
}
