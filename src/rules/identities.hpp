// SPDX-License-Identifier: BSL-1.0
// Sets of rules as identities that an arena applies while nodes are made.
#pragma once

#include <memory>

#include "rules/rule.hpp"

namespace adage {

/// These rules and exact folding of numbers. The rules must outlive the result.
std::unique_ptr<Identities> identities_of(std::span<const Rule* const> rules);
/// What every user's graph applies: the stage `local` and exact folding of numbers.
const Identities& local_identities();
/// What lowering applies in its scratch arena: `local` and `lowering`, which choose forms that are safe to run.
const Identities& lowering_identities();
/// What makes tapes of what lowering chose, and nothing else: operations of tapes alone for several of the language.
const Identities& fusing_identities();

}  // namespace adage
