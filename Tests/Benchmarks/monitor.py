#!/usr/bin/env python3
"""Times of the monitor shell on a pseudo-terminal: from the command to its first prompt, and from Tab to the answer.

    monitor.py VMRUN NAME      a machine that runs, with a card `nic0` on `net0` and a disk `disk0`
"""

import os
import pty
import select
import sys
import time

# What is typed, and what Tab has to add.
CASES = [
    (b"query-stat", b"us"),
    (b"netdev_add type=us", b"er "),
    (b"device_add driver=virtio-net-p", b"ci"),
    (b"device_add driver=e1000 ma", b"c="),
    (b"device_add driver=e1000 netdev=ne", b"t0 "),
    (b"qom-list path=/machine/per", b"ipheral"),
    (b"hmp info netw", b"ork "),
    (b"set_link name=ni", b"c0 "),
]


def spawn(words):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(NO_COLOR="1", TERM="xterm")
        os.execvp(words[0], words)
    return pid, terminal


def read_until(terminal, text, limit=10):
    seen, end = b"", time.monotonic() + limit
    while text not in seen:
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            sys.exit(f"no {text!r} within {limit} s, but {seen[-300:]!r}")
        seen += os.read(terminal, 65536)


def drain(terminal):
    while select.select([terminal], [], [], 0.005)[0]:
        os.read(terminal, 65536)


def leave(pid, terminal):
    os.write(terminal, b"\x15\x04")
    os.waitpid(pid, 0)
    os.close(terminal)


def report(what, times):
    times.sort()
    at = lambda share: 1000 * times[min(len(times) - 1, int(len(times) * share))]
    print(f"{what}: median {at(0.5):.1f} ms, 99 % {at(0.99):.1f} ms, slowest {1000 * times[-1]:.1f} ms", flush=True)


def main():
    vmrun, name = sys.argv[1:]
    prompt = f"{name}> ".encode()
    times = []
    for _ in range(20):
        began = time.monotonic()
        pid, terminal = spawn([vmrun, "monitor", name])
        read_until(terminal, prompt)
        times.append(time.monotonic() - began)
        leave(pid, terminal)
    report("first prompt", times)

    pid, terminal = spawn([vmrun, "monitor", name])
    read_until(terminal, prompt)
    time.sleep(1)
    times = []
    for _ in range(60):
        for typed, added in CASES:
            os.write(terminal, typed)
            read_until(terminal, typed[-3:])
            time.sleep(0.005)
            began = time.monotonic()
            os.write(terminal, b"\t")
            read_until(terminal, added[:2], 2)
            times.append(time.monotonic() - began)
            os.write(terminal, b"\x15")
            drain(terminal)
    report("completion", times)
    leave(pid, terminal)


main()
