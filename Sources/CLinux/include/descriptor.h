#pragma once

// Takes the one descriptor that waits on a UNIX stream socket beside a byte (unix(7), SCM_RIGHTS), close-on-exec, without
// waiting for it. Returns it, or -1 with errno: EPIPE when the peer ended without sending one.
int vmrun_receive_descriptor(int channel);
