// SPDX-License-Identifier: BSL-1.0
// Rules applied while nodes are made. Results are themselves made through the arena, so identities chain;
// that ends because every rule of these stages lowers the node's cost or moves towards its normal form.
#include "rules/identities.hpp"

#include <algorithm>

#include "rules/fold.hpp"
#include "rules/tables.hpp"

namespace adage {
namespace {

bool all_numbers(const Arena& arena, std::span<const Id> args) {
  return !args.empty() && std::ranges::all_of(args, [&](Id id) { return arena.is_number(id); });
}

/// Rules, after exact folding of numbers.
class RuleIdentities : public Identities {
 public:
  explicit RuleIdentities(std::span<const Stage> stages) : rules_(stages) {}
  explicit RuleIdentities(std::span<const Rule* const> rules) : rules_(rules) {}

  bool candidate(const Arena& arena, Op op, std::span<const Id> args) const override {
    return rules_.candidate(arena, op, args) || all_numbers(arena, args);
  }

  Id apply(Arena& arena, Op op, std::span<const Id> args) const override {
    if (all_numbers(arena, args)) {
      if (const Id number = fold(arena, op, args); number != kNone) return number;
    }
    return rules_.apply(arena, op, args, nullptr);
  }

 private:
  RuleSet rules_;
};

/// Rules alone, where all else has been applied already.
class FurtherRules final : public Identities {
 public:
  explicit FurtherRules(std::span<const Stage> stages) : rules_(stages) {}

  bool candidate(const Arena& arena, Op op, std::span<const Id> args) const override {
    return rules_.matches(arena, op, args);
  }
  Id apply(Arena& arena, Op op, std::span<const Id> args) const override {
    return rules_.apply(arena, op, args, nullptr);
  }

 private:
  RuleSet rules_;
};

/// The stage `local` and others, which alone are left to apply in a copy of what was made under `local`.
class LocalIdentities final : public RuleIdentities {
 public:
  LocalIdentities(std::span<const Stage> all, std::span<const Stage> others) : RuleIdentities(all), others_(others) {}

  const Identities& beyond(const Identities* held) const override {
    if (held == &local_identities()) return others_;
    return *this;
  }

 private:
  FurtherRules others_;
};

}  // namespace

std::unique_ptr<Identities> identities_of(std::span<const Rule* const> rules) {
  return std::make_unique<RuleIdentities>(rules);
}

const Identities& local_identities() {
  static const LocalIdentities instance(std::array{Stage::local}, {});
  return instance;
}

const Identities& lowering_identities() {
  static const LocalIdentities instance(std::array{Stage::lowering, Stage::local}, std::array{Stage::lowering});
  return instance;
}

const Identities& fusing_identities() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> compiled;
    for (const RuleRow& row : fusing_rules()) {
      if (!row.name.empty()) compiled.emplace_back(row);
    }
    return compiled;
  }();
  static const RuleIdentities instance([] {
    std::vector<const Rule*> pointers;
    for (const Rule& rule : rules) pointers.push_back(&rule);
    return pointers;
  }());
  return instance;
}

}  // namespace adage
