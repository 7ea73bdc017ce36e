#pragma once
#include "KVMTrial.h"
