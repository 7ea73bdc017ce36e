#!/bin/sh
# others
# shellcheck disable=SC2016
#
# Runs this machine with QEMU alone, by the command line that vmrun has for it. The console and QEMU's monitor are
# on this terminal: Ctrl-A C goes from one to the other, Ctrl-A X ends the machine.
# It needs qemu-system-x86_64, qemu-img and xorrisofs.
# nic0 is in a VDE switch: vde_switch -d -s /run/vde/lab
# nic2 is in the network 'lan': the bridge br-lan must be up, and qemu-bridge-helper allowed
set -eu

# The folder with what the machine writes.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${MACHINE_FOLDER:-$here/others}
qemu=/usr/bin/qemu-system-x86_64
# The image below the machine's disk, which is only read.
image='/srv/it'\''s $HOME, <images>/disk.img'
kernel='/srv/it'\''s $HOME, <images>/vmlinuz'
initrd='/srv/it'\''s $HOME, <images>/initrd'

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

exec "$qemu" \
  -name guest=others,debug-threads=on \
  -machine microvm,pit=on,pic=on,rtc=on \
  -accel tcg,tb-size=256 \
  -cpu max,la57=off \
  -smp cpus=1 \
  -m size=256M \
  -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
  -nodefaults \
  -no-user-config \
  -action panic=none \
  -display none \
  -kernel "$kernel" \
  -initrd "$initrd" \
  -append 'console=ttyS0 a='\''$b'\''' \
  -serial mon:stdio \
  -object '{"qom-type":"rng-builtin","id":"rng0"}' \
  -device '{"driver":"virtio-rng-device","id":"rng0-dev","rng":"rng0"}' \
  -blockdev '{"driver":"qcow2","node-name":"disk0","discard":"unmap","file":{"driver":"file","filename":"disk.qcow2","discard":"unmap"}}' \
  -device '{"driver":"virtio-blk-device","id":"disk0-dev","drive":"disk0"}' \
  -blockdev '{"driver":"raw","node-name":"seed","read-only":true,"file":{"driver":"file","filename":"seed.iso"}}' \
  -device '{"driver":"virtio-blk-device","id":"seed-dev","drive":"seed"}' \
  -netdev '{"type":"vde","id":"net0","sock":"/run/vde/lab"}' \
  -device '{"driver":"virtio-net-device","id":"nic0","netdev":"net0","mac":"52:54:00:00:00:01"}' \
  -netdev '{"type":"stream","id":"net1","server":true,"addr":{"type":"unix","path":"net1"}}' \
  -device '{"driver":"virtio-net-device","id":"nic1","netdev":"net1","mac":"52:54:00:00:00:02"}' \
  -netdev '{"type":"bridge","id":"net2","br":"br-lan"}' \
  -device '{"driver":"virtio-net-device","id":"nic2","netdev":"net2","mac":"52:54:00:00:00:03"}'
