"""Traffic between this host and a guest of the image tiny: round trips, and bytes in both directions."""

import re
import socket
import statistics
import subprocess
import time

from measure import DEADLINE, Failed, wait_until

ECHO, SINK, SOURCE = 7, 9, 19  # the ports of RFC 862, 863 and 864
PORTS = (ECHO, SINK, SOURCE)

# Kept running by the guest's init, also after its next boot, so that a machine that vmrun didn't start has them too.
_SERVICES = {ECHO: "cat", SINK: "dd of=/dev/null bs=64k", SOURCE: "dd if=/dev/zero bs=64k"}
_LINES = " ".join(f"'::respawn:/usr/sbin/nc -ll -p {port} -e {words}'" for port, words in _SERVICES.items())
INSTALL = f"printf '%s\\n' {_LINES} >> /etc/inittab && sync && kill -HUP 1"


def _connect(address):
    client = socket.create_connection(address, timeout=DEADLINE / 2)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def wait_for_echo(address):
    """Returns when the guest has answered. User networking accepts before the guest listens, so only a byte that
    comes back proves it."""
    def answers():
        try:
            with socket.create_connection(address, timeout=2) as client:
                client.settimeout(2)
                client.sendall(b"x")
                return client.recv(1) == b"x"
        except OSError:
            return False

    wait_until(answers, "the guest's echo", pause=0.1)


def echo(address, count=50, pause=0.02):
    """The median time in seconds of one byte to the guest's `cat` and back, over one connection."""
    times = []
    with _connect(address) as client:
        # The first ones wait for the guest to start its program.
        for index in range(count + 5):
            begin = time.perf_counter()
            client.sendall(b"x")
            if client.recv(1) != b"x":
                raise Failed("the guest closed the connection")
            if index >= 5:
                times.append(time.perf_counter() - begin)
            time.sleep(pause)
    return statistics.median(times)


def ping(address, count=50, pause=0.02):
    """The median time in seconds of ICMP echoes."""
    words = ["ping", "-n", "-c", str(count), "-i", str(pause), "-W", "2", address]
    output = subprocess.run(words, capture_output=True, text=True, timeout=DEADLINE).stdout
    times = [float(text) / 1000 for text in re.findall(r"time=([0-9.]+) ms", output)]
    if len(times) < count * 0.9:
        raise Failed(f"{len(times)} of {count} pings came back")
    return statistics.median(times)


def to_guest(address, seconds):
    """Bits a second that a guest takes. What it has not read yet doesn't count: the clock stops when it has closed the
    connection, having read all."""
    block, sent = bytes(1 << 20), 0
    with _connect(address) as client:
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            sent += client.send(block)
        client.shutdown(socket.SHUT_WR)
        if client.recv(1):
            raise Failed("the guest sent what nobody asked for")
        return sent * 8 / (time.perf_counter() - begin)


def from_guest(address, seconds):
    """Bits a second that a guest sends, from its first byte on."""
    block, received = bytearray(1 << 20), 0
    with _connect(address) as client:
        # passt of early 2023 lets the guest's side of a connection stand only when the first byte comes.
        client.sendall(b"x")
        client.recv(1)
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            count = client.recv_into(block)
            if count == 0:
                raise Failed("the guest closed the connection")
            received += count
        return received * 8 / (time.perf_counter() - begin)
