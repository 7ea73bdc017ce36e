#pragma once

// pidfd_open(2) and pidfd_send_signal(2): a process held by descriptor cannot be mistaken for another
// one that got its number later. glibc wraps them from 2.36 on; the system calls are in Linux 5.3.

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int vmrun_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

static inline int vmrun_pidfd_send_signal(int pidfd, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, (void *)0, 0);
}
