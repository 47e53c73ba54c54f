// SPDX-License-Identifier: BSL-1.0
// Sets of rules as identities that an arena applies while nodes are made.
#pragma once

#include "graph/arena.hpp"

namespace adage {

/// What every user's graph applies: the family `local` and exact folding of numbers.
const Identities& local_identities();
/// What lowering applies in its scratch arena: `local` and `lowering`, which choose forms that are safe to run.
const Identities& lowering_identities();

}  // namespace adage
