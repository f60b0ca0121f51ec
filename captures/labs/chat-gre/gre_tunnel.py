"""One end of a GRE tunnel (RFC 2784) in user space, for kernels without GRE.

What the system sends into the TUN device leaves in GRE packets, and the other way round. The device
must exist. Plain GRE only: no checksum, no key, no sequence number.
"""

import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
IPPROTO_GRE = 47
GRE_HEADER = struct.pack("!HH", 0, 0x0800)  # no flags, version 0; protocol type IPv4
READ_MAX_BYTES = 65535


def open_tun(device: str) -> int:
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    return tun


def main(device: str, local: str, remote: str) -> None:
    tun = open_tun(device)
    wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, IPPROTO_GRE)
    wire.bind((local, 0))
    while True:
        readable, _, _ = select.select([tun, wire], [], [])
        if tun in readable:
            wire.sendto(GRE_HEADER + os.read(tun, READ_MAX_BYTES), (remote, 0))
        if wire in readable:
            packet, (sender, _) = wire.recvfrom(READ_MAX_BYTES)
            header_len = (packet[0] & 0x0F) * 4
            payload = packet[header_len:]
            if sender == remote and payload[: len(GRE_HEADER)] == GRE_HEADER:
                os.write(tun, payload[len(GRE_HEADER) :])


main(*sys.argv[1:])
