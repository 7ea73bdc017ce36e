kvm -m 256 -hda '/srv/old disk.img' -hdb second.qcow2 -net nic,model=rtl8139,macaddr=52:54:00:00:00:07 -net user,hostfwd=tcp:10.0.0.1:80-10.0.2.15:8080 -vnc :1 -balloon virtio -snapshot
qemu-system-x86_64 -m 64
