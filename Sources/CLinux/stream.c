#define _GNU_SOURCE

#include "stream.h"

#include <fcntl.h>
#include <unistd.h>

int vmrun_pipe(int ends[2], int capacity) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  // Whoever has used up the user's share of large pipes has a slower one.
  if (capacity > 0) fcntl(ends[0], F_SETPIPE_SZ, capacity);
  return 0;
}

void vmrun_start_writing(int descriptor, long long offset, long long count) {
  sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}
