#include "child_setup.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

// Writing itself down is the child's own last act before exec: so no moment
// exists in which the program runs and nobody knows its pid, however the parent ends.
void vmrun_child_setup(void *data) {
  const struct vmrun_child_setup *setup = (const struct vmrun_child_setup *)data;
  umask(077);
  if (setup->new_session) setsid();
  // The caller may have blocked signals; the program starts with none blocked.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  if (setup->dies_with > 0) {
    // prctl(2), PR_SET_PDEATHSIG: the parent may have ended before the kernel was told.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != setup->dies_with) _exit(127);
  }
  if (setup->record_fd < 0) return;
  char text[1024];
  int stat = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  if (stat < 0) return;
  ssize_t count = read(stat, text, sizeof text);
  close(stat);
  if (count > 0 && write(setup->record_fd, text, (size_t)count) < 0) return;
}
