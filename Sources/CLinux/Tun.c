#include <errno.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>

#include "tun.h"

int vmrun_tun_attach(int descriptor, const char *name, int with_vnet_header) {
  struct ifreq request;
  size_t length = strlen(name);
  if (length >= sizeof request.ifr_name) {
    errno = EINVAL;
    return -1;
  }
  memset(&request, 0, sizeof request);
  memcpy(request.ifr_name, name, length);
  request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (with_vnet_header ? IFF_VNET_HDR : 0));
  return ioctl(descriptor, TUNSETIFF, &request);
}
