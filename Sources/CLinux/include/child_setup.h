#pragma once

// What runs in a forked child before it becomes another program. It is C because only
// async-signal-safe calls are allowed there (signal-safety(7)); Swift's runtime makes no such promise.

struct vmrun_child_setup {
  // Descriptor that receives a copy of the child's /proc/self/stat, or -1.
  int record_fd;
  // Whether the child leaves the caller's session, and with it the terminal's signals.
  int new_session;
  // The caller's process id: the child is killed when the calling thread ends, however it ends; 0: it is not.
  int dies_with;
};

// A GSpawnChildSetupFunc; `data` is a struct vmrun_child_setup.
void vmrun_child_setup(void *data);
