#pragma once

#include "KVMTrial.h"
#include "child_setup.h"
#include "descriptor.h"
#include "packet.h"
#include "pidfd.h"
#include "rtnetlink.h"
#include "stream.h"
#include "tsc.h"
#include "keeper.h"
#include "namespace.h"
#include "tun.h"
