#!/bin/sh
# hardware
#
# Runs this machine with QEMU alone, by the command line that vmrun has for it. The console and QEMU's monitor are
# on this terminal: Ctrl-A C goes from one to the other, Ctrl-A X ends the machine.
# It needs qemu-system-x86_64, qemu-img and xorrisofs.
set -eu

# The folder with what the machine writes.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${MACHINE_FOLDER:-$here/hardware}
qemu=/usr/bin/qemu-system-x86_64

mkdir -p -- "$folder"
cd -- "$folder"

if [ ! -e disk.qcow2 ]; then
  qemu-img create -q -f qcow2 disk.qcow2.new 8G
  mv disk.qcow2.new disk.qcow2
fi

if [ ! -e disk-data.qcow2 ]; then
  qemu-img create -q -f qcow2 disk-data.qcow2.new 2G
  mv disk-data.qcow2.new disk-data.qcow2
fi

# What UEFI remembers.
if [ ! -e uefi-variables.qcow2 ]; then
  qemu-img convert -f raw -O qcow2 /usr/share/OVMF/OVMF_VARS_4M.fd uefi-variables.qcow2.new
  mv uefi-variables.qcow2.new uefi-variables.qcow2
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
  -name guest=hardware,debug-threads=on \
  -machine q35,vmport=off,pflash0=uefi-code,pflash1=uefi-vars \
  -accel tcg,tb-size=256 \
  -cpu max,la57=off \
  -smp cpus=1 \
  -m size=1024M \
  -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
  -nodefaults \
  -no-user-config \
  -action panic=none \
  -display none \
  -blockdev '{"driver":"raw","node-name":"uefi-code","read-only":true,"file":{"driver":"file","filename":"/usr/share/OVMF/OVMF_CODE_4M.fd"}}' \
  -blockdev '{"driver":"qcow2","node-name":"uefi-vars","file":{"driver":"file","filename":"uefi-variables.qcow2"}}' \
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
  -blockdev '{"driver":"qcow2","node-name":"disk0","discard":"unmap","file":{"driver":"file","filename":"disk.qcow2","discard":"unmap"}}' \
  -device '{"driver":"virtio-blk-pci","id":"disk0-dev","drive":"disk0","bootindex":1}' \
  -blockdev '{"driver":"qcow2","node-name":"disk1","discard":"unmap","file":{"driver":"file","filename":"disk-data.qcow2","discard":"unmap"}}' \
  -device '{"driver":"virtio-blk-pci","id":"disk1-dev","drive":"disk1","serial":"data"}' \
  -blockdev '{"driver":"raw","node-name":"disk2","read-only":true,"file":{"driver":"file","filename":"/srv/old.img"}}' \
  -device '{"driver":"virtio-blk-pci","id":"disk2-dev","drive":"disk2","serial":"old"}' \
  -blockdev '{"driver":"raw","node-name":"cdrom0","read-only":true,"file":{"driver":"file","filename":"/srv/iso/install it'\''s.iso"}}' \
  -device '{"id":"cdrom0-dev","drive":"cdrom0","driver":"ide-cd","bootindex":0}' \
  -blockdev '{"driver":"raw","node-name":"seed","read-only":true,"file":{"driver":"file","filename":"seed.iso"}}' \
  -device '{"driver":"virtio-blk-pci","id":"seed-dev","drive":"seed"}' \
  -fsdev local,id=fs0,path=/srv/src,security_model=mapped-xattr,multidevs=remap,readonly=on \
  -device '{"driver":"virtio-9p-pci","id":"share0","fsdev":"fs0","mount_tag":"src"}' \
  -device usb-ehci
