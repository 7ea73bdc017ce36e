#include "tun.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int vmrun_tun_attach(int descriptor, char *name, int with_vnet_header) {
  struct ifreq request;
  if (strnlen(name, IFNAMSIZ) >= sizeof request.ifr_name) {
    errno = EINVAL;
    return -1;
  }
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, name);
  request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (with_vnet_header ? IFF_VNET_HDR : 0));
  if (ioctl(descriptor, TUNSETIFF, &request) != 0) return -1;
  memcpy(name, request.ifr_name, IFNAMSIZ);
  return 0;
}

int vmrun_tun_name(int descriptor, char *name) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  if (ioctl(descriptor, TUNGETIFF, &request) != 0) return -1;
  memcpy(name, request.ifr_name, IFNAMSIZ);
  return 0;
}

static struct ifreq request_for(const char *name) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  memcpy(request.ifr_name, name, IFNAMSIZ);
  return request;
}

// netdevice(7); the bridge's ioctls are those of brctl.
static int configure(int control, struct vmrun_tap *tap) {
  struct ifreq request = request_for(tap->name);
  if (tap->mtu > 0) {
    tap->step = "set the MTU of";
    request.ifr_mtu = tap->mtu;
    if (ioctl(control, SIOCSIFMTU, &request) != 0) return -1;
  }
  if (tap->bridge[0] != 0) {
    tap->step = "put into its bridge";
    struct ifreq bridge = request_for(tap->bridge);
    bridge.ifr_ifindex = (int)if_nametoindex(tap->name);
    if (ioctl(control, SIOCBRADDIF, &bridge) != 0) return -1;
  }
  tap->step = "bring up";
  request = request_for(tap->name);
  if (ioctl(control, SIOCGIFFLAGS, &request) != 0) return -1;
  request.ifr_flags = (short)(request.ifr_flags | IFF_UP);
  return ioctl(control, SIOCSIFFLAGS, &request);
}

int vmrun_tap_make(struct vmrun_tap *tap) {
  tap->step = "open";
  int descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return -1;
  tap->step = "make";
  int result = vmrun_tun_attach(descriptor, tap->name, tap->has_vnet_header);
  if (result == 0) {
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    result = control < 0 ? -1 : configure(control, tap);
    int code = errno;
    if (control >= 0) close(control);
    errno = code;
  }
  if (result == 0) return descriptor;
  int code = errno;
  close(descriptor);
  errno = code;
  return -1;
}
