#pragma once
#include <stddef.h>
#include <stdint.h>

/// A trial of KVM: a guest of one vCPU that runs a short loop in 64-bit mode, inside a child process.
///
/// The guest needs a process of its own because nothing else stops a vCPU from outside without
/// disturbing the caller: `KVM_RUN` returns on a signal only, and the signals belong to the program
/// that embeds vmrun. KVM ties a VM to the address space that made it, so the child makes it all.
///
/// API: the kernel's Documentation/virt/kvm/api.rst.

/// Where the child is. A step that failed stays here, with its errno beside it.
enum vmrun_kvm_step {
  VMRUN_KVM_STARTING = 0,
  VMRUN_KVM_API_VERSION,
  VMRUN_KVM_CREATE_VM,
  VMRUN_KVM_MEMORY,
  VMRUN_KVM_CREATE_VCPU,
  VMRUN_KVM_REGISTERS,
  VMRUN_KVM_RUN,
  VMRUN_KVM_DONE,
};

/// What the guest and the child tell the parent, in memory that all of them share.
struct vmrun_kvm_trial {
  int32_t step;
  int32_t error;
  /// The version at `VMRUN_KVM_API_VERSION`; from `VMRUN_KVM_RUN` on the reason for which the guest
  /// stopped, or -1 when it did not.
  int32_t exit_reason;
  /// What the guest computed.
  uint32_t value;
};

/// Bytes of the memory to give to `vmrun_kvm_trial_start`.
size_t vmrun_kvm_trial_size(void);

/// Starts the trial.
///
/// - kvm: an open /dev/kvm.
/// - end: gets a descriptor that is at end of file as soon as the child has ended; the caller closes it.
/// - shared: zeroed memory, mapped MAP_SHARED.
///
/// Returns the child's pid, or -1 with errno. The child sends no SIGCHLD and no `waitpid` sees it
/// without `__WALL`, so that a program which reaps its children by itself doesn't notice it.
int vmrun_kvm_trial_start(int kvm, int *end, void *shared);

struct vmrun_kvm_trial vmrun_kvm_trial_read(const void *shared);

/// How often the guest has gone round its loop so far; 0 where the guest can't tell.
uint32_t vmrun_kvm_trial_rounds(const void *shared);

/// The rounds of the whole loop, the instructions of one round, and what the loop computes.
uint32_t vmrun_kvm_trial_all_rounds(void);
uint32_t vmrun_kvm_trial_instructions_per_round(void);
uint32_t vmrun_kvm_trial_expected(void);
