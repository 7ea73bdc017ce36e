#pragma once

#include "tun.h"

// Doing one thing in another network namespace: a child of this process enters it, does it, and hands the descriptor
// back. The caller itself could not enter: setns(2) refuses a process with several threads a user namespace.
struct vmrun_namespaces {
  // Descriptors of /proc/PID/ns/user (-1: the caller's) and /proc/PID/ns/net.
  int user;
  int net;
};

// As vmrun_tap_make, in the namespaces.
int vmrun_tap_make_in(const struct vmrun_namespaces *namespaces, struct vmrun_tap *tap);

// As socket(2) with SOCK_CLOEXEC, in the namespaces: the socket stays in its network namespace wherever it is used.
int vmrun_socket_in(const struct vmrun_namespaces *namespaces, int domain, int type);

// Hands a descriptor to the process at the other end of a UNIX socket, with one byte. Returns 0, or -1 with errno.
int vmrun_send_descriptor(int channel, int descriptor);
