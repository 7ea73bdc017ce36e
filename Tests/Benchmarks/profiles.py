#!/usr/bin/env python3
"""How long `profile show` takes through many levels of `extends`. Called from bench.py, or by hand:

    python3 Tests/Benchmarks/profiles.py --vmrun .build/release/vmrun
"""

import argparse
import os
import tempfile

from measure import milliseconds, pairs, run

LEVELS = 5
KEYS = {
    "memory": "1G", "smp": "2", "disk": "4G", "display": "none", "description": "'level {level} of ${{project}}'",
}
NICS = """nics:
  - model: virtio
    user: {forward: [ssh, "0:80", "0:443"], restrict: false}
  - model: e1000
    user: {net: 10.0.9.0/24}
"""


def write(folder, levels):
    """Profiles of which each extends the next; all of them say something about most keys."""
    os.makedirs(f"{folder}/Profiles")
    for level in range(levels + 1):
        keys = "".join(f"{key}: {value.format(level=level)}\n" for key, value in KEYS.items())
        parent = f"extends: level{level + 1}\n" if level < levels else "image: tiny\nssh: {user: root}\n"
        name = "web" if level == 0 else f"level{level}"
        with open(f"{folder}/Profiles/{name}.yml", "w") as file:
            file.write(parent + keys + NICS)


def measure(binary, env, scratch, rounds):
    """The medians of `profile show` through LEVELS levels and through one, run in turns."""
    binary = os.path.abspath(binary)

    def show(folder):
        # The project is found going up from the current folder; a shell would take time of its own.
        return lambda: run(["env", "-C", folder, binary, "profile", "show", "web", "--origin"], env)[0]

    deep, flat = f"{scratch}/deep", f"{scratch}/flat"
    write(deep, LEVELS)
    write(flat, 1)
    for folder in (deep, flat):
        show(folder)()
    return pairs(rounds, show(deep), show(flat))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vmrun", required=True)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vb-") as scratch:
        env = {"HOME": scratch, "PATH": os.environ["PATH"]}
        deep, flat = measure(arguments.vmrun, env, scratch, arguments.rounds)
    print(f"{LEVELS} levels {milliseconds(deep)}, one {milliseconds(flat)}: {deep / flat:.2f}")


if __name__ == "__main__":
    main()
