#define _GNU_SOURCE

#include "namespace.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child answers, with the descriptor beside it when it succeeded.
struct answer {
  int code;
  int step;
  char name[16];
};

static const char *const steps[] = {
    "enter the namespace", "open", "make", "set the MTU of", "put into its bridge", "bring up", "make a socket",
};

static int step_number(const char *step) {
  for (int i = 0; i < (int)(sizeof steps / sizeof *steps); i++)
    if (strcmp(steps[i], step) == 0) return i;
  return 0;
}

static ssize_t send_with(int channel, void *bytes, size_t count, int descriptor) {
  struct iovec part = {bytes, count};
  union {
    char space[CMSG_SPACE(sizeof(int))];
    struct cmsghdr header;
  } control;
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.space;
    message.msg_controllen = sizeof control.space;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  return sendmsg(channel, &message, MSG_NOSIGNAL);
}

static int receive_answer(int channel, struct answer *answer) {
  struct iovec part = {answer, sizeof *answer};
  union {
    char space[CMSG_SPACE(sizeof(int))];
    struct cmsghdr header;
  } control;
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  ssize_t count;
  do count = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count != sizeof *answer) {
    answer->code = EPIPE;
    answer->step = 0;
    return -1;
  }
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  int descriptor = -1;
  if (header != 0 && header->cmsg_type == SCM_RIGHTS) memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
  return descriptor;
}

// Only what signal-safety(7) allows: the parent has other threads, whose locks the child may have copied.
static void child(int channel, const struct vmrun_namespaces *namespaces, struct vmrun_tap *tap, int domain, int type) {
  struct answer answer = {0, 0, {0}};
  int descriptor = -1;
  if ((namespaces->user >= 0 && setns(namespaces->user, CLONE_NEWUSER) != 0) ||
      (namespaces->net >= 0 && setns(namespaces->net, CLONE_NEWNET) != 0)) {
    answer.code = errno;
  } else if (tap != 0) {
    descriptor = vmrun_tap_make(tap);
    answer.code = descriptor < 0 ? errno : 0;
    answer.step = step_number(tap->step);
    memcpy(answer.name, tap->name, sizeof answer.name);
  } else {
    descriptor = socket(domain, type | SOCK_CLOEXEC, 0);
    answer.code = descriptor < 0 ? errno : 0;
    answer.step = step_number("make a socket");
  }
  (void)!send_with(channel, &answer, sizeof answer, descriptor);
  _exit(0);
}

static int run(const struct vmrun_namespaces *namespaces, struct vmrun_tap *tap, int domain, int type) {
  int channel[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) != 0) return -1;
  pid_t pid = fork();
  if (pid == 0) child(channel[1], namespaces, tap, domain, type);
  int code = errno;
  close(channel[1]);
  if (pid < 0) {
    close(channel[0]);
    errno = code;
    return -1;
  }
  struct answer answer;
  int descriptor = receive_answer(channel[0], &answer);
  close(channel[0]);
  while (waitpid(pid, 0, 0) < 0 && errno == EINTR) continue;
  if (tap != 0) {
    tap->step = steps[answer.step];
    if (descriptor >= 0) memcpy(tap->name, answer.name, sizeof answer.name);
  }
  errno = answer.code;
  return descriptor;
}

int vmrun_tap_make_in(const struct vmrun_namespaces *namespaces, struct vmrun_tap *tap) {
  return run(namespaces, tap, 0, 0);
}

int vmrun_socket_in(const struct vmrun_namespaces *namespaces, int domain, int type) {
  return run(namespaces, 0, domain, type);
}

int vmrun_send_descriptor(int channel, int descriptor) {
  char byte = 0;
  return send_with(channel, &byte, 1, descriptor) == 1 ? 0 : -1;
}
