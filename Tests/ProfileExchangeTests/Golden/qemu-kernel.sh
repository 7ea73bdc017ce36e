qemu-system-riscv64 -machine virt -kernel Image -initrd rootfs.cpio.gz -append "root=/dev/ram rw console=ttyS0" -nographic -nodefaults -serial mon:stdio
