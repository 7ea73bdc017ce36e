#!/bin/sh
# networks
# shellcheck disable=SC2016
#
# Runs this machine with QEMU alone, by the command line that vmrun has for it. The console and QEMU's monitor are
# on this terminal: Ctrl-A C goes from one to the other, Ctrl-A X ends the machine.
# It needs qemu-system-x86_64, qemu-img and xorrisofs.
#   127.0.0.1:2222 leads to port 22/tcp of the guest
#   127.0.0.1:7000 leads to port 7/tcp of the guest
#   ssh -i /home/ann/.local/share/vmrun/ssh/id_ed25519 -p 2222 root@127.0.0.1
# nic0 is in the bridge br0: /etc/qemu/bridge.conf must allow it
# nic5 has the TAP tap7, which must be there and be this user's
set -eu

# The folder with what the machine writes.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${MACHINE_FOLDER:-$here/networks}
qemu=/usr/bin/qemu-system-x86_64
# The image below the machine's disk, which is only read.
image='/srv/it'\''s $HOME, <images>/disk.img'

mkdir -p -- "$folder"
cd -- "$folder"

if [ ! -e disk.qcow2 ]; then
  qemu-img create -q -f qcow2 -F raw -b "$image" disk.qcow2.new
  mv disk.qcow2.new disk.qcow2
fi

# What cloud-init is told at the first boot. Remove seed.iso after a change.
if [ ! -e seed.iso ]; then
  mkdir -p seed
  cat >seed/meta-data <<'END'
instance-id: a
END
  cat >seed/user-data <<'END_'
#cloud-config
runcmd: ["echo '$x'"]
END
END_
  cat >seed/network-config <<'END'
version: 2
END
  xorrisofs -quiet -output seed.iso.new -volid cidata -joliet -rational-rock seed
  mv seed.iso.new seed.iso
fi

rm -f net4.passt
passt --quiet --one-off --socket net4.passt --tcp-ports 127.0.0.1/2222:22

exec "$qemu" \
  -name guest=networks,debug-threads=on \
  -machine q35,vmport=off \
  -accel tcg,tb-size=256 \
  -cpu Nehalem \
  -smp cpus=1 \
  -m size=256M \
  -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
  -nodefaults \
  -no-user-config \
  -action panic=none \
  -display vnc=unix:vnc.sock \
  -serial mon:stdio \
  -object '{"qom-type":"rng-builtin","id":"rng0"}' \
  -device '{"driver":"virtio-rng-pci","id":"rng0-dev","rng":"rng0"}' \
  -device '{"driver":"pvpanic-pci","id":"pvpanic0"}' \
  -device '{"driver":"VGA","id":"video0"}' \
  -device '{"driver":"virtio-tablet-pci","id":"tablet0"}' \
  -device '{"driver":"pcie-root-port","id":"port0","chassis":1,"addr":"0x10.0","multifunction":true}' \
  -device '{"driver":"pcie-root-port","id":"port1","chassis":2,"addr":"0x10.1"}' \
  -device '{"driver":"pcie-root-port","id":"port2","chassis":3,"addr":"0x10.2"}' \
  -device '{"driver":"pcie-root-port","id":"port3","chassis":4,"addr":"0x10.3"}' \
  -device '{"driver":"pcie-root-port","id":"port4","chassis":5,"addr":"0x10.4"}' \
  -device '{"driver":"pcie-root-port","id":"port5","chassis":6,"addr":"0x10.5"}' \
  -device '{"driver":"pcie-root-port","id":"port6","chassis":7,"addr":"0x10.6"}' \
  -device '{"driver":"pcie-root-port","id":"port7","chassis":8,"addr":"0x10.7"}' \
  -device '{"driver":"pcie-root-port","id":"port8","chassis":9,"addr":"0x11.0","multifunction":true}' \
  -device '{"driver":"pcie-root-port","id":"port9","chassis":10,"addr":"0x11.1"}' \
  -device '{"driver":"pcie-root-port","id":"port10","chassis":11,"addr":"0x11.2"}' \
  -device '{"driver":"pcie-root-port","id":"port11","chassis":12,"addr":"0x11.3"}' \
  -device '{"driver":"pcie-root-port","id":"port12","chassis":13,"addr":"0x11.4"}' \
  -device '{"driver":"pcie-root-port","id":"port13","chassis":14,"addr":"0x11.5"}' \
  -device '{"driver":"pcie-root-port","id":"port14","chassis":15,"addr":"0x11.6"}' \
  -device '{"driver":"pcie-root-port","id":"port15","chassis":16,"addr":"0x11.7"}' \
  -blockdev '{"driver":"qcow2","node-name":"disk0","discard":"unmap","file":{"driver":"file","filename":"disk.qcow2","discard":"unmap"}}' \
  -device '{"driver":"virtio-blk-pci","id":"disk0-dev","drive":"disk0","bootindex":0}' \
  -blockdev '{"driver":"raw","node-name":"seed","read-only":true,"file":{"driver":"file","filename":"seed.iso"}}' \
  -device '{"driver":"virtio-blk-pci","id":"seed-dev","drive":"seed"}' \
  -netdev '{"type":"bridge","id":"net0","br":"br0"}' \
  -device '{"driver":"virtio-net-pci","id":"nic0","netdev":"net0","mac":"52:54:00:00:00:01","bus":"port0","addr":"0","romfile":""}' \
  -netdev '{"type":"stream","id":"net1","server":true,"addr":{"type":"inet","host":"127.0.0.1","port":"4000"}}' \
  -device '{"driver":"e1000","id":"nic1","netdev":"net1","mac":"52:54:00:00:00:02","bus":"port1","addr":"0","romfile":""}' \
  -netdev '{"type":"dgram","id":"net2","remote":{"type":"inet","host":"230.0.0.1","port":"5000"}}' \
  -device '{"driver":"virtio-net-pci","id":"nic2","netdev":"net2","mac":"52:54:00:00:00:03","bus":"port2","addr":"0","romfile":""}' \
  -netdev '{"type":"dgram","id":"net3","remote":{"type":"inet","host":"127.0.0.1","port":"5001"},"local":{"type":"inet","host":"127.0.0.1","port":"5002"}}' \
  -device '{"driver":"virtio-net-pci","id":"nic3","netdev":"net3","mac":"52:54:00:00:00:04","bus":"port3","addr":"0","romfile":""}' \
  -netdev '{"type":"stream","id":"net4","server":false,"addr":{"type":"unix","path":"net4.passt"}}' \
  -device '{"driver":"virtio-net-pci","id":"nic4","netdev":"net4","mac":"52:54:00:00:00:05","bus":"port4","addr":"0","romfile":""}' \
  -netdev '{"type":"tap","id":"net5","ifname":"tap7","script":"no","downscript":"no"}' \
  -device '{"driver":"virtio-net-pci","id":"nic5","netdev":"net5","mac":"52:54:00:00:00:06","bus":"port5","addr":"0","romfile":""}' \
  -netdev '{"type":"user","id":"net6","net":"10.0.8.0/24"}' \
  -device '{"driver":"virtio-net-pci","id":"nic6","netdev":"net6","mac":"52:54:00:00:00:07","bus":"port6","addr":"0","romfile":""}' \
  -netdev '{"type":"user","id":"net7","net":"10.9.0.0/24","restrict":true,"hostname":"web","hostfwd":[{"str":"tcp:127.0.0.1:7000-:7"}]}' \
  -device '{"driver":"virtio-net-pci","id":"nic7","netdev":"net7","mac":"52:54:00:00:00:08","bus":"port7","addr":"0","romfile":""}'
