#!/bin/sh
# web: A web server: behind 'NAT' -- & <more> $HOME
# shellcheck disable=SC2016
#
# Runs this machine with QEMU alone, by the command line that vmrun has for it. The console and QEMU's monitor are
# on this terminal: Ctrl-A C goes from one to the other, Ctrl-A X ends the machine.
# It needs qemu-system-x86_64, qemu-img and xorrisofs.
#   127.0.0.1:2222 leads to port 22/tcp of the guest
#   0.0.0.0:8080 leads to port 80/tcp of the guest
#   127.0.0.1:5353 leads to port 53/udp of the guest
#   ssh -i /home/ann/.local/share/vmrun/ssh/id_ed25519 -p 2222 root@127.0.0.1
set -eu

# The folder with what the machine writes.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${MACHINE_FOLDER:-$here/web}
qemu=/usr/bin/qemu-system-x86_64
# The image below the machine's disk, which is only read.
image='/srv/it'\''s $HOME, <images>/disk.img'
kernel='/srv/it'\''s $HOME, <images>/vmlinuz'
initrd='/srv/it'\''s $HOME, <images>/initrd'

mkdir -p -- "$folder"
cd -- "$folder"

if [ ! -e disk.qcow2 ]; then
  qemu-img create -q -f qcow2 -F raw -b "$image" disk.qcow2.new 4G
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
  -name guest=web,debug-threads=on \
  -machine q35,vmport=off \
  -accel tcg,tb-size=256 \
  -cpu max,la57=off \
  -smp cpus=2 \
  -m size=512M \
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
  -device '{"driver":"virtio-rng-pci","id":"rng0-dev","rng":"rng0"}' \
  -device '{"driver":"pvpanic-pci","id":"pvpanic0"}' \
  -device '{"driver":"pcie-root-port","id":"port0","chassis":1,"addr":"0x10.0","multifunction":true}' \
  -device '{"driver":"pcie-root-port","id":"port1","chassis":2,"addr":"0x10.1"}' \
  -device '{"driver":"pcie-root-port","id":"port2","chassis":3,"addr":"0x10.2"}' \
  -device '{"driver":"pcie-root-port","id":"port3","chassis":4,"addr":"0x10.3"}' \
  -device '{"driver":"pcie-root-port","id":"port4","chassis":5,"addr":"0x10.4"}' \
  -device '{"driver":"pcie-root-port","id":"port5","chassis":6,"addr":"0x10.5"}' \
  -device '{"driver":"pcie-root-port","id":"port6","chassis":7,"addr":"0x10.6"}' \
  -device '{"driver":"pcie-root-port","id":"port7","chassis":8,"addr":"0x10.7"}' \
  -device '{"driver":"pcie-root-port","id":"port8","chassis":9,"addr":"0x11.0","multifunction":true}' \
  -blockdev '{"driver":"qcow2","node-name":"disk0","discard":"unmap","file":{"driver":"file","filename":"disk.qcow2","discard":"unmap"}}' \
  -device '{"driver":"virtio-blk-pci","id":"disk0-dev","drive":"disk0"}' \
  -blockdev '{"driver":"raw","node-name":"seed","read-only":true,"file":{"driver":"file","filename":"seed.iso"}}' \
  -device '{"driver":"virtio-blk-pci","id":"seed-dev","drive":"seed"}' \
  -netdev '{"type":"user","id":"net0","hostfwd":[{"str":"tcp:127.0.0.1:2222-:22"},{"str":"tcp:0.0.0.0:8080-:80"},{"str":"udp:127.0.0.1:5353-:53"}]}' \
  -device '{"driver":"virtio-net-pci","id":"nic0","netdev":"net0","mac":"52:54:00:12:34:56","bus":"port0","addr":"0","romfile":""}'
