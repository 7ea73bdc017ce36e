#include "packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int vmrun_packet_listen(int socket, const char *interface) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  if (strlen(interface) >= sizeof request.ifr_name) {
    errno = ENODEV;
    return -1;
  }
  strcpy(request.ifr_name, interface);
  // Asked of the socket: it may be in another namespace than this process.
  if (ioctl(socket, SIOCGIFINDEX, &request) != 0) return -1;
  // More than a burst; what the kernel grants is enough to go on with.
  int room = 8 << 20;
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  struct packet_mreq all = {.mr_ifindex = request.ifr_ifindex, .mr_type = PACKET_MR_PROMISC};
  if (setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all) != 0) return -1;
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = request.ifr_ifindex};
  return bind(socket, (struct sockaddr *)&address, sizeof address);
}

unsigned vmrun_packet_drops(int socket) {
  struct tpacket_stats statistics = {0, 0};
  socklen_t size = sizeof statistics;
  if (getsockopt(socket, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) != 0) return 0;
  return statistics.tp_drops;
}
