#include "pidfd.h"

#include <sys/syscall.h>
#include <unistd.h>

int vmrun_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int vmrun_pidfd_send_signal(int pidfd, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, (void *)0, 0);
}
