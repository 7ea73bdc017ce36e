#pragma once

// Starts a process that waits for the end of another one and then becomes `arguments[0]`. It has none of the caller's
// descriptors, and nobody collects it while the caller lives. Returns 0, or -1 with errno.
int vmrun_keeper_start(int pid, char *const arguments[]);
