#define _GNU_SOURCE
#include "KVMTrial.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// About half a million instructions in a dependent chain: 0.1 to 0.4 ms on hardware, half a second in
// an emulator that does a million instructions a second.
enum { ROUNDS = 100000 };
static const uint32_t MULTIPLIER = 1103515245, INCREMENT = 12345;

// Guest memory, in pages: three of page tables, code, what the guest writes. The report follows it.
enum {
  PML4 = 0x1000,
  PDPT = 0x2000,
  PAGE_DIRECTORY = 0x3000,
  CODE = 0x4000,
  DATA = 0x5000,
  GUEST_SIZE = 0x10000,
  REPORT = GUEST_SIZE,
  SCRATCH = GUEST_SIZE + 0x1000,
  SHARED_SIZE = SCRATCH + 0x4000,
};

size_t vmrun_kvm_trial_size(void) { return SHARED_SIZE; }
uint32_t vmrun_kvm_trial_all_rounds(void) { return ROUNDS; }

uint32_t vmrun_kvm_trial_expected(void) {
  uint32_t value = 0;
  for (int round = 0; round < ROUNDS; round++) value = value * MULTIPLIER + INCREMENT;
  return value;
}

struct vmrun_kvm_trial vmrun_kvm_trial_read(const void *shared) {
  const struct vmrun_kvm_trial *trial = (const void *)((const char *)shared + REPORT);
  struct vmrun_kvm_trial copy;
  copy.step = __atomic_load_n(&trial->step, __ATOMIC_ACQUIRE);
  copy.error = trial->error;
  copy.exit_reason = trial->exit_reason;
  copy.value = trial->value;
  return copy;
}

uint32_t vmrun_kvm_trial_rounds(const void *shared) {
  return __atomic_load_n((const uint32_t *)((const char *)shared + DATA), __ATOMIC_RELAXED);
}

// From here to `run_child` is the child's. It has a copy of a process that may have had many threads,
// so it calls nothing but the kernel: no allocation, no locks.

struct machine {
  int kvm, vm, vcpu;
  char *memory;
  struct kvm_run *run;
  struct vmrun_kvm_trial *trial;
};

static void enter(struct machine *machine, enum vmrun_kvm_step step) {
  __atomic_store_n(&machine->trial->step, (int32_t)step, __ATOMIC_RELEASE);
}

#if defined(__x86_64__)

uint32_t vmrun_kvm_trial_instructions_per_round(void) { return 6; }

static unsigned long vm_type(struct machine *machine) { return (void)machine, 0; }

static void load_guest(char *memory) {
  static const unsigned char code[] = {
    0x69, 0xC0, 0x6D, 0x4E, 0xC6, 0x41,  // round: imul eax, eax, 1103515245
    0x05, 0x39, 0x30, 0x00, 0x00,        // add eax, 12345
    0xFF, 0xC1,                          // inc ecx
    0x89, 0x0B,                          // mov [rbx], ecx
    0x39, 0xD1,                          // cmp ecx, edx
    0x75, 0xED,                          // jne round
    0xF4,                                // hlt
  };
  memcpy(memory + CODE, code, sizeof code);
  // One 2 MiB page maps everything to itself; 3 is present and writable, 0x80 is a large page.
  *(uint64_t *)(memory + PML4) = PDPT | 3;
  *(uint64_t *)(memory + PDPT) = PAGE_DIRECTORY | 3;
  *(uint64_t *)(memory + PAGE_DIRECTORY) = 0x80 | 3;
}

static int set_registers(struct machine *machine) {
  // As every VMM does it: all that this KVM offers. A KVM that refuses gets on without.
  struct kvm_cpuid2 *cpuid = (void *)(machine->memory + SCRATCH);
  cpuid->nent = 256;
  if (ioctl(machine->kvm, KVM_GET_SUPPORTED_CPUID, cpuid) == 0) ioctl(machine->vcpu, KVM_SET_CPUID2, cpuid);

  struct kvm_sregs system;
  if (ioctl(machine->vcpu, KVM_GET_SREGS, &system) < 0) return -1;
  struct kvm_segment flat = {
    .limit = 0xFFFFFFFF, .selector = 0x10, .type = 3, .present = 1, .db = 1, .s = 1, .g = 1};
  system.ds = system.es = system.fs = system.gs = system.ss = flat;
  flat.selector = 0x08;
  flat.type = 11;
  flat.db = 0;
  flat.l = 1;
  system.cs = flat;
  system.cr0 = 0x80050033;  // PE MP ET NE WP AM PG
  system.cr3 = PML4;
  system.cr4 = 0x20;  // PAE
  system.efer = 0x500;  // LME LMA
  if (ioctl(machine->vcpu, KVM_SET_SREGS, &system) < 0) return -1;

  // Bit 1 of the flags is always set.
  struct kvm_regs general = {.rip = CODE, .rflags = 2, .rbx = DATA, .rdx = ROUNDS, .rsp = DATA};
  return ioctl(machine->vcpu, KVM_SET_REGS, &general);
}

static int prepare_vm(struct machine *machine) {
  // Intel hosts ask for these pages (api.rst, 4.34); elsewhere it does no harm.
  ioctl(machine->vm, KVM_SET_TSS_ADDR, 0xFFFBD000UL);
  return 0;
}

static int has_finished(struct machine *machine) {
  struct kvm_regs general;
  if (machine->run->exit_reason != KVM_EXIT_HLT) return 0;
  if (ioctl(machine->vcpu, KVM_GET_REGS, &general) < 0) return 0;
  machine->trial->value = (uint32_t)general.rax;
  return 1;
}

#elif defined(__aarch64__)

// Written from api.rst; it has not run on an Arm host yet.

uint32_t vmrun_kvm_trial_instructions_per_round(void) { return 4; }

enum { MMIO = GUEST_SIZE + 0x100000 };

static unsigned long vm_type(struct machine *machine) {
  // 0 stands for 40 bits of guest physical address, which some CPUs don't have (api.rst, 4.2).
  int bits = ioctl(machine->kvm, KVM_CHECK_EXTENSION, KVM_CAP_ARM_VM_IPA_SIZE);
  return bits > 0 && bits < 40 ? KVM_VM_TYPE_ARM_IPA_SIZE(bits) : 0;
}

static void load_guest(char *memory) {
  // With the MMU off there are no caches, unless the guest turns the one for instructions on. The loop
  // touches no memory, because each access would go to the bus.
  static const uint32_t code[] = {
    0xD5381009,  // mrs x9, sctlr_el1
    0xB2740129,  // orr x9, x9, #0x1000
    0xD5181009,  // msr sctlr_el1, x9
    0xD5033FDF,  // isb
    0x1B021400,  // round: madd w0, w0, w2, w5
    0x11000421,  // add w1, w1, #1
    0x6B03003F,  // cmp w1, w3
    0x54FFFFA1,  // b.ne round
    0xB9000080,  // str w0, [x4]
    0x14000000,  // b .
  };
  memcpy(memory + CODE, code, sizeof code);
}

static int set_register(struct machine *machine, uint64_t id, uint64_t value) {
  struct kvm_one_reg one = {
    .id = KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE | id, .addr = (uint64_t)(uintptr_t)&value};
  return ioctl(machine->vcpu, KVM_SET_ONE_REG, &one);
}

static int set_registers(struct machine *machine) {
  struct kvm_vcpu_init target;
  memset(&target, 0, sizeof target);
  if (ioctl(machine->vm, KVM_ARM_PREFERRED_TARGET, &target) < 0) return -1;
  if (ioctl(machine->vcpu, KVM_ARM_VCPU_INIT, &target) < 0) return -1;
  const uint64_t general[] = {0, 0, MULTIPLIER, ROUNDS, MMIO, INCREMENT};
  for (uint64_t index = 0; index < sizeof general / sizeof *general; index++) {
    if (set_register(machine, KVM_REG_ARM_CORE_REG(regs.regs[0]) + 2 * index, general[index]) < 0) return -1;
  }
  return set_register(machine, KVM_REG_ARM_CORE_REG(regs.pc), CODE);
}

static int prepare_vm(struct machine *machine) { return (void)machine, 0; }

static int has_finished(struct machine *machine) {
  struct kvm_run *run = machine->run;
  if (run->exit_reason != KVM_EXIT_MMIO || !run->mmio.is_write || run->mmio.phys_addr != MMIO) return 0;
  memcpy(&machine->trial->value, run->mmio.data, sizeof machine->trial->value);
  return 1;
}

#else
#define VMRUN_NO_TRIAL 1
uint32_t vmrun_kvm_trial_instructions_per_round(void) { return 1; }
#endif

#ifndef VMRUN_NO_TRIAL

static int try_kvm(struct machine *machine) {
  enter(machine, VMRUN_KVM_API_VERSION);
  int version = ioctl(machine->kvm, KVM_GET_API_VERSION, 0);
  machine->trial->exit_reason = version;
  if (version < 0) return -1;
  if (version != KVM_API_VERSION) return errno = 0, -1;

  enter(machine, VMRUN_KVM_CREATE_VM);
  machine->vm = ioctl(machine->kvm, KVM_CREATE_VM, vm_type(machine));
  if (machine->vm < 0) return -1;

  enter(machine, VMRUN_KVM_MEMORY);
  load_guest(machine->memory);
  struct kvm_userspace_memory_region region = {
    .memory_size = GUEST_SIZE, .userspace_addr = (uint64_t)(uintptr_t)machine->memory};
  if (prepare_vm(machine) < 0) return -1;
  if (ioctl(machine->vm, KVM_SET_USER_MEMORY_REGION, &region) < 0) return -1;

  enter(machine, VMRUN_KVM_CREATE_VCPU);
  machine->vcpu = ioctl(machine->vm, KVM_CREATE_VCPU, 0UL);
  if (machine->vcpu < 0) return -1;
  int size = ioctl(machine->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
  if (size < 0) return -1;
  machine->run = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, machine->vcpu, 0);
  if (machine->run == MAP_FAILED) return -1;

  enter(machine, VMRUN_KVM_REGISTERS);
  if (set_registers(machine) < 0) return -1;

  machine->trial->exit_reason = -1;
  enter(machine, VMRUN_KVM_RUN);
  int result;
  do result = ioctl(machine->vcpu, KVM_RUN, 0);
  while (result < 0 && errno == EINTR);
  if (result < 0) return -1;
  machine->trial->exit_reason = (int32_t)machine->run->exit_reason;
  if (!has_finished(machine)) return errno = 0, -1;
  enter(machine, VMRUN_KVM_DONE);
  return 0;
}

#else

static int try_kvm(struct machine *machine) { return (void)machine, errno = ENOTSUP, -1; }

#endif

static void run_child(int kvm, void *shared, pid_t parent) {
  // Nothing may stay behind when the parent is killed meanwhile.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(1);
  struct machine machine = {
    .kvm = kvm, .memory = shared, .trial = (void *)((char *)shared + REPORT)};
  if (try_kvm(&machine) < 0) machine.trial->error = errno;
  _exit(0);
}

pid_t vmrun_kvm_trial_start(int kvm, int *end, void *shared) {
  // The kernel closes the child's copy of the write end, however the child ends.
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -1;
  // The handlers of the embedding program must not run in the child: all signals stay blocked there.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  // clone and not fork: no signal at its end, and no handlers of pthread_atfork.
  long child = syscall(SYS_clone, 0UL, NULL, NULL, NULL, NULL);
  if (child == 0) run_child(kvm, shared, parent);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if (child < 0) close(ends[0]);
  *end = ends[0];
  errno = error;
  return (pid_t)child;
}
