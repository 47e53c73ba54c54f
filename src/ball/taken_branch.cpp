// SPDX-License-Identifier: BSL-1.0
// One row an operation with branches. What is neither surely one branch nor surely another is not decided.
#include "ball/taken_branch.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace adage::ball {
namespace {

/// Of two arguments the place of that which is at most the other, given their places.
std::optional<TakenBranch> lesser(const Enclosure& a, std::size_t place, const Enclosure& b, std::size_t other) {
  if (a.hi <= b.lo) return TakenBranch{place};
  if (b.hi <= a.lo) return TakenBranch{other};
  return std::nullopt;
}

using Decide = std::optional<TakenBranch> (*)(std::span<const Enclosure> args);

struct BranchRow {
  std::string_view name;
  Decide decide;
};
using Args = std::span<const Enclosure>;
constexpr BranchRow branch_table[] = {
    {"where",
     [](Args a) -> std::optional<TakenBranch> {
       if (a[0].defined != Enclosure::Defined::everywhere) return std::nullopt;
       if (a[0].surely_true()) return TakenBranch{1};
       if (a[0].surely_false()) return TakenBranch{2};
       return std::nullopt;
     }},
    {"min", [](Args a) { return lesser(a[0], 0, a[1], 1); }},
    {"max", [](Args a) { return lesser(a[0], 1, a[1], 0); }},
    {"abs",
     [](Args a) -> std::optional<TakenBranch> {
       if (a[0].nonnegative()) return TakenBranch{0};
       if (a[0].nonpositive()) return TakenBranch{0, -1};
       return std::nullopt;
     }},
    {"sign",
     [](Args a) -> std::optional<TakenBranch> {
       if (a[0].positive()) return TakenBranch{{}, 1};
       if (a[0].negative()) return TakenBranch{{}, -1};
       return std::nullopt;
     }},
    {"step",
     [](Args a) -> std::optional<TakenBranch> {
       if (a[0].positive()) return TakenBranch{{}, 1};
       if (a[0].nonpositive()) return TakenBranch{{}, 0};
       return std::nullopt;
     }},
    {"relu",
     [](Args a) -> std::optional<TakenBranch> {
       if (a[0].nonnegative()) return TakenBranch{0};
       if (a[0].nonpositive()) return TakenBranch{{}, 0};
       return std::nullopt;
     }},
    {"floor",
     [](Args a) -> std::optional<TakenBranch> {
       const double below = std::floor(a[0].lo);
       return below == std::floor(a[0].hi) ? std::optional(TakenBranch{{}, below}) : std::nullopt;
     }},
    {"ceil",
     [](Args a) -> std::optional<TakenBranch> {
       const double above = std::ceil(a[0].lo);
       return above == std::ceil(a[0].hi) ? std::optional(TakenBranch{{}, above}) : std::nullopt;
     }},
};

}  // namespace

std::optional<TakenBranch> taken_branch(Op op, std::span<const Enclosure> args) {
  const auto found = std::ranges::find(branch_table, row(op).name, &BranchRow::name);
  return found == std::end(branch_table) ? std::nullopt : found->decide(args);
}

}  // namespace adage::ball
