"""Two Linux hosts on one computer: network namespaces, what runs inside them, and who captures there."""
import os
import subprocess


def run(*words):
    return subprocess.run(words, check=True, capture_output=True).stdout.decode()


def namespace(host):
    return f'tcpexplain{os.getpid()}-{host}'


def inside(host, *words):
    return ['ip', 'netns', 'exec', namespace(host), *words]


def start_device(host, address):
    run('ip', '-n', namespace(host), 'address', 'add', f'{address}/24', 'dev', 'eth0')
    run('ip', '-n', namespace(host), 'link', 'set', 'eth0', 'up')


def leave_segments_alone(*ethtool):
    """Segments as they are on a wire: cut and summed by the kernel."""
    subprocess.run([*ethtool, *'tx off rx off tso off gso off gro off'.split()], capture_output=True)


def start_capture(host, file, snap_length=0):
    """A tcpdump that captures already."""
    words = ['tcpdump', '-i', 'eth0', '-s', str(snap_length), '-U', '--immediate-mode', '-w', file, 'tcp']
    dump = subprocess.Popen(inside(host, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    dump.stderr.readline()
    return dump


def remove(hosts):
    for host in hosts:
        subprocess.run(['ip', 'netns', 'del', namespace(host)], capture_output=True)
