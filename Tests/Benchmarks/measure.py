"""Commands with a clock and a deadline, and what comes out of many of them."""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import time

DEADLINE = 60  # seconds that any one step may take


class Failed(Exception):
    """A step that did not do what it should; its text goes into the table."""


def run(argv, env, check=True):
    """Runs a command to its end; gives (seconds, peak resident KiB, standard output).

    The peak is that of the command and the children it waited for. Linux carries the size of the caller
    over to it, so it is never below that of this script, some 15 MB.
    """
    read_end, write_end = os.pipe()
    with open(os.devnull, "rb") as nothing, open(f"/tmp/.bench-{os.getpid()}", "w+b") as errors:
        os.unlink(errors.name)
        begin = time.perf_counter()
        process = subprocess.Popen(argv, env=env, stdin=nothing, stdout=write_end, stderr=errors)
        os.close(write_end)
        output = b""
        os.set_blocking(read_end, False)
        usage = status = None
        while True:
            try:
                while chunk := os.read(read_end, 65536):
                    output += chunk
            except BlockingIOError:
                pass
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - begin > DEADLINE:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                os.close(read_end)
                raise Failed(f"`{' '.join(os.path.basename(a) for a in argv[:3])}` took more than {DEADLINE} s")
            time.sleep(0.0002)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        try:
            while chunk := os.read(read_end, 65536):
                output += chunk
        except BlockingIOError:
            pass
        os.close(read_end)
        if check and process.returncode != 0:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise Failed(f"`{' '.join(os.path.basename(a) for a in argv[:3])}` failed: {lines[-1]}")
        return seconds, usage.ru_maxrss, output.decode(errors="replace")


def wait_until(question, what, pause=0.001, deadline=DEADLINE):
    """Asks until the answer is true; Failed after the deadline."""
    end = time.perf_counter() + deadline
    while time.perf_counter() < end:
        if answer := question():
            return answer
        time.sleep(pause)
    raise Failed(f"{what}: not within {deadline} s")


def qmp_answers(path):
    """Whether a QEMU answers `query-status` on its monitor socket."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(10)
            client.connect(path)
            stream = client.makefile("rwb")
            json.loads(stream.readline())
            for command in ("qmp_capabilities", "query-status"):
                stream.write(json.dumps({"execute": command}).encode() + b"\n")
                stream.flush()
                while "event" in (reply := json.loads(stream.readline())):
                    pass
                if "return" not in reply:
                    return False
            return True
    except (OSError, ValueError):
        return False


def ssh_answers(port):
    """Whether an ssh server greets. User networking accepts before the guest listens, so a connection alone
    proves nothing."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.25) as client:
            client.settimeout(0.25)
            return client.recv(4) == b"SSH-"
    except OSError:
        return False


def turns(count, first, second):
    """Runs both `count` times, in turns and each first every other time, so that what slows the host down
    slows down both. Gives what each came to."""
    values = ([], [])
    for index in range(count):
        for which in ((0, 1) if index % 2 == 0 else (1, 0)):
            values[which].append((first, second)[which]())
    return values


def pairs(count, first, second):
    """The medians of both, run in turns."""
    return tuple(statistics.median(values) for values in turns(count, first, second))


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def first_line(*argv):
    if shutil.which(argv[0]) is None:
        return "not installed"
    output = subprocess.run(argv, capture_output=True, text=True, timeout=DEADLINE).stdout
    return output.splitlines()[0] if output else "unknown"


def machine_facts():
    """What a reader needs to judge the figures."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"^(?:model name|CPU part)\s*: (.*)$", file.read(), re.MULTILINE)
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1])
    qemu = f"qemu-system-{os.uname().machine}"
    return {
        "date": time.strftime("%Y-%m-%d %H:%M:%S %z"),
        "CPU": model[1] if model else "unknown",
        "cores": os.cpu_count(),
        "memory": f"{memory / 1048576:.1f} GiB",
        "kernel": os.uname().release,
        "load": "{:.1f} {:.1f} {:.1f} (1, 5, 15 minutes)".format(*os.getloadavg()),
        "QEMU": first_line(qemu, "--version"),
        "libvirt": first_line("libvirtd", "--version"),
    }
