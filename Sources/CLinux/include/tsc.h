#pragma once

#include <stdint.h>

// The rate of the processor's time stamp counter in kHz, measured against CLOCK_MONOTONIC over 20 ms; 0 where
// there is none. QEMU's TCG hands the host's counter to an x86 guest as it is (target/i386: helper_rdtsc).
uint32_t vmrun_tsc_khz(void);
