#pragma once

#include "child_setup.h"
#include "pidfd.h"
