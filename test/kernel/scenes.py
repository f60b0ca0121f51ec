#!/usr/bin/env python3
"""Plays openings and ends of connections between two Linux kernels, and writes down through which states they went.

    sudo python3 scenes.py [DIR [NAME...]]

Two network namespaces, joined by a link that loses nothing but what a scene's packet filter drops. Writes, for each scene,
DIR/NAME-client.pcap and NAME-server.pcap (tcpdump at both ends) and NAME.json: of either end, when its socket came into
which state, as the kernel's tracepoint sock:inet_sock_set_state has it, in microseconds since 1970. Needs Linux, iproute2,
ethtool, iptables, perf, tcpdump.
"""
import json
import os
import re
import subprocess
import sys
import time

from namespaces import inside, leave_segments_alone, namespace, remove, run, start_capture, start_device

DIR = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'scenes')
ADDRESS = {'client': '10.8.0.1', 'server': '10.8.0.2'}
PORT = 9000

HEAD = f'''
import os, socket, struct, time
def listen():
    listening = socket.create_server(('{ADDRESS['server']}', {PORT}))
    print('listening', flush=True)
    return listening
def accept():
    connection = listen().accept()[0]
    connection.settimeout(10)
    return connection
def connect(port=0):
    connection = socket.socket()
    connection.settimeout(10)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    connection.bind(('{ADDRESS['client']}', port))
    connection.connect(('{ADDRESS['server']}', {PORT}))
    return connection
def abort(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    connection.close()
def drop(chain, what):
    os.system(f'iptables -A {{chain}} -p tcp {{what}} -m statistic --mode nth --every 100000 --packet 0 -j DROP')
'''

# Server and client of each; what drop() names is lost once.
SCENES = {
    'half-close': (
        '''
connection = accept()
while connection.recv(100): pass
for _ in range(3):
    connection.sendall(b'answer'); time.sleep(0.05)
connection.close(); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'question'); connection.shutdown(socket.SHUT_WR)
while connection.recv(100): pass
connection.close()
''',
    ),
    'syn-ack-lost': (
        '''
drop('OUTPUT', '--tcp-flags SYN,ACK SYN,ACK')
connection = accept()
connection.recv(10); connection.close(); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'x'); connection.recv(10); connection.close()
''',
    ),
    'third-step-lost': (
        '''
connection = accept()
connection.recv(10); connection.close(); time.sleep(0.1)
''',
        '''
drop('OUTPUT', '--tcp-flags SYN,ACK,PSH ACK')
connection = connect()
time.sleep(1.3); connection.sendall(b'x'); connection.recv(10); connection.close()
''',
    ),
    'confirmation-lost': (
        '''
connection = accept()
connection.recv(10); time.sleep(0.05)
drop('OUTPUT', '--tcp-flags FIN,ACK ACK')
connection.recv(10); time.sleep(0.6); connection.close(); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'x'); time.sleep(0.1); connection.close(); time.sleep(1)
''',
    ),
    'ports-again': (
        '''
listening = listen()
for _ in range(3):
    connection = listening.accept()[0]
    connection.recv(10); connection.sendall(b'ok'); connection.recv(10); connection.close()
time.sleep(0.1)
''',
        '''
for _ in range(3):
    connection = connect(45001)
    connection.sendall(b'x'); connection.recv(10); connection.close(); time.sleep(1.2)
''',
    ),
    'unread': (
        '''
connection = accept()
time.sleep(0.1); connection.close(); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'hello'); time.sleep(0.3)
''',
    ),
    'aborted': (
        '''
connection = accept()
connection.recv(10); connection.sendall(b'ok'); time.sleep(0.1); abort(connection); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'x'); connection.recv(10); time.sleep(0.3)
''',
    ),
    'reset-lost': (
        '''
connection = accept()
connection.recv(10)
drop('OUTPUT', '--tcp-flags RST RST')
abort(connection); time.sleep(0.6)
''',
        '''
connection = connect()
connection.sendall(b'x'); time.sleep(0.3)
try: connection.sendall(b'y'); connection.recv(10)
except OSError: pass
time.sleep(0.1)
''',
    ),
    'packet-filter': (
        '''
connection = accept()
connection.recv(10)
os.system('iptables -A INPUT -p tcp -m string --string forbidden --algo bm -j REJECT --reject-with tcp-reset')
time.sleep(0.6); connection.close(); time.sleep(0.1)
''',
        '''
connection = connect()
connection.sendall(b'x'); time.sleep(0.3)
try: connection.sendall(b'forbidden'); connection.recv(10)
except OSError: pass
time.sleep(0.5)
''',
    ),
    'closed-port': (None, 'try: connect()\nexcept OSError: pass'),
}

STATES = {
    'TCP_SYN_SENT': 'SYN-SENT',
    'TCP_SYN_RECV': 'SYN-RECEIVED',
    'TCP_ESTABLISHED': 'ESTABLISHED',
    'TCP_FIN_WAIT1': 'FIN-WAIT-1',
    'TCP_FIN_WAIT2': 'FIN-WAIT-2',
    'TCP_CLOSING': 'CLOSING',
    'TCP_CLOSE_WAIT': 'CLOSE-WAIT',
    'TCP_LAST_ACK': 'LAST-ACK',
    'TCP_CLOSE': 'CLOSED',
}
EVENT = re.compile(r'(\d+)\.(\d{9}): .*sport=(\d+) dport=(\d+) saddr=(\S+) .*oldstate=(\S+) newstate=(\S+)')


def set_up():
    for host in ADDRESS:
        run('ip', 'netns', 'add', namespace(host))
    names = [namespace(host) for host in ADDRESS]
    run('ip', '-n', names[0], 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', names[1])
    for host, address in ADDRESS.items():
        start_device(host, address)
        leave_segments_alone(*inside(host, 'ethtool', '-K', 'eth0'))


def states_of(events):
    """Of either end: [microseconds since 1970, state, state before]."""
    offset = time.clock_gettime_ns(time.CLOCK_REALTIME) - time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    states = {host: [] for host in ADDRESS}
    for line in run('perf', 'script', '-i', events, '--ns').splitlines():
        found = EVENT.search(line)
        if found is None or found[7] not in STATES or found[6] == 'TCP_LISTEN' and found[7] == 'TCP_CLOSE':
            continue
        host = next((one for one, address in ADDRESS.items() if address == found[5]), None)
        if host is None or PORT not in (int(found[3]), int(found[4])):
            continue
        ns = int(found[1]) * 10**9 + int(found[2]) + offset
        states[host].append([ns // 1000, STATES[found[7]], STATES.get(found[6], 'NONE')])
    return states


def play(name, server, client):
    events = os.path.join(DIR, f'{name}.perf')
    dumps = [start_capture(host, os.path.join(DIR, f'{name}-{host}.pcap')) for host in ADDRESS]
    tracing = subprocess.Popen(
        ['perf', 'record', '-q', '-k', 'mono', '-e', 'sock:inet_sock_set_state', '-a', '-o', events],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(0.5)
    programs = []
    for host, text in (('server', server), ('client', client)):
        if text is None:
            continue
        programs.append(subprocess.Popen(inside(host, 'python3', '-c', HEAD + text), stdout=subprocess.PIPE))
        if host == 'server':
            programs[-1].stdout.readline()
    for one in programs:
        one.wait(30)
    time.sleep(0.3)
    for one in (*dumps, tracing):
        one.terminate()
        one.wait()
    for host in ADDRESS:
        run(*inside(host, 'iptables', '-F'))
    with open(os.path.join(DIR, f'{name}.json'), 'w') as file:
        json.dump({'kernel': os.uname().release.split('-')[0], 'states': states_of(events)}, file)
        file.write('\n')
    os.remove(events)


os.makedirs(DIR, exist_ok=True)
try:
    set_up()
    for scene in sys.argv[2:] or SCENES:
        play(scene, *SCENES[scene])
finally:
    remove(ADDRESS)
