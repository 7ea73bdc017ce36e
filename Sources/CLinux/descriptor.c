#define _GNU_SOURCE

#include "descriptor.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
  char space[CMSG_SPACE(sizeof(int) * VMRUN_DESCRIPTORS)];
  struct cmsghdr header;
};

ssize_t vmrun_send(int socket, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count) {
  struct iovec part = {(void *)bytes, count};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  union control control;
  if (descriptor_count > VMRUN_DESCRIPTORS) {
    errno = EINVAL;
    return -1;
  }
  if (descriptor_count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.space;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptor_count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * descriptor_count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * descriptor_count);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent;
}

ssize_t vmrun_receive(int socket, void *buffer, size_t size, int *descriptors, size_t *descriptor_count) {
  struct iovec part = {buffer, size};
  union control control;
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  *descriptor_count = 0;
  ssize_t count;
  do count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  while (count < 0 && errno == EINTR);
  if (count < 0) return -1;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != 0; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t came = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(descriptors + *descriptor_count, CMSG_DATA(header), came * sizeof(int));
    *descriptor_count += came;
  }
  return count;
}

int vmrun_receive_descriptor(int channel) {
  char byte;
  int descriptors[VMRUN_DESCRIPTORS];
  size_t descriptor_count;
  ssize_t count = vmrun_receive(channel, &byte, 1, descriptors, &descriptor_count);
  if (count < 0) return -1;
  if (count == 1 && descriptor_count == 1) return descriptors[0];
  for (size_t index = 0; index < descriptor_count; index++) close(descriptors[index]);
  errno = EPIPE;
  return -1;
}
