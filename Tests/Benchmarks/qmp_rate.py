#!/usr/bin/env python3
"""How many `query-status` a second go over one monitor: QMPConnection beside a blocking client and the
reference asyncio client (`pip install qemu.qmp`). All talk to the same QEMU, in turns, so that whatever
else the host does hits them alike.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time


def blocking(path, seconds):
    """The shortest client there is: one system call to send, one to receive."""
    with socket.socket(socket.AF_UNIX) as monitor:
        monitor.settimeout(10)
        monitor.connect(path)
        lines = monitor.makefile("rb")
        lines.readline()

        def ask(command):
            monitor.sendall(json.dumps({"execute": command, "id": 1}).encode())
            while True:
                message = json.loads(lines.readline())
                if "event" not in message:
                    return message["return"]

        ask("qmp_capabilities")
        count = 0
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            for _ in range(50):
                ask("query-status")["status"]
            count += 50
        return count / (time.monotonic() - start)


REFERENCE = """
import asyncio, sys, time
try:
    from qemu.qmp import QMPClient
except ImportError:
    sys.exit(69)

async def ask(path, seconds):
    client = QMPClient("bench")
    await client.connect(path)
    count = 0
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        for _ in range(50):
            (await client.execute("query-status"))["status"]
        count += 50
    print(count / (time.monotonic() - start))
    await client.disconnect()

asyncio.run(ask(sys.argv[1], float(sys.argv[2])))
"""


def reference(python, path, seconds):
    """None where the package is missing."""
    result = subprocess.run(
        [python, "-c", REFERENCE, path, str(seconds)], capture_output=True, timeout=30 + 4 * seconds)
    if result.returncode == 69:
        return None
    result.check_returncode()
    return float(result.stdout)


def ours(bench, path, seconds):
    """Rates of a caller on Swift's global pool, and of one on the connection's own thread."""
    output = subprocess.run(
        [bench, "rate", path, str(seconds)], check=True, capture_output=True, timeout=30 + 4 * seconds)
    return json.loads(output.stdout)


def measure(bench, rounds, seconds, python=sys.executable):
    """Medians over the rounds, in round trips a second."""
    rates = {"blocking": [], "qemu.qmp": [], "pool": [], "executor": []}
    with tempfile.TemporaryDirectory(prefix="qmp-rate-") as scratch:
        path = f"{scratch}/monitor"
        qemu = subprocess.Popen(
            ["qemu-system-x86_64", "-machine", "none", "-nodefaults", "-display", "none", "-accel", "tcg",
             "-qmp", f"unix:{path},server=on,wait=off"])
        try:
            deadline = time.monotonic() + 10
            while not os.path.exists(path) and time.monotonic() < deadline:
                time.sleep(0.02)
            for _ in range(rounds):
                rates["blocking"].append(blocking(path, seconds))
                rate = reference(python, path, seconds)
                if rate is not None:
                    rates["qemu.qmp"].append(rate)
                for name, rate in ours(bench, path, seconds).items():
                    rates[name].append(rate)
        finally:
            qemu.kill()
            qemu.wait()
    return {name: statistics.median(values) for name, values in rates.items() if values}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="the program qmp-bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--python", default=sys.executable, help="one that has qemu.qmp")
    arguments = parser.parse_args()
    rates = measure(arguments.bench, arguments.rounds, arguments.seconds, arguments.python)
    for name, rate in rates.items():
        print(f"{name:10} {rate:6.0f} a second", end="")
        for peer in ("blocking", "qemu.qmp"):
            if peer in rates and name != peer:
                print(f"   {rate / rates[peer]:.2f} x {peer}", end="")
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
