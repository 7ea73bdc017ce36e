#pragma once

// Lets a socket of packet(7) see everything that crosses an interface of its network namespace, also what is not for
// this host. Returns 0, or -1 with errno.
int vmrun_packet_listen(int socket, const char *interface);

// How many packets such a socket had no room for so far.
unsigned vmrun_packet_drops(int socket);
