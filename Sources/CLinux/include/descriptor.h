#pragma once

#include <stddef.h>
#include <sys/types.h>

// Descriptors that one message can carry (unix(7), SCM_MAX_FD).
enum { VMRUN_DESCRIPTORS = 253 };

// Sends bytes on a stream socket, with descriptors beside the first of them (unix(7), SCM_RIGHTS); the kernel takes
// copies. Does not wait, and raises no SIGPIPE. Returns how many bytes were taken, or -1 with errno.
ssize_t vmrun_send(int socket, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count);

// Takes the bytes that are there, and the descriptors beside them, close-on-exec; without waiting for any.
// `descriptors` has room for VMRUN_DESCRIPTORS. Returns how many bytes came, 0 at the end, or -1 with errno.
ssize_t vmrun_receive(int socket, void *buffer, size_t size, int *descriptors, size_t *descriptor_count);

// Takes the one descriptor that waits on a UNIX stream socket beside a byte, as above. Returns it, or -1 with errno:
// EPIPE when the peer ended without sending one.
int vmrun_receive_descriptor(int channel);
