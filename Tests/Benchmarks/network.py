#!/usr/bin/env python3
"""Networks of the host: how fast the lab of two machines is up beside a shell script, what each way into a guest
carries, and vmrun's TAP beside a hand-made one.

All of it happens in namespaces of its own, which go with everything in them: no interface of the host's is touched.
bench.py calls `measure`; by itself it prints the same tables.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from lab import Lab, make_tap, on_tap, remove_tap
from measure import DEADLINE, Failed, milliseconds, turns
from peers import VMRun
import traffic

LAN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Profiles/networks/lan.yml")
TOOLS = ("unshare", "ip", "nft", "dnsmasq", "ping", "sysctl")
TRAFFIC = ("card", "through", "ping", "TCP echo", "to the guest", "from the guest", "")
CAPTION = "ways into a guest, medians; under TCG its processor is the bottleneck"

# `up0` leads nowhere, but a network with NAT looks for a way out. The shell stays as the first process of its
# namespace, where it reaps what others leave to it.
WORLD = """
set -e
mount -t tmpfs tmpfs /run
mknod /run/tun c 10 200
chmod 666 /run/tun
mount --bind /run/tun /dev/net/tun
ip link set lo up
ip link add up0 type veth peer name up1
ip address add 198.51.100.2/24 dev up0
ip link set up0 up
ip link set up1 up
ip route add default via 198.51.100.1
"$@"
exit $?
"""


def missing():
    """Why nothing of this can be measured here; None when it can."""
    if os.getuid() != 0:
        return "not root: namespaces, bridges and TAPs by hand need it"
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    lacking = [tool for tool in TOOLS if shutil.which(tool, path=path) is None]
    if lacking:
        return f"not installed: make deps bench-deps ({', '.join(lacking)})"
    return None if os.path.exists("/dev/net/tun") else "this kernel has no /dev/net/tun: modprobe tun"


def measure(vmrun, images, scratch, rounds):
    """Yields ("row", cells) for the table of comparisons and ("traffic", cells) for that of the ways into a guest."""
    if reason := missing():
        yield "row", ("networks of the host", reason, "", "", "", None)
        return
    words = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", WORLD, "sh",
             sys.executable, os.path.abspath(__file__), "--inside", scratch, "--vmrun", vmrun, "--images", images,
             "--rounds", str(rounds)]
    env = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
    with subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as world:
        try:
            for line in world.stdout:
                yield tuple(json.loads(line))
            if world.wait() != 0:
                yield "row", ("networks of the host", "failed: see above", "", "", "", None)
        finally:
            # All that is in it goes with its first process.
            world.kill()


class Network:
    """The inside of the namespaces."""

    def __init__(self, arguments):
        self.rounds = arguments.rounds
        self.vmrun = VMRun(arguments.vmrun, arguments.inside, arguments.images)
        os.makedirs(f"{self.vmrun.profiles}/networks")
        shutil.copy(LAN, f"{self.vmrun.profiles}/networks/lan.yml")
        # The profiles that are found from the current folder would come before ours.
        os.chdir(arguments.inside)

    @staticmethod
    def tell(kind, *cells):
        print(json.dumps((kind, cells)), flush=True)

    def compare(self, what, ours, theirs, words, target="", fits=None):
        """One row: medians, and the middle of the ratios that each pair came to, with those of its quarters."""
        ratios = sorted(a / b for a, b in zip(ours, theirs))
        ratio = statistics.median(ratios)
        low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
        self.tell("row", what, words(statistics.median(ours)), words(statistics.median(theirs)),
                  f"{ratio:.2f} ({low:.2f}..{high:.2f})", target, fits(ratio) if fits else None)

    def section(self, what, work, kind="row"):
        try:
            work()
        except (Failed, OSError, KeyError, ValueError, StopIteration, subprocess.SubprocessError) as error:
            reason = f"failed: {error or type(error).__name__}"
            cells = (*what, "", "", "", "", reason) if kind == "traffic" else (what, reason, "", "", "", None)
            self.tell(kind, *cells)
        finally:
            for name in self.vmrun.names:
                self.vmrun.call("kill", name, check=False)

    def all(self):
        self.section("lab of two machines", self.lab)
        for card in ("virtio", "e1000", "rtl8139"):
            for way in ("user", "passt", "TAP"):
                self.section((card, way), lambda: self.traffic(card, way), "traffic")
        self.section("TAP of vmrun / by hand", self.taps)

    def lab(self):
        lab = Lab(self.vmrun, self.add)
        ours, theirs = turns(self.rounds, lab.ours, lab.theirs)
        for what, part, target, fits in (
                ("lab: network and two machines / shell script", sum, "at most 1.3 x", lambda ratio: ratio <= 1.3),
                ("  net up / ip, sysctl, nft, dnsmasq", lambda parts: parts[0], "", None),
                ("  start of both / ip tuntap, QEMU, until QMP answers", lambda parts: parts[1], "", None)):
            self.compare(what, [part(t) for t in ours], [part(t) for t in theirs], milliseconds, target, fits)

    # Ways into a guest.

    def traffic(self, card, way):
        name = f"{card}-{way.lower()}"
        if way == "TAP":
            self.add(name, card, "network: lan, address: 192.168.1.101/24")
        else:
            forwards = ", ".join(["ssh", *(f'"0:{port}"' for port in traffic.PORTS)])
            self.add(name, card, f"{way}: {{forward: [{forwards}]}}")
        self.boot(name)
        ports = {port: ("192.168.1.101", port) for port in traffic.PORTS}
        if way != "TAP":
            ports = {f["guestPort"]: ("127.0.0.1", f["hostPort"]) for f in self.vmrun.status(name)["forwards"]}
        self.settle(ports)
        # Nothing but TCP and UDP gets through a forward.
        ping = microseconds(traffic.ping("192.168.1.101")) if way == "TAP" else "-"
        rates = [statistics.median(rate(ports[port], 2) for _ in range(3)) for rate, port in
                 ((traffic.to_guest, traffic.SINK), (traffic.from_guest, traffic.SOURCE))]
        self.tell("traffic", card, way, ping, microseconds(traffic.echo(ports[traffic.ECHO])),
                  *(megabits(rate) for rate in rates), "")

    def add(self, name, card, way, image="tiny", memory="512M"):
        self.vmrun.add(name, image, memory, f"[{{model: {card}, {way}}}]", cpus=1)

    def boot(self, name):
        self.vmrun.start(name)
        self.vmrun.call("wait", name, "--for", "ssh", "--timeout", str(DEADLINE // 2))
        self.vmrun.call("ssh", name, "--", traffic.INSTALL)

    @staticmethod
    def settle(ports):
        traffic.wait_for_echo(ports[traffic.ECHO])
        # What a guest does after its boot would take its only processor.
        time.sleep(3)

    # vmrun's TAP beside one by hand.

    def taps(self):
        places = {"tap-a": "192.168.1.101", "tap-b": "192.168.1.102"}
        for name, address in places.items():
            self.add(name, "virtio", f"network: lan, address: {address}/24")
            self.boot(name)
            self.vmrun.kill(name)
        self.vmrun.call("net", "up", "lan")
        kinds = {
            "TCP to the guest": (lambda ip: traffic.to_guest((ip, traffic.SINK), 0.75), megabits),
            "TCP from the guest": (lambda ip: traffic.from_guest((ip, traffic.SOURCE), 0.75), megabits),
            "ping": (lambda ip: traffic.ping(ip, count=25), microseconds),
            "TCP echo": (lambda ip: traffic.echo((ip, traffic.ECHO), count=25), microseconds),
        }
        samples = {what: ([], []) for what in kinds}
        # No two guests are quite alike, so each has either TAP once. Turns are many and short, so that whatever else
        # the host does hits both.
        for ours, theirs in (("tap-a", "tap-b"), ("tap-b", "tap-a")):
            self.vmrun.start(ours)
            make_tap("tap0", self.vmrun.env)
            hand = on_tap(self.vmrun, theirs, "tap0")
            process = hand.start()
            try:
                for name in (ours, theirs):
                    self.settle({traffic.ECHO: (places[name], traffic.ECHO)})
                for what, (sample, _) in kinds.items():
                    values = turns(self.rounds, lambda: sample(places[ours]), lambda: sample(places[theirs]))
                    for all_values, new in zip(samples[what], values):
                        all_values.extend(new)
            finally:
                hand.end(process)
                remove_tap("tap0", self.vmrun.env)
                self.vmrun.kill(ours)
        for what, (_, words) in kinds.items():
            self.compare(f"TAP of vmrun / by hand: {what}", *samples[what], words, "0.95 to 1.05 x",
                         lambda ratio: 0.95 <= ratio <= 1.05)


def megabits(rate):
    return f"{rate / 1e6:.0f} Mbit/s"


def microseconds(seconds):
    return f"{seconds * 1e6:.0f} µs"


def main():
    # bench.py needs this file first.
    from bench import ROW, result, table

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vmrun", required=True, help="the binary to measure")
    parser.add_argument("--rounds", type=int, default=15, help="pairs of each comparison")
    parser.add_argument(
        "--images", default=os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"),
        help="the XDG data folder with the image store")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        network = Network(arguments)
        try:
            return network.all()
        finally:
            network.vmrun.close()
    rows, ways = [], []
    with tempfile.TemporaryDirectory(prefix="vb-", dir="/tmp") as scratch:
        found = measure(os.path.abspath(arguments.vmrun), arguments.images, scratch, arguments.rounds)
        for kind, cells in found:
            (rows if kind == "row" else ways).append(cells)
            print(*cells, flush=True, file=sys.stderr)
    print(table(ROW, [result(row) for row in rows]), CAPTION, table(TRAFFIC, ways), sep="\n\n")


if __name__ == "__main__":
    main()
