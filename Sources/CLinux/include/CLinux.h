#pragma once

#include "KVMTrial.h"
#include "child_setup.h"
#include "pidfd.h"
#include "tun.h"
