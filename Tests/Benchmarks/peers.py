"""The two ways of starting a machine that are compared: vmrun, and libvirt's session mode."""

import json
import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
from xml.sax.saxutils import quoteattr

from measure import Failed, qmp_answers, run, ssh_answers, wait_until

PROFILE = """\
image: {image}
smp: {cpus}
memory: {memory}
nics: {nics}
"""
NIC = "[{model: virtio, user: {forward: [ssh]}}]"


class VMRun:
    """vmrun with folders of its own: it sees no machine of the user's, and none of its stay."""

    def __init__(self, binary, scratch, images):
        self.binary = binary
        self.profiles = f"{scratch}/config/vmrun/Profiles"
        # Marks every process that descends from a vmrun of this run.
        self.mark = f"VMRUN_BENCH={scratch}"
        self.env = dict(
            os.environ, HOME=scratch, XDG_CONFIG_HOME=f"{scratch}/config", XDG_STATE_HOME=f"{scratch}/state",
            XDG_CACHE_HOME=f"{scratch}/cache", XDG_RUNTIME_DIR=f"{scratch}/run", XDG_DATA_HOME=images,
            VMRUN_BENCH=scratch, NO_COLOR="1")
        os.makedirs(self.profiles)
        for folder in ("state", "cache", "run"):
            os.makedirs(f"{scratch}/{folder}", 0o700)
        self.names = []

    def add(self, name, image, memory="256M", nics=NIC, cpus=2):
        with open(f"{self.profiles}/{name}.yml", "w") as file:
            file.write(PROFILE.format(image=image, cpus=cpus, memory=memory, nics=nics))
        self.names.append(name)

    def call(self, *arguments, check=True):
        return run([self.binary, *arguments], self.env, check)

    def start(self, name):
        return self.call("start", name)

    def kill(self, name):
        self.call("kill", name)

    def status(self, name):
        return json.loads(self.call("status", name, "--format", "json")[2])

    def ssh_port(self, name):
        return next(f["hostPort"] for f in self.status(name)["forwards"] if f["guestPort"] == 22)

    def processes(self):
        """{pid: name} of what descends from this run's vmruns."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    if self.mark.encode() not in file.read().split(b"\0"):
                        continue
                with open(f"/proc/{pid}/comm") as file:
                    found[int(pid)] = file.read().strip()
            except OSError:
                continue
        return found

    def close(self):
        for name in self.names:
            try:
                self.call("kill", name, check=False)
                self.call("delete", name, "--yes", check=False)
            except (Failed, OSError):
                pass
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


class ByHand:
    """The command line that `vmrun command` prints, in a shell; `netdev` replaces what its card is plugged into."""

    def __init__(self, vmrun, name, netdev=None):
        self.vmrun, self.name = vmrun, name
        # One call for both, since each may choose other free ports.
        self.line = vmrun.call("command", name)[2].strip()
        if netdev:
            self.line, count = re.subn(r"(?<=-netdev )'[^']*'", netdev, self.line)
            if count != 1:
                raise Failed(f"the printed command has {count} network cards, not one")
        self.argv = shlex.split(self.line.replace("\\\n", " "), comments=True)
        paths = [m[1] for a in self.argv if (m := re.search(r"(?:^socket,.*path=|^unix:)([^,]+)", a))]
        monitors = [p for p in paths if "qmp" in os.path.basename(p) or "monitor" in os.path.basename(p)]
        if not monitors:
            raise Failed("the printed command has no monitor socket with a path")
        self.monitor = monitors[0]

    def start(self):
        """The process, when its monitor has answered."""
        os.makedirs(os.path.dirname(self.monitor), 0o700, exist_ok=True)
        # A session of its own, as vmrun's QEMU has: the kernel deals out the processors by session (sched(7)), and
        # with this script in one it would get another share.
        process = subprocess.Popen(
            ["sh", "-c", "exec " + self.line], env=self.vmrun.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

        def answers():
            if process.poll() is not None:
                raise Failed(f"the printed command ended with status {process.returncode}")
            return qmp_answers(self.monitor)

        try:
            wait_until(answers, "the monitor of the printed command")
        except Failed:
            self.end(process)
            raise
        return process

    def wait_for_ssh(self):
        port = re.search(r"tcp:127\.0\.0\.1:(\d+)-[^:]*:22\b", " ".join(self.argv))
        if port is None:
            raise Failed("the printed command forwards no port to ssh")
        wait_until(lambda: ssh_answers(int(port[1])), "ssh of the printed command", pause=0.01)

    @staticmethod
    def end(process):
        process.kill()
        process.wait()


class Libvirt:
    """A libvirtd of our own in session mode, as `nobody` when we are root, so that a libvirt of the host is
    left alone. Session mode does less than system mode (no cgroups, no relabelling), which favours it."""

    missing = next((f"not installed: make bench-deps ({tool})" for tool in ("libvirtd", "virsh")
                    if shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin") is None), None)

    def __init__(self, scratch):
        self.folder = f"{scratch}/libvirt"
        self.names = []
        self.daemon = None
        identity = {}
        for folder in (self.folder, f"{self.folder}/run", f"{self.folder}/config/libvirt"):
            os.makedirs(folder, 0o700)
        # Its log daemon would outlive the run.
        with open(f"{self.folder}/config/libvirt/qemu.conf", "w") as file:
            file.write('stdio_handler = "file"\n')
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            identity = dict(user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])
            for path, folders, files in os.walk(self.folder):
                for name in [path, *(f"{path}/{n}" for n in files)]:
                    os.chown(name, nobody.pw_uid, nobody.pw_gid)
        self.owner = identity
        self.env = dict(
            PATH=os.environ["PATH"] + ":/usr/sbin:/sbin", LC_ALL="C", HOME=self.folder,
            XDG_RUNTIME_DIR=f"{self.folder}/run", XDG_CONFIG_HOME=f"{self.folder}/config",
            XDG_CACHE_HOME=f"{self.folder}/cache", XDG_DATA_HOME=f"{self.folder}/data")
        with open(f"{self.folder}/daemon.log", "wb") as log:
            self.daemon = subprocess.Popen(
                ["libvirtd"], env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **identity)
        sock = f"{self.folder}/run/libvirt/libvirt-sock"
        self.uri = f"qemu+unix:///session?socket={sock}"
        try:
            wait_until(lambda: os.path.exists(sock), "libvirtd's socket", pause=0.01)
            # The first answer comes after it has looked at every QEMU there is.
            self.call("list")
        except Failed:
            self.close()
            raise

    def call(self, *arguments, check=True):
        return run(["virsh", "-q", "-c", self.uri, *arguments], self.env, check)

    def add(self, name, disk, accelerator, memory=256, nic=True):
        """Defines a machine like that of the profile, with a disk of its own."""
        own = f"{self.folder}/{name}.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", disk, own], check=True)
        if self.owner:
            os.chown(own, self.owner["user"], self.owner["group"])
        card = "<interface type='user'><model type='virtio'/></interface>" if nic else ""
        arch = os.uname().machine
        machine = "q35" if arch == "x86_64" else "virt"
        xml = f"{self.folder}/{name}.xml"
        with open(xml, "w") as file:
            file.write(
                f"<domain type='{'kvm' if accelerator == 'kvm' else 'qemu'}'><name>{name}</name>"
                f"<memory unit='MiB'>{memory}</memory><vcpu>2</vcpu>"
                f"<os><type arch='{arch}' machine='{machine}'>hvm</type></os><devices>"
                f"<emulator>{shutil.which('qemu-system-' + arch)}</emulator>"
                f"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                f"<source file={quoteattr(own)}/><target dev='vda' bus='virtio'/></disk>"
                f"{card}<serial type='pty'/></devices></domain>")
        self.call("define", xml)
        self.names.append(name)

    def start(self, name):
        return self.call("start", name)

    def kill(self, name):
        self.call("destroy", name)

    def close(self):
        for name in self.names:
            try:
                self.call("destroy", name, check=False)
            except (Failed, OSError):
                pass
        if self.daemon is not None:
            self.daemon.terminate()
            try:
                self.daemon.wait(20)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
                self.daemon.wait()
