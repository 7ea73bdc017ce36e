"""The shipped lab of two machines behind one bridge: by vmrun, and by the shell script that people write."""

import os
import signal
import subprocess
import time

from measure import qmp_answers, run, wait_until
from peers import ByHand

MACHINES = {"web-server": ("1024M", "192.168.1.101"), "database": ("2048M", "192.168.1.102")}

# Names and figures are those of Profiles/networks/lan.yml.
_NETWORK = """\
set -e
ip link add br-lan type bridge
ip address add 192.168.1.1/24 dev br-lan
ip link set br-lan up
sysctl -q -w net.ipv4.ip_forward=1
nft -f - <<END
table ip by_hand {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 192.168.1.0/24 ip daddr != 192.168.1.0/24 oifname "up0" masquerade
  }
}
END
dnsmasq --conf-file=/dev/null --interface=br-lan --except-interface=lo --bind-interfaces \\
  --dhcp-range=192.168.1.100,192.168.1.199,1h --dhcp-leasefile=/run/by-hand.leases --pid-file=/run/by-hand.pid
"""
_TAP = "ip tuntap add {tap} mode tap\nip link set {tap} master br-lan up\n"
_MACHINE = _TAP + "{line} </dev/null >/dev/null 2>&1 &\necho $! >/run/{tap}.pid\n"
_UNDO = ("ip link del br-lan", "nft delete table ip by_hand", "sysctl -q -w net.ipv4.ip_forward=0")


def make_tap(tap, env):
    run(["sh", "-ec", _TAP.format(tap=tap)], env)


def remove_tap(tap, env):
    run(["ip", "link", "del", tap], env, check=False)


def on_tap(vmrun, name, tap):
    """The machine that `vmrun command` prints, on a TAP that is there already."""
    return ByHand(vmrun, name, netdev=f"tap,id=net0,ifname={tap},script=no,downscript=no")


class Lab:
    """Both ways from nothing to two running machines, and back again."""

    def __init__(self, vmrun, add):
        self.vmrun = vmrun
        # Nothing to boot: what is timed is the start, and idle guests leave the cores alone.
        disk = f"{vmrun.env['HOME']}/empty.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", disk, "64M"], check=True)
        for name, (memory, address) in MACHINES.items():
            add(name, "virtio", f"network: lan, address: {address}/24", disk, memory)
        self.ours()  # the first start makes overlays and measures the accelerator
        self.by_hand = {f"tap{index}": on_tap(vmrun, name, f"tap{index}") for index, name in enumerate(MACHINES)}

    def ours(self):
        """Seconds for the network, and for the machines."""
        times = self.vmrun.call("net", "up", "lan")[0], self.vmrun.call("start", *MACHINES)[0]
        self.vmrun.call("kill", *MACHINES)
        self.vmrun.call("net", "down", "lan")
        return times

    def theirs(self):
        """The same by shell scripts; both QEMUs come up at once, as the shell doesn't wait for them."""
        env, machines = self.vmrun.env, self.by_hand
        script = "set -e\n" + "".join(_MACHINE.format(tap=tap, line=machine.line) for tap, machine in machines.items())
        for machine in machines.values():
            os.makedirs(os.path.dirname(machine.monitor), 0o700, exist_ok=True)
        try:
            network = run(["sh", "-c", _NETWORK], env)[0]
            begin = time.perf_counter()
            run(["sh", "-c", script], env)
            for machine in machines.values():
                wait_until(lambda: qmp_answers(machine.monitor), "the monitor of a machine by hand")
            return network, time.perf_counter() - begin
        finally:
            for name in (*machines, "by-hand"):
                _end(f"/run/{name}.pid")
            for tap in machines:
                remove_tap(tap, env)
            for words in _UNDO:
                run(words.split(), env, check=False)


def _end(path):
    """Ends the process that a file names, and removes the file."""
    try:
        with open(path) as file:
            pid = int(file.read())
        os.unlink(path)
        os.kill(pid, signal.SIGKILL)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return
    wait_until(lambda: not os.path.exists(f"/proc/{pid}"), f"the end of process {pid}")
