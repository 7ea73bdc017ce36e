#pragma once

// Attaches an open /dev/net/tun to the TAP called `name` (Documentation/networking/tuntap.rst, TUNSETIFF), or makes
// one: in `name`, which has room for IFNAMSIZ bytes, `%d` becomes the first free number. Returns 0, or -1 with errno.
int vmrun_tun_attach(int descriptor, char *name, int with_vnet_header);

// The name of the TAP that a descriptor is attached to, in `name` with room for IFNAMSIZ bytes (TUNGETIFF). Returns 0, or
// -1 with errno.
int vmrun_tun_name(int descriptor, char *name);

struct vmrun_tap {
  // In: `vmr%d`, or the name of a TAP that exists; out: the name.
  char name[16];
  // Empty: in no bridge.
  char bridge[16];
  // 0: the kernel's.
  int mtu;
  // Whether frames carry a header for checksum and segmentation offload.
  int has_vnet_header;
  // The step that failed, for a message.
  const char *step;
};

// Makes a TAP that vanishes with its descriptor, puts it into the bridge and up; needs CAP_NET_ADMIN. Returns the
// descriptor, or -1 with errno and `step`.
int vmrun_tap_make(struct vmrun_tap *tap);
