#!/usr/bin/env python3
"""Records one connection between two Linux kernels over a bad path, and what they say of it.

    sudo python3 record.py SEED NAME [DIR]

Two network namespaces, and between them a forwarder that loses, delays and overtakes frames as the seed has it. Writes
DIR/NAME-client.pcap and NAME-server.pcap (tcpdump at both ends, headers only) and NAME.json: the conditions, the kernels'
own counters (netstat(8) -s), which frames were lost, and, from seed 1000 on, when the server's program wrote what: many
small writes, which Nagle's algorithm holds back. Python because Node has no packet sockets. Needs Linux,
iproute2, ethtool, tcpdump.
"""
import heapq
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

from namespaces import inside, leave_segments_alone, namespace, remove, run, start_capture, start_device

SEED, NAME = int(sys.argv[1]), sys.argv[2]
DIR = sys.argv[3] if len(sys.argv) > 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'recordings')
ADDRESS = {'client': '10.9.0.1', 'server': '10.9.0.2'}
PORT = 9000
SNAP_LENGTH = 100

choose = random.Random(SEED).choice
CONDITIONS = {
    'pattern': choose(['bulk', 'bursts', 'questions', 'tail', 'slow-reader'] if SEED < 1000 else ['writes']),
    'delay': choose([0.002, 0.01, 0.025, 0.05]),
    'dataLoss': choose([0.0, 0.01, 0.03, 0.06, 0.12]),
    'ackLoss': choose([0, 0, 0.05, 0.2]),
    'late': choose([0, 0, 0.02, 0.1]),
    'jitter': choose([0, 0, 0.3]),
    'blackout': choose([0, 0.004]),
    'noDelay': choose([False, True]),
}
SYSCTLS = {
    'tcp_sack': choose([1, 1, 1, 0]),
    'tcp_timestamps': choose([1, 1, 1, 0]),
    'tcp_early_retrans': choose([3, 3, 0]),
    'tcp_recovery': choose([1, 1, 0]),
}
COUNTERS = [
    'RetransSegs', 'TCPTimeouts', 'TCPLossProbes', 'TCPFastRetrans', 'TCPSlowStartRetrans', 'TCPSynRetrans',
    'TCPDSACKRecv', 'TCPSpuriousRTOs', 'DelayedACKs',
]

SERVER = '''
import json, socket, time
listening = socket.create_server((ADDRESS['server'], PORT))
print('listening', flush=True)
connection, _ = listening.accept()
connection.settimeout(30)
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, CONDITIONS['noDelay'])
pattern = CONDITIONS['pattern']
if pattern == 'bursts':
    for _ in range(8):
        connection.sendall(b'x' * choose([100, 1448, 4000, 10000]))
        time.sleep(choose([0, 0.01, 0.15, 0.5]))
elif pattern == 'writes':
    written, sent = [], 0
    for _ in range(25):
        for _ in range(choose([1, 1, 2, 3])):
            length = choose([20, 100, 300, 700, 1448, 2000])
            written.append([time.time_ns() // 1000, sent, sent + length])
            connection.sendall(b'x' * length)
            sent += length
            time.sleep(choose([0, 0, 0.002, 0.008]))
        time.sleep(choose([0.005, 0.02, 0.06, 0.15]))
    print(json.dumps(written), flush=True)
elif pattern == 'tail':
    for _ in range(6):
        connection.sendall(b'x' * choose([100, 1448, 3000, 8000]))
        time.sleep(1.2)
elif pattern == 'questions':
    while connection.recv(4096):
        connection.sendall(b'x' * choose([10, 500, 1448, 6000]))
else:
    connection.sendall(b'x' * 60000)
connection.shutdown(socket.SHUT_WR)
while connection.recv(4096):
    pass
'''

CLIENT = '''
import socket, time
connection = socket.socket()
connection.settimeout(30)
pattern = CONDITIONS['pattern']
if pattern == 'slow-reader':
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, CONDITIONS['noDelay'])
connection.connect((ADDRESS['server'], PORT))
if pattern == 'questions':
    for _ in range(8):
        connection.sendall(b'x' * choose([5, 50, 1448, 5000]))
        time.sleep(choose([0, 0.02, 0.3]))
        connection.recv(65536)
    connection.shutdown(socket.SHUT_WR)
while connection.recv(4096):
    if pattern == 'slow-reader':
        time.sleep(choose([0, 0.01, 0.3]))
'''


def device(host):
    return f'rec{os.getpid() % 100000}{host[0]}'


def set_up():
    for host, address in ADDRESS.items():
        run('ip', 'netns', 'add', namespace(host))
        run('ip', 'link', 'add', device(host), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace(host))
        run('ip', 'link', 'set', device(host), 'up')
        start_device(host, address)
        leave_segments_alone(*inside(host, 'ethtool', '-K', 'eth0'))
        leave_segments_alone('ethtool', '-K', device(host))
        for name, value in SYSCTLS.items():
            run(*inside(host, 'sysctl', '-qw', f'net.ipv4.{name}={value}'))
    hardware = {host: run(*inside(host, 'cat', '/sys/class/net/eth0/address')).strip() for host in ADDRESS}
    for host, other in (('client', 'server'), ('server', 'client')):
        neighbour = [ADDRESS[other], 'lladdr', hardware[other], 'dev', 'eth0']
        run('ip', '-n', namespace(host), 'neighbour', 'replace', *neighbour)


def forward(stop, lost):
    """Until `stop`, takes frames from one end to the other, or loses them; `lost` gets who sent which."""
    plugs = {}
    for host in ADDRESS:
        plugs[host] = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        plugs[host].bind((device(host), 0))
    hosts = {plug: host for host, plug in plugs.items()}
    chance = random.Random(SEED + 1)
    waiting, order, latest, dark_until = [], 0, {host: 0.0 for host in ADDRESS}, 0.0
    while not stop.is_set():
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, plug, frame = heapq.heappop(waiting)
            plug.send(frame)
        pause = min(0.005, max(0, waiting[0][0] - time.monotonic())) if waiting else 0.005
        for plug in select.select(list(hosts), [], [], pause)[0]:
            frame, (_, _, kind, *_) = plug.recvfrom(65536)
            if kind == socket.PACKET_OUTGOING:
                continue
            host, now = hosts[plug], time.monotonic()
            other = 'server' if host == 'client' else 'client'
            delay, is_late = CONDITIONS['delay'], False
            if frame[12:14] == b'\x08\x00' and frame[23] == socket.IPPROTO_TCP:
                ip_id, tcp_at = struct.unpack('!H', frame[18:20])[0], 14 + (frame[14] & 15) * 4
                seq = struct.unpack('!I', frame[tcp_at + 4 : tcp_at + 8])[0]
                has_data = struct.unpack('!H', frame[16:18])[0] > tcp_at - 14 + (frame[tcp_at + 12] >> 4) * 4
                if now >= dark_until and chance.random() < CONDITIONS['blackout']:
                    dark_until = now + chance.choice([0.15, 0.4, 0.9])
                loss = CONDITIONS['dataLoss' if has_data else 'ackLoss']
                if now < dark_until or chance.random() < loss:
                    lost.append([host, ip_id, seq])
                    continue
                delay *= 1 + CONDITIONS['jitter'] * chance.random()
                is_late = has_data and chance.random() < CONDITIONS['late']
                if is_late:
                    delay += chance.choice([0.001, 0.003, 0.02, 0.08])
            at = now + delay if is_late else max(now + delay, latest[host])
            if not is_late:
                latest[host] = at
            order += 1
            heapq.heappush(waiting, (at, order, plugs[other], frame))


def program(host, text):
    head = f'import random\nADDRESS = {ADDRESS!r}\nPORT = {PORT}\nCONDITIONS = {CONDITIONS!r}\n'
    head += f'choose = random.Random({SEED + 2}).choice\n'
    return subprocess.Popen(inside(host, 'python3', '-c', head + text), stdout=subprocess.PIPE)


def counters(host):
    found = {}
    for file in ('netstat', 'snmp'):
        lines = run(*inside(host, 'cat', f'/proc/net/{file}')).splitlines()
        for names, values in zip(lines[::2], lines[1::2]):
            if names.startswith(('TcpExt:', 'Tcp:')):
                found.update(zip(names.split()[1:], values.split()[1:]))
    return {name: int(found[name]) for name in COUNTERS if int(found.get(name, 0)) > 0}


def is_over(host):
    """Nothing of the connection will be sent any more."""
    states = run(*inside(host, 'ss', '-Htan', 'state', 'connected', 'exclude', 'time-wait'))
    return states.strip() == ''


def record():
    lost, stop = [], threading.Event()
    forwarding = threading.Thread(target=forward, args=(stop, lost))
    forwarding.start()
    dumps = [start_capture(host, os.path.join(DIR, f'{NAME}-{host}.pcap'), SNAP_LENGTH) for host in ADDRESS]
    try:
        server = program('server', SERVER)
        server.stdout.readline()
        for one in (program('client', CLIENT), server):
            one.wait(90)
        deadline = time.monotonic() + 30
        while not all(is_over(host) for host in ADDRESS) and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(0.5)
        kernels = {host: counters(host) for host in ADDRESS}
        written = json.loads(server.stdout.read() or '[]')
    finally:
        for dump in dumps:
            dump.terminate()
            dump.wait()
        stop.set()
        forwarding.join()
    about = {'seed': SEED, 'kernel': os.uname().release.split('-')[0], **CONDITIONS, **SYSCTLS}
    # What was written: when, in microseconds since 1970, and which bytes of the direction.
    with open(os.path.join(DIR, f'{NAME}.json'), 'w') as file:
        json.dump({'conditions': about, 'counters': kernels, 'lost': lost, 'written': written}, file)
        file.write('\n')


os.makedirs(DIR, exist_ok=True)
try:
    set_up()
    record()
finally:
    remove(ADDRESS)
