// SPDX-License-Identifier: BSL-1.0
// The search remembers where it has been, so that a form that is too dear in accuracy has one before it to fall back
// on.
#include "accuracy/best.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "accuracy/guard.hpp"
#include "accuracy/improve.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"
#include "simplify/domain.hpp"
#include "simplify/leading_sign.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

/// What a search leaves for one of its roots, in the end and on the way.
struct Found {
  Id typed;
  Id best;
  Id tidy;  ///< after local simplification alone
  std::vector<Id> others;
};

/// Nodes, each as often as it is written.
double written_size(const Arena& arena, Id id) {
  NodeMap<double> sizes;
  for (const Id n : slice(arena, id)) {
    double size = 1;
    for (const Id arg : arena.args(n)) size += sizes.at(arg);
    sizes.emplace(n, size);
  }
  return sizes.at(id);
}

/// The cheapest that is safe.
Id safe_form(Arena& arena, Found found, const SearchOptions& options) {
  if (found.best == found.tidy) return found.best;
  const CostModel model(options.aim);
  const auto cost = [&](Id form) { return model.total(arena, form); };
  // What is read more easily need not run where squares overflow; what was typed as it would be printed has to be
  // beaten by more.
  const double share = found.typed == found.tidy ? 0.6 : 0.9;
  const auto up_to = [&](Id form) {
    return cost(form) < share * cost(found.tidy) ? Guard::Size::far : Guard::Size::extreme;
  };
  Guard guard(arena, found.tidy, found.typed, options.assumptions);
  if (guard.is_safe(found.best, up_to(found.best))) return found.best;
  const std::vector<Id> steady = steady_forms(arena, std::array{found.best, found.tidy}, options);
  found.others.insert(found.others.end(), steady.begin(), steady.end());
  std::vector<std::pair<double, Id>> weighed;
  for (const Id form : found.others) weighed.emplace_back(cost(form), form);
  std::ranges::stable_sort(weighed, {}, &std::pair<double, Id>::first);
  // Of forms that cost the same most differ in order alone.
  constexpr std::size_t most_candidates = 40, most_alike = 2;
  std::vector<Id> candidates;
  std::size_t alike = 0;
  for (double last = 0; const auto& [weight, form] : weighed) {
    if (weight >= cost(found.tidy) || candidates.size() == 2 * most_candidates) break;
    if (std::exchange(last, weight) != weight) alike = 0;
    if (alike == most_alike || std::ranges::find(candidates, form) != candidates.end()) continue;
    candidates.push_back(form);
    ++alike;
  }
  const std::span<const Id> first(candidates.data(), std::min(candidates.size(), most_candidates));
  const Id safe = guard.first_safe(first, up_to);
  constexpr double much = 0.75, easily_read = 40;
  const double size = written_size(arena, found.tidy);
  if (safe != found.tidy && written_size(arena, safe) < std::max(much * size, easily_read)) return safe;
  // Nobody reads what is much longer; and where the shorter one overflows, compiled code looks again.
  struct Shorter {
    double share;
    Guard::Size up_to;
  };
  for (const Shorter& shorter : {Shorter{much, Guard::Size::moderate}, Shorter{0.5, Guard::Size::ordinary}}) {
    std::erase_if(candidates, [&](Id form) { return written_size(arena, form) > shorter.share * size; });
    const Id readable = guard.first_safe(candidates, [&](Id) { return shorter.up_to; });
    if (readable != found.tidy) return readable;
  }
  return safe;
}

/// For people a^2*b is a*b*a in order, though there is a number more in it.
Id in_order(Arena& arena, Id typed, Id form, std::span<const Id> assumptions) {
  const CostModel model(Aim::balanced);
  const auto cost = [&](Id id) {
    constexpr double exponent = 2;  // the number, and what a power takes to read and to run
    const Slice nodes = slice(arena, id);
    const auto powers =
        std::ranges::count_if(nodes, [&](Id n) { return arena.op(n) == Op::pow && arena.is_number(arena.arg(n, 1)); });
    return model.total(arena, id) - exponent * static_cast<double>(powers);
  };
  std::optional<Guard> guard;
  // x*(x*exp(-x)) first, and x*(x/exp(x)) where that is no gain.
  for (const bool over : {false, true}) {
    const Id ordered =
        simplify(arena, form, {.assumptions = assumptions, .free_exponents = true, .over_exponentials = over});
    if (ordered == form || cost(ordered) > cost(typed)) continue;
    if (!guard) guard.emplace(arena, form, typed, assumptions);
    if (guard->is_safe(ordered, Guard::Size::far)) return ordered;
  }
  return form;
}

/// The cheapest forms that are safe. `settled`: they are where the search ends, so that it would find no others from
/// them.
std::vector<Id> safe_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options, bool& settled) {
  std::vector<std::vector<Id>> stations;
  std::vector<Id> others;
  SearchOptions watched = options;
  watched.stations = &stations;
  watched.others = &others;
  std::vector<Id> result = search(arena, roots, watched);
  settled = true;
  if (options.aim == Aim::size) return result;
  const std::vector<Id> tidy = simplify(arena, roots, {.assumptions = options.assumptions});
  for (std::size_t i = 0; i != result.size(); ++i) {
    Found found{roots[i], result[i], tidy[i], {}};
    for (const auto& station : stations) {
      if (station.size() == result.size()) found.others.push_back(station[i]);
    }
    if (result.size() == 1) found.others.insert(found.others.end(), others.begin(), others.end());
    Id form = safe_form(arena, std::move(found), options);
    if (options.aim == Aim::balanced && slice(arena, form).size() <= options.max_searched) {
      form = in_order(arena, roots[i], form, options.assumptions);
      form = in_order(arena, form, form, options.assumptions);  // as for who types what comes out
    }
    settled = settled && form == result[i];
    result[i] = form;
  }
  return result;
}

/// Rounds of safe_forms until nothing changes.
std::vector<Id> settled_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options) {
  std::vector<Id> result(roots.begin(), roots.end());
  // What is too large to be searched is not begun again.
  const int most_rounds = slice(arena, result).size() <= options.max_searched ? 4 : 1;
  for (int i = 0; i != most_rounds; ++i) {
    bool settled = false;
    const std::vector<Id> found = safe_forms(arena, result, options, settled);
    const std::vector<Id> last = std::exchange(result, with_leading_signs(arena, found));
    if (result == last || (settled && result == found)) break;
  }
  return result;
}

}  // namespace

std::vector<Id> best_forms(Arena& arena, std::span<const Id> roots, const SearchOptions& options) {
  if (roots.empty()) return {};
  if (options.aim == Aim::accuracy) {
    std::vector<Id> result(roots.begin(), roots.end());
    for (Id& root : result) root = most_accurate(arena, root, options);
    return with_leading_signs(arena, result);
  }
  // What roots and functions ask for holds wherever there is a value, and may be assumed if the result asks for it
  // too.
  std::vector<Id> assumed;
  if (slice(arena, roots).size() <= options.max_searched) {
    assumed = asked(arena, simplify(arena, roots, {.assumptions = options.assumptions}));
  }
  for (;;) {
    std::vector<Id> known(options.assumptions.begin(), options.assumptions.end());
    known.insert(known.end(), assumed.begin(), assumed.end());
    SearchOptions informed = options;
    informed.assumptions = known;
    const std::vector<Id> result = settled_forms(arena, roots, informed);
    const std::vector<Id> kept = in_common(arena, assumed, asked(arena, result));
    if (kept == assumed) return result;
    assumed = kept;
  }
}

}  // namespace adage
