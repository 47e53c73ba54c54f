// SPDX-License-Identifier: BSL-1.0
// The index over rules: bits for the operations of the arguments and of their arguments.
#include <algorithm>
#include <bit>

#include "rules/rule.hpp"

namespace adage {
namespace {

/// Where an operation below the top may stand: an argument of it, or the first or second argument of one of the first
/// two.
constexpr std::size_t kArguments = kMaxArity, kBelow = 2;
constexpr std::size_t kPlaces = kArguments + kBelow * 2;
constexpr std::size_t place_below(std::size_t argument, std::size_t k) { return kArguments + argument * kBelow + k; }

/// What may be seen in a place: of numbers a few that many rules name, and then an operation.
constexpr std::int64_t kNamed = 2;  // from -2 to 2
constexpr std::size_t kNumbers = 2 * kNamed + 1;
constexpr std::size_t sight_of(std::int64_t named) { return static_cast<std::size_t>(named + kNamed); }
constexpr std::size_t sight_of(Op op) { return kNumbers + static_cast<std::size_t>(op); }
std::size_t sight_of(const Arena& arena, Id id) {
  if (!arena.is_number(id)) return sight_of(arena.op(id));
  const auto whole = arena.value(id).small_integer();
  return whole && -kNamed <= *whole && *whole <= kNamed ? sight_of(*whole) : sight_of(Op::number);
}

/// Can the step succeed on what is seen there?
bool compatible(const PatternStep& step, const Rule& rule, std::size_t sight) {
  const Op there = sight < kNumbers ? Op::number : static_cast<Op>(sight - kNumbers);
  switch (step.kind) {
    case PatternStep::Kind::operation:
      return step.op == there;
    case PatternStep::Kind::number:
      if (there != Op::number) return false;
      for (std::int64_t named = -kNamed; named <= kNamed; ++named) {
        if (rule.numbers[step.index] == Rational(named)) return sight == sight_of(named);
      }
      return sight >= kNumbers;
    case PatternStep::Kind::bind_literal:
      return there == Op::number;
    case PatternStep::Kind::bind:
    case PatternStep::Kind::same:
    case PatternStep::Kind::opposite:
      break;
  }
  return true;
}

/// The steps of a pattern by the place that they look at, where that is one of the above.
std::array<const PatternStep*, kPlaces> steps_by_place(const Pattern& pattern, std::size_t arguments) {
  std::array<const PatternStep*, kPlaces> result{};
  std::vector<std::size_t> places;  // of the registers
  for (std::size_t i = 0; i != arguments; ++i) places.push_back(i);
  for (const PatternStep& step : pattern) {
    const std::size_t place = places[step.reg];
    if (place < kPlaces) result[place] = &step;
    if (step.kind != PatternStep::Kind::operation) continue;
    for (std::size_t k = 0; k != arity(step.op); ++k)
      places.push_back(place < 2 && k < kBelow ? place_below(place, k) : kPlaces);
  }
  return result;
}

/// Does the pattern want its first two arguments to be one node?
bool wants_equal(const Pattern& pattern) {
  return pattern.size() > 1 && pattern[1].reg == 1 && pattern[1].kind == PatternStep::Kind::same &&
         pattern[0].index == pattern[1].index && pattern[0].kind == PatternStep::Kind::bind;
}

std::vector<const Rule*> rules_of(std::span<const Stage> stages) {
  std::vector<const Rule*> result;
  for (const Stage stage : stages) {
    for (const Rule& rule : rules(stage)) result.push_back(&rule);
  }
  return result;
}

}  // namespace

RuleSet::RuleSet(std::span<const Stage> stages) : RuleSet(std::span<const Rule* const>(rules_of(stages))) {}

RuleSet::RuleSet(std::span<const Rule* const> rules) : roots_(all_rows().size()) {
  for (const Rule* rule : rules) {
    for (const Pattern& pattern : rule->patterns)
      roots_[static_cast<std::size_t>(rule->root)].entries.push_back({rule, &pattern});
  }
  const std::size_t sights = kNumbers + roots_.size();
  for (std::size_t op = 0; op != roots_.size(); ++op) {
    Root& root = roots_[op];
    root.words = (root.entries.size() + 63) / 64;
    root.possible.resize(kPlaces * sights * root.words);
    root.unequal.resize(root.words);
    for (std::size_t i = 0; i != root.entries.size(); ++i) {
      const Pattern& pattern = *root.entries[i].pattern;
      const std::uint64_t bit = std::uint64_t{1} << i % 64;
      const auto steps = steps_by_place(pattern, arity(static_cast<Op>(op)));
      if (!wants_equal(pattern)) root.unequal[i / 64] |= bit;
      for (std::size_t place = 0; place != kPlaces; ++place) {
        for (std::size_t sight = 0; sight != sights; ++sight) {
          if (steps[place] == nullptr || compatible(*steps[place], *root.entries[i].rule, sight))
            root.possible[(place * sights + sight) * root.words + i / 64] |= bit;
        }
      }
    }
  }
}

/// The patterns that are worth a try at one node, in order.
class RuleSet::Candidates {
 public:
  Candidates(const RuleSet& set, const Arena& arena, Op op, std::span<const Id> args)
      : root_(set.roots_[static_cast<std::size_t>(op)]) {
    if (root_.words == 0) return;
    const std::size_t sights = kNumbers + set.roots_.size();
    const auto look = [&](std::size_t place, Id id) {
      rows_[count_++] = root_.possible.data() + (place * sights + sight_of(arena, id)) * root_.words;
    };
    for (std::size_t i = 0; i != args.size(); ++i) look(i, args[i]);
    if (args.size() > 1 && args[0] != args[1]) rows_[count_++] = root_.unequal.data();
    for (std::size_t i = 0; i != std::min<std::size_t>(args.size(), 2); ++i) {
      const Node& node = arena[args[i]];
      for (std::size_t k = 0; k != std::min<std::size_t>(node.count, kBelow); ++k)
        look(place_below(i, k), node.args[k]);
    }
  }

  /// The next one, or null.
  const Entry* next() {
    while (bits_ == 0) {
      if (word_ == root_.words) return nullptr;
      bits_ = ~std::uint64_t{0};
      for (std::size_t i = 0; i != count_ && bits_ != 0; ++i) bits_ &= rows_[i][word_];
      ++word_;
    }
    const auto at = static_cast<std::size_t>(std::countr_zero(bits_));
    bits_ &= bits_ - 1;
    return &root_.entries[(word_ - 1) * 64 + at];
  }

 private:
  const Root& root_;
  std::array<const std::uint64_t*, kPlaces + 1> rows_;
  std::size_t count_ = 0;
  std::size_t word_ = 0;
  std::uint64_t bits_ = 0;
};

bool RuleSet::candidate(const Arena& arena, Op op, std::span<const Id> args) const {
  return Candidates(*this, arena, op, args).next() != nullptr;
}

bool RuleSet::matches(const Arena& arena, Op op, std::span<const Id> args) const {
  Candidates candidates(*this, arena, op, args);
  for (const Entry* entry = candidates.next(); entry != nullptr; entry = candidates.next()) {
    if (entry->rule->matches(arena, *entry->pattern, args)) return true;
  }
  return false;
}

Id RuleSet::apply(Arena& arena, Op op, std::span<const Id> args, Ranges* ranges) const {
  Candidates candidates(*this, arena, op, args);
  for (const Entry* entry = candidates.next(); entry != nullptr; entry = candidates.next()) {
    if (const Id equal = entry->rule->apply(arena, *entry->pattern, args, ranges); equal != kNone) return equal;
  }
  return kNone;
}

}  // namespace adage
