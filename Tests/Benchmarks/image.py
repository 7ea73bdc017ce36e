"""How fast images come, and what a new disk costs a start."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time

from measure import Failed, pairs, run, wait_until

SERVER = os.path.join(os.path.dirname(__file__), "..", "IntegrationTests", "Support", "image-server.py")
PROFILE = "image: bench-image\nmemory: 256M\nnics: []\n"


class Images:
    """A store and machines of this measurement's own, in a folder that goes with it."""

    def __init__(self, vmrun, scratch):
        self.binary, self.folder = vmrun.binary, f"{scratch}/images"
        self.env = dict(vmrun.env, XDG_DATA_HOME=f"{self.folder}/data", VMRUN_CATALOG="")
        for name in ("data", "www"):
            os.makedirs(f"{self.folder}/{name}")
        with open(f"{vmrun.profiles}/image-bench.yml", "w") as file:
            file.write(PROFILE)

    def call(self, *arguments, check=True):
        return run([self.binary, *arguments], self.env, check)

    def close(self):
        self.call("delete", "--force", "--yes", "image-bench", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def pull_rates(images, megabytes, rounds):
    """Seconds of a pull, and of curl followed by sha256sum, for a file of random bytes; and the pull's peak memory in
    bytes."""
    www = f"{images.folder}/www"
    digest = hashlib.sha256()
    with open(f"{www}/disk.raw", "wb") as file:
        for _ in range(megabytes):
            part = os.urandom(1 << 20)
            digest.update(part)
            file.write(part)
        os.fsync(file.fileno())
    port_file = f"{images.folder}/port"
    server = subprocess.Popen([sys.executable, SERVER, www, port_file, f"{images.folder}/requests"])
    peaks = []
    try:
        wait_until(lambda: os.path.exists(port_file), "the web server", pause=0.01)
        with open(port_file) as file:
            url = f"http://127.0.0.1:{file.read()}/plain/disk.raw"

        def ours():
            seconds, peak, _ = images.call(
                "image", "pull", url, "--name", "pulled", "--digest", f"sha256:{digest.hexdigest()}")
            peaks.append(peak * 1024)
            images.call("image", "delete", "--yes", "pulled")
            return seconds

        def theirs():
            target = f"{images.folder}/disk.raw"
            begin = time.perf_counter()
            subprocess.run(["curl", "--silent", "--show-error", "--fail", "--output", target, url], check=True)
            said = subprocess.run(["sha256sum", target], check=True, capture_output=True, text=True).stdout
            seconds = time.perf_counter() - begin
            if not said.startswith(digest.hexdigest()):
                raise Failed("curl fetched something else")
            os.unlink(target)
            return seconds

        return pairs(rounds, ours, theirs), max(peaks)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        os.unlink(f"{www}/disk.raw")


def start_times(images, rounds):
    """Seconds of a start that makes the disk on a base of 10 GB, and of one that finds it there."""
    base = f"{images.folder}/base.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", base, "10G"], check=True)
    subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -q 0 1G", base], check=True, capture_output=True)
    images.call("image", "import", base, "--name", "bench-image")
    os.unlink(base)
    disk = f"{images.env['XDG_STATE_HOME']}/vmrun/instances/image-bench/disk.qcow2"

    def start():
        seconds = images.call("start", "image-bench")[0]
        images.call("kill", "image-bench")
        return seconds

    def start_anew():
        os.unlink(disk)
        return start()

    start()
    return pairs(rounds, start_anew, start)
