#pragma once

// pidfd_open(2) and pidfd_send_signal(2): a process held by descriptor cannot be mistaken for another
// one that got its number later. glibc wraps them from 2.36 on; the system calls are in Linux 5.3.

int vmrun_pidfd_open(int pid);

int vmrun_pidfd_send_signal(int pidfd, int signal);
