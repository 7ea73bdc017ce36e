#include "tsc.h"

#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

static int64_t monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// The counter together with the time. Of several tries the one with the shortest time around it counts, so that
// losing the processor in between does no harm.
static uint64_t sample(int64_t *time) {
  uint64_t best = 0;
  int64_t shortest = INT64_MAX;
  for (int i = 0; i < 10; i++) {
    int64_t before = monotonic_ns();
    uint64_t counter = __rdtsc();
    int64_t around = monotonic_ns() - before;
    if (around < shortest) {
      shortest = around;
      best = counter;
      *time = before + around / 2;
    }
  }
  return best;
}

uint32_t vmrun_tsc_khz(void) {
  int64_t begin = 0, end = 0;
  uint64_t first = sample(&begin);
  struct timespec pause = {0, 20000000};
  nanosleep(&pause, 0);
  uint64_t last = sample(&end);
  if (end <= begin || last <= first) return 0;
  return (uint32_t)((__uint128_t)(last - first) * 1000000 / (uint64_t)(end - begin));
}
#else
uint32_t vmrun_tsc_khz(void) { return 0; }
#endif
