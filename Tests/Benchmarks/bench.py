#!/usr/bin/env python3
"""How fast vmrun is, beside QEMU started by hand and beside libvirt. `make bench` runs it.

All machines live in a folder of their own and are gone at the end. A peer that is not installed is named in
the table; nothing is guessed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import image
import monitor
from measure import Failed, machine_facts, milliseconds, pairs, ssh_answers, wait_until
from peers import ByHand, Libvirt, VMRun
import network
import profiles
import qmp_rate

ROW = ("what", "vmrun", "peer", "ratio", "target", "")
LISTED = 20  # machines that run while `list` is timed


class Bench:
    def __init__(self, arguments, scratch):
        self.rounds = arguments.rounds
        self.boots = arguments.boots
        self.rows = []
        self.traffic = []
        self.qmp_bench = arguments.qmp_bench
        self.qmp_python = arguments.qmp_python
        self.vmrun = VMRun(os.path.abspath(arguments.vmrun), scratch, arguments.images)
        self.scratch = scratch
        self.images = arguments.images
        self.libvirt = None
        self.libvirt_missing = Libvirt.missing
        # A disk with nothing on it: what is timed is the start of QEMU, and an idle machine stays idle.
        self.disk = f"{scratch}/disk.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", self.disk, "64M"], check=True)

    def close(self):
        self.vmrun.close()
        if self.libvirt:
            self.libvirt.close()

    def row(self, what, ours="", theirs="", ratio="", target="", met=None):
        self.rows.append(result((what, ours, theirs, ratio, target, met)))
        print(".", end="", flush=True, file=sys.stderr)

    def compare(self, what, times, target, better="slower"):
        """One row of medians. `target` is the largest ratio to the peer, or how many times faster at least."""
        ours, theirs = times
        if better == "slower":
            ratio, words, met = ours / theirs, f"at most {target} x", ours / theirs <= target
        else:
            ratio, words, met = theirs / ours, f"{target} times faster", theirs / ours >= target
        self.row(what, milliseconds(ours), milliseconds(theirs), f"{ratio:.2f}", words, met)

    def section(self, what, work):
        try:
            work(what)
        except (Failed, OSError, KeyError, ValueError, StopIteration, subprocess.SubprocessError) as error:
            self.row(what, f"failed: {error or type(error).__name__}")

    # What is measured.

    def all(self):
        self.vmrun.add("bench", self.disk)
        self.section("start, until it runs / command by hand, until QMP answers", self.start_by_hand)
        self.section("start / virsh start", self.start_libvirt)
        self.section("peak memory of start", self.memory)
        self.section("processes left behind by start, beside QEMU", self.left_behind)
        self.section("start, until ssh greets / by hand", self.boot)
        if self.qmp_bench:
            self.section("query-status a second", self.qmp_rate)
        self.section("monitor, until its first prompt", self.first_prompt)
        self.section("monitor, from Tab to the answer", self.completion)
        self.section(f"profile show, {profiles.LEVELS} levels of extends / one", self.layers)
        self.section("image pull of 1 GB / curl, then sha256sum", self.pull)
        self.section("start with a new disk on a base of 10 GB / with the disk there", self.new_disk)
        self.section("networks of the host", self.network)
        self.section(f"list with {LISTED} running / virsh list --all", self.list)

    def our_start(self):
        seconds = self.vmrun.start("bench")[0]
        self.vmrun.kill("bench")
        return seconds

    def start_by_hand(self, what):
        self.our_start()  # the first start makes the overlay and measures the accelerator
        hand = ByHand(self.vmrun, "bench")

        def by_hand():
            begin = time.perf_counter()
            process = hand.start()
            seconds = time.perf_counter() - begin
            hand.end(process)
            return seconds

        self.compare(what, pairs(self.rounds, self.our_start, by_hand), 1.3)

    def need_libvirt(self):
        if self.libvirt_missing:
            raise Failed(self.libvirt_missing)
        if self.libvirt is None:
            try:
                self.libvirt = Libvirt(self.scratch)
            except Failed as error:
                self.libvirt_missing = str(error)
                raise
        return self.libvirt

    def accelerator(self):
        self.vmrun.start("bench")
        accelerator = self.vmrun.status("bench")["accelerator"]
        self.vmrun.kill("bench")
        return accelerator

    def start_libvirt(self, what):
        if self.libvirt_missing:
            return self.row(what, theirs=self.libvirt_missing)
        libvirt = self.need_libvirt()
        libvirt.add("bench", self.disk, self.accelerator())

        def by_libvirt():
            seconds = libvirt.start("bench")[0]
            libvirt.kill("bench")
            return seconds

        by_libvirt()
        self.compare(what, pairs(self.rounds, self.our_start, by_libvirt), 4, better="faster")

    def memory(self, what):
        _, peak, _ = self.vmrun.start("bench")
        self.vmrun.kill("bench")
        self.row(what, f"{peak / 1024:.1f} MiB", target="below 40 MB", met=peak * 1024 < 40_000_000)

    def left_behind(self, what):
        before = self.vmrun.processes()
        self.vmrun.start("bench")
        left = {pid: name for pid, name in self.vmrun.processes().items() if pid not in before}
        others = sorted(name for name in left.values() if not name.startswith("qemu-system"))
        self.vmrun.kill("bench")
        self.row(what, ", ".join(others) or "none", target="none", met=not others)

    def boot(self, what):
        if "tiny" not in self.vmrun.call("image", "list", "--format", "json", check=False)[2]:
            return self.row(what, "no image: vmrun image build tiny")
        self.vmrun.add("boot", "tiny")

        def ours():
            begin = time.perf_counter()
            self.vmrun.start("boot")
            port = self.vmrun.ssh_port("boot")
            # Asking for the port takes time too, but meanwhile the guest boots.
            wait_until(lambda: ssh_answers(port), "ssh", pause=0.01)
            seconds = time.perf_counter() - begin
            self.vmrun.kill("boot")
            return seconds

        ours()  # the first boot makes the guest's host keys

        def by_hand():
            hand = ByHand(self.vmrun, "boot")
            begin = time.perf_counter()
            process = hand.start()
            try:
                hand.wait_for_ssh()
                return time.perf_counter() - begin
            finally:
                hand.end(process)

        self.compare(what, pairs(self.boots, ours, by_hand), 1.1)

    def qmp_rate(self, what):
        rates = qmp_rate.measure(os.path.abspath(self.qmp_bench), 10, 0.5, self.qmp_python)
        callers = (("", "executor"), (", caller on another thread", "pool"))
        for peer, name, target in (("qemu.qmp", "qemu.qmp", 1.7), ("blocking", "a blocking Python client", 0.95)):
            if peer not in rates:
                self.row(f"{what} / {name}", f"{rates['executor']:.0f}", "not installed: make bench-deps")
                continue
            for words, caller in callers:
                ratio = rates[caller] / rates[peer]
                # The library's own thread is where whoever wants speed calls from.
                target_words, met = (f"at least {target} x", ratio >= target) if caller == "executor" else ("", None)
                self.row(f"{what} / {name}{words}", f"{rates[caller]:.0f}", f"{rates[peer]:.0f}", f"{ratio:.2f}",
                         target_words, met)

    def first_prompt(self, what):
        self.vmrun.start("bench")
        words = [self.vmrun.binary, "monitor", "bench"]
        monitor.first_prompts(words, b"bench> ", self.vmrun.env, rounds=1)  # loads the schema into the cache
        times = monitor.first_prompts(words, b"bench> ", self.vmrun.env)
        median = monitor.share(times, 0.5)
        self.row(f"{what}, warm, median", milliseconds(median), target="at most 60 ms", met=median <= 0.06)
        peer = os.path.join(os.path.dirname(self.qmp_python), "qmp-shell")
        if not os.path.exists(peer):
            self.row(f"{what} / qmp-shell", theirs="not installed: make bench-deps")
        else:
            sockets = self.vmrun.status("bench")["sockets"]["qmp"]
            theirs = monitor.share(monitor.first_prompts([peer, sockets[-1]], b"(QEMU) ", self.vmrun.env), 0.5)
            cold = []
            for _ in range(10):
                shutil.rmtree(f"{self.scratch}/cache", ignore_errors=True)
                cold += monitor.first_prompts(words, b"bench> ", self.vmrun.env, rounds=1)
            self.compare(f"{what}, cold / qmp-shell", (monitor.share(cold, 0.5), theirs), 1)
        self.vmrun.kill("bench")

    def completion(self, what):
        self.vmrun.start("bench")
        slowest = monitor.share(monitor.completions(self.vmrun.binary, "bench", self.vmrun.env), 0.99)
        self.row(f"{what}, 99 % within", milliseconds(slowest), target="at most 30 ms", met=slowest <= 0.03)
        self.vmrun.kill("bench")

    def layers(self, what):
        times = profiles.measure(self.vmrun.binary, self.vmrun.env, f"{self.scratch}/layers", 4 * self.rounds)
        self.compare(what, times, 1.2)

    def with_images(self, work):
        images = image.Images(self.vmrun, self.scratch)
        try:
            return work(images)
        finally:
            images.close()

    def pull(self, what):
        (ours, theirs), peak = self.with_images(lambda images: image.pull_rates(images, 1000, 5))
        # Rates are the other way round than times.
        rate = theirs / ours
        self.row(what, milliseconds(ours), milliseconds(theirs), f"{rate:.2f}", "at least 0.8 of the rate", rate >= 0.8)
        self.row("peak memory of image pull", f"{peak / 1048576:.1f} MiB", target="below 64 MB", met=peak < 64_000_000)

    def new_disk(self, what):
        anew, there = self.with_images(lambda images: image.start_times(images, self.rounds))
        self.row(what, milliseconds(anew), milliseconds(there), f"+{(anew - there) * 1000:.1f} ms", "at most +15 ms",
                 anew - there <= 0.015)

    def network(self, what):
        for kind, cells in network.measure(self.vmrun.binary, self.images, f"{self.scratch}/n", self.rounds):
            if kind == "row":
                self.row(*cells)
            else:
                self.traffic.append(cells)

    def list(self, what):
        names = [f"idle{index}" for index in range(LISTED)]
        for name in names:
            self.vmrun.add(name, self.disk, memory="64M", nics="[]")
            self.vmrun.start(name)
        if self.libvirt_missing:
            ours = pairs(self.rounds, lambda: self.vmrun.call("list")[0], lambda: 0)[0]
            return self.row(what, milliseconds(ours), self.libvirt_missing)
        libvirt = self.need_libvirt()
        for name in names:
            libvirt.add(name, self.disk, "tcg", memory=64, nic=False)
            libvirt.start(name)
        # Firmware that finds nothing to boot comes to rest after some seconds.
        time.sleep(15)
        times = pairs(3 * self.rounds, lambda: self.vmrun.call("list")[0],
                      lambda: libvirt.call("list", "--all")[0])
        self.compare(what, times, 1)


def result(row):
    """A row whose last cell says in words whether its target is met."""
    return (*row[:-1], {True: "met", False: "MISSED", None: ""}[row[-1]])


def table(header, rows):
    rows = [header, *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vmrun", required=True, help="the binary to measure")
    parser.add_argument("--qmp-bench", help="the program qmp-bench; without it QMP isn't measured")
    parser.add_argument("--qmp-python", default=sys.executable, help="a Python that has the package qemu.qmp")
    parser.add_argument("--results", default=".build/bench", help="the folder for the table")
    parser.add_argument("--rounds", type=int, default=15, help="pairs of starts")
    parser.add_argument("--boots", type=int, default=5, help="pairs of boots")
    parser.add_argument(
        "--images", default=os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"),
        help="the XDG data folder with the image store")
    arguments = parser.parse_args()
    # Now, as the load counts without that of this run.
    facts = machine_facts()

    # Short, because socket paths are limited; others may pass through, because libvirt's QEMUs have to.
    scratch = tempfile.mkdtemp(prefix="vb-", dir="/tmp")
    os.chmod(scratch, 0o711)
    bench = None
    try:
        bench = Bench(arguments, scratch)
        bench.all()
    finally:
        if bench:
            bench.close()
        shutil.rmtree(scratch, ignore_errors=True)

    text = "\n".join(f"{key}: {value}" for key, value in facts.items())
    text += f"\nmedians of {arguments.rounds} pairs of starts, {arguments.boots} of boots, run in turns"
    text += "\nin brackets: what half of the pairs' ratios are between"
    text += "\nlibvirt in session mode, started for this run\n\n" + table(ROW, bench.rows) + "\n"
    if bench.traffic:
        text += "\n" + network.CAPTION + "\n\n" + table(network.TRAFFIC, bench.traffic) + "\n"
    os.makedirs(arguments.results, exist_ok=True)
    path = os.path.join(arguments.results, time.strftime("%Y%m%d-%H%M%S"))
    with open(path + ".txt", "w") as file:
        file.write(text)
    with open(path + ".json", "w") as file:
        keys = ("what", "vmrun", "peer", "ratio", "target", "result")
        json.dump({"facts": facts, "rows": [dict(zip(keys, row)) for row in bench.rows],
                   "traffic": [dict(zip((*network.TRAFFIC[:-1], "result"), row)) for row in bench.traffic]}, file, indent=2)
    print(f"\n{text}\nwritten to {path}.txt and .json")


if __name__ == "__main__":
    main()
