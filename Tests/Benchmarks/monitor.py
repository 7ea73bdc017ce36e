"""Times of the monitor shell on a pseudo-terminal: from the command to its first prompt, and from Tab to the answer.

bench.py calls this; the machine has to run, with a card `nic0` on `net0` and a disk `disk0`.
"""

import os
import pty
import select
import time

from measure import Failed

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


def spawn(words, env):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(words[0], words, dict(env, NO_COLOR="1", TERM="xterm"))
    return pid, terminal


def read_until(terminal, text, limit=10):
    seen, end = b"", time.monotonic() + limit
    while text not in seen:
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            raise Failed(f"no {text!r} within {limit} s, but {seen[-300:]!r}")
        seen += os.read(terminal, 65536)


def drain(terminal):
    while select.select([terminal], [], [], 0.005)[0]:
        os.read(terminal, 65536)


def leave(pid, terminal):
    os.write(terminal, b"\x15\x04")
    os.waitpid(pid, 0)
    os.close(terminal)


def share(times, part):
    """The time in seconds that this part of all times stays below."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def first_prompts(words, prompt, env, rounds=20):
    """Seconds from the command to its prompt, for each round."""
    times = []
    for _ in range(rounds):
        began = time.monotonic()
        pid, terminal = spawn(words, env)
        read_until(terminal, prompt)
        times.append(time.monotonic() - began)
        leave(pid, terminal)
    return times


def completions(vmrun, name, env, rounds=60):
    """Seconds from Tab to the answer, with a warm schema."""
    pid, terminal = spawn([vmrun, "monitor", name], env)
    read_until(terminal, f"{name}> ".encode())
    time.sleep(1)
    times = []
    for _ in range(rounds):
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
    leave(pid, terminal)
    return times
