#!/bin/sh
# Starts the test desktop.
cd "$(dirname "$0")" || exit 1
sudo ip tuntap add tap0 mode tap
exec sudo -E qemu-system-x86_64 \
  -name desktop,process=desktop -enable-kvm -machine type=q35,accel=kvm,smm=on \
  -cpu host,+vmx,-hypervisor -smp 4,sockets=1,cores=4,threads=1 -m 4G \
  -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd \
  -drive if=pflash,format=raw,file=my_vars.fd \
  -drive file='disks/my,,disk.qcow2',if=virtio,format=qcow2,cache=none \
  -drive file=disks/data.raw,if=none,id=data,format=raw -device virtio-blk-pci,drive=data,serial=abc \
  -cdrom iso/debian-12-netinst.iso \
  -netdev tap,id=n1,ifname=tap0,script=/tmp/up.sh,downscript=no -device e1000e,netdev=n1,mac=52:54:00:01:02:03 \
  -nic user,model=virtio-net-pci,hostfwd=tcp::2222-:22,hostfwd=udp:127.0.0.1:5353-:53,smb=/srv \
  -virtfs local,path=shared,mount_tag=host0,security_model=mapped-xattr,readonly=on \
  -device intel-hda -device hda-duplex -vga virtio -display gtk,gl=on \
  -usb -device usb-tablet -rtc base=localtime -monitor stdio -boot order=d "$@" >log 2>&1
