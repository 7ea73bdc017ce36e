#pragma once

/// Attaches an open /dev/net/tun to a TAP interface by name (TUNSETIFF; the kernel's
/// Documentation/networking/tuntap.rst). Returns 0, or -1 with errno.
///
/// In a source file, since Swift can import neither the request's number nor `struct ifreq` with its unions.
int vmrun_tun_attach(int descriptor, const char *name, int with_vnet_header);
