#pragma once

// A pipe whose ends are closed on exec (pipe2(2)); `capacity` in bytes, 0: as the kernel has it (F_SETPIPE_SZ, fcntl(2)).
int vmrun_pipe(int ends[2], int capacity);

// Has the kernel begin to write a stretch of a file to the disk (sync_file_range(2)); waits for nothing.
void vmrun_start_writing(int descriptor, long long offset, long long count);
