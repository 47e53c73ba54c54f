// SPDX-License-Identifier: BSL-1.0
// What passes remember of nodes when only few of an arena's nodes matter. References die with the next insertion.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include "graph/arena.hpp"

namespace adage {

template <class T>
using NodeMap = boost::unordered_flat_map<Id, T>;

}  // namespace adage
