#pragma once

// TUNSETIFF (the kernel's Documentation/networking/tuntap.rst): Swift can import neither the request's number
// nor `struct ifreq` with its unions.

#include <errno.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>

// Attaches an open /dev/net/tun to a TAP interface by name. Returns 0, or -1 with errno.
static inline int vmrun_tun_attach(int descriptor, const char *name, int with_vnet_header) {
  struct ifreq request;
  if (strlen(name) >= sizeof request.ifr_name) {
    errno = EINVAL;
    return -1;
  }
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, name);
  request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (with_vnet_header ? IFF_VNET_HDR : 0));
  return ioctl(descriptor, TUNSETIFF, &request);
}
