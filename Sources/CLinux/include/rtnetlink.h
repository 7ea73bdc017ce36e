#pragma once

// rtnetlink(7): what the kernel tells of interfaces, addresses and routes.
#include <linux/rtnetlink.h>
