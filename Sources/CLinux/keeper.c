#define _GNU_SOURCE

#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pidfd.h"

// Only what signal-safety(7) allows: the caller has other threads.
static void keep(int process, char *const arguments[]) {
  struct pollfd request = {process, POLLIN, 0};
  // As long as the machine lives: the one wait without a bound.
  while (poll(&request, 1, -1) < 0 && errno == EINTR) continue;
  close(process);
  execv(arguments[0], arguments);
  _exit(127);
}

int vmrun_keeper_start(int pid, char *const arguments[]) {
  int process = vmrun_pidfd_open(pid);
  if (process < 0) return -1;
  pid_t child = fork();
  if (child == 0) {
    setsid();
    prctl(PR_SET_NAME, "vmrun-keeper");
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    if (chdir("/") != 0) _exit(126);
    int null = open("/dev/null", O_RDWR);
    for (int stream = 0; stream < 3; stream++) dup2(null, stream);
    // The pidfd moves down to 3, and everything above it is closed.
    if (process != 3) dup2(process, 3);
    syscall(SYS_close_range, 4u, ~0u, 0u);
    keep(3, arguments);
  }
  int code = errno;
  close(process);
  errno = code;
  return child > 0 ? 0 : -1;
}
