// SPDX-License-Identifier: BSL-1.0
// Cancellation is found by a look at values next to the point, which costs little; what replaces the sum there is
// proved (ball/expansion.cpp).
#include "lower/series.hpp"

#include <algorithm>
#include <cmath>

#include "graph/rebuild.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 300;
constexpr std::size_t kMostWalked = 600;  // nodes of what is expanded, each a fraction of a millisecond
/// Where one looks, and what a sum must have lost there; a term may differ from the sum by as much without harm.
constexpr double kNear = 0x1p-12;
constexpr double kLost = 0x1p-8;

bool is_sum(Op op) { return op == Op::add || op == Op::sub; }
bool is_log(Op op) {
  static const Op log = function("log");
  return op == log;
}
/// Of these alone are polynomials made.
bool is_plain(Op op) { return op >= Op::neg && op <= Op::mul; }

/// What a sum depends on, and the point next to which it cancels.
struct Place {
  Id atom = kNone;
  int center = 0;
};

/// The nodes as functions of one of them, the atom, next to a point.
class Probe {
 public:
  Probe(const Arena& arena, const Slice& nodes, Place place) : arena_(arena), place_(place), seen_(nodes) {
    for (const Id id : nodes) {
      seen_[id] = seen(id);
      const bool cancelled = cancels(id);
      any_cancels_ |= cancelled;
      seen_[id].candidate = cancelled || keeps_candidate(id);
    }
  }
  const Place& place() const { return place_; }
  bool any_cancels() const { return any_cancels_; }
  /// Is it a sum that cancels, or what is left of one times or through what vanishes or has a pole there as well?
  bool is_candidate(Id id) const { return seen_.at(id).candidate; }

 private:
  struct Seen {
    double value = 0;
    bool through = false, free = false;  ///< depends on the atom; on a variable otherwise
    bool curved = false;
    bool candidate = false;
  };

  double value(Id id) const { return seen_.at(id).value; }
  /// On the atom, and on no variable otherwise?
  bool depends(Id id) const { return seen_.at(id).through && !seen_.at(id).free; }

  /// A sum much smaller than its terms, or the logarithm of what has been rounded and is next to one.
  bool cancels(Id id) const {
    if (!depends(id) || !seen_.at(id).curved) return false;
    if (is_log(arena_.op(id))) return seen_.at(arena_.arg(id, 0)).curved && std::fabs(value(id)) < kLost;
    if (!is_sum(arena_.op(id))) return false;
    const double a = std::fabs(value(arena_.arg(id, 0))), b = std::fabs(value(arena_.arg(id, 1)));
    return std::fabs(value(id)) < kLost * std::max(a, b);
  }
  /// Is it next to the point about zero, or a pole?
  bool steep(Id id) const { return std::fabs(value(id)) < kLost || std::fabs(value(id)) > 1 / kLost; }

  bool keeps_candidate(Id id) const {
    const Op op = arena_.op(id);
    if (!depends(id) || (op != Op::neg && op != Op::mul && op != Op::div)) return false;
    const auto candidate = [&](Id arg) { return is_candidate(arg); };
    return std::ranges::any_of(arena_.args(id), candidate) && std::ranges::all_of(arena_.args(id), [&](Id arg) {
             return arena_.is_constant(arg) || steep(arg) || candidate(arg);
           });
  }

  Seen seen(Id id) const {
    const Node& node = arena_[id];
    if (id == place_.atom) return {.value = place_.center + kNear, .through = true};
    if (node.op == Op::number) return {.value = arena_.value(id).to_double()};
    if (node.op == Op::variable) return {.value = std::nan(""), .free = true};
    Seen result{.curved = !is_plain(node.op)};
    std::array<double, kMaxArity> args{};
    for (std::size_t k = 0; k != node.count; ++k) {
      const Seen arg = seen_.at(node.args[k]);
      args[k] = arg.value;
      result.through |= arg.through;
      result.free |= arg.free;
      result.curved |= arg.curved;
    }
    const Primitive& machine = row(node.op).machine;
    result.value = !result.free && machine.exists() ? machine.code().f64(args[0], args[1], args[2]) : std::nan("");
    return result;
  }

  const Arena& arena_;
  Place place_;
  SliceTable<Seen> seen_;
  bool any_cancels_ = false;
};

class Finder {
 public:
  Finder(const Arena& arena, const Slice& nodes) : arena_(arena), nodes_(nodes) {}

  Series run(std::span<const Id> roots) {
    find_probes();
    Series found;
    if (probes_.empty()) return found;
    NodeMap<bool> seen;
    std::vector<Id> open(roots.begin(), roots.end());
    while (!open.empty()) {
      const Id id = open.back();
      open.pop_back();
      if (!seen.emplace(id, true).second) continue;
      if (auto here = expanded(id)) {
        found.emplace(id, std::move(*here));
        continue;
      }
      for (const Id arg : arena_.args(id)) {
        if (!arena_.is_number(arg) && arena_.op(arg) != Op::variable) open.push_back(arg);
      }
    }
    return found;
  }

 private:
  void find_probes() {
    const bool curved = std::ranges::any_of(nodes_, [&](Id id) {
      const Op op = arena_.op(id);
      return !is_plain(op) && op != Op::number && op != Op::variable;
    });
    const auto may_cancel = [&](Id id) { return is_sum(arena_.op(id)) || is_log(arena_.op(id)); };
    if (!curved || std::ranges::none_of(nodes_, may_cancel)) return;
    SliceTable<std::uint8_t> uses(nodes_);
    for (const Id id : nodes_) {
      for (const Id arg : arena_.args(id)) uses[arg] = static_cast<std::uint8_t>(std::min(uses[arg] + 1, 2));
    }
    for (const Id id : nodes_) {
      // What meets itself again in a sum is there twice.
      if (arena_.is_constant(id) || (arena_.op(id) != Op::variable && uses[id] != 2)) continue;
      for (const int center : {0, 1, -1}) {
        if (!is_exact_around(id, center)) continue;
        Probe probe(arena_, nodes_, {id, center});
        if (probe.any_cancels()) probes_.push_back(std::move(probe));
      }
    }
  }

  /// Is its distance to the center known to many digits? Of what has been rounded itself it is not, but for quotients.
  bool is_exact_around(Id id, int center) const {
    const Op op = arena_.op(id);
    return op == Op::variable || (center == 0 && op != Op::sub && op != Op::add) || (center == 0 && are_exact(id)) ||
           (center == 1 && op == Op::div && are_exact(id));
  }
  bool are_exact(Id id) const {
    return std::ranges::all_of(arena_.args(id), [&](Id arg) { return arena_.args(arg).empty(); });
  }

  std::optional<std::pair<Id, Expansion>> expanded(Id id) {
    for (const Probe& probe : probes_) {
      if (!probe.is_candidate(id)) continue;
      const std::size_t size = slice(arena_, id).size();
      if (size > left_) continue;
      left_ -= size;
      const auto& [atom, center] = probe.place();
      if (auto found = expansion(arena_, id, atom, center)) return std::pair(atom, std::move(*found));
    }
    return std::nullopt;
  }

  const Arena& arena_;
  const Slice& nodes_;
  std::vector<Probe> probes_;  ///< next to points where something cancels
  std::size_t left_ = kMostWalked;
};

/// Writes the polynomials.
class Writer {
 public:
  explicit Writer(Arena& arena) : arena_(arena) {}

  /// `whole` next to the center of `atom`, and as it stands further out.
  Id cases(Id whole, Id atom, const Expansion& e) {
    static const Op abs = function("abs");
    const Id t = e.center == 0 ? atom : distance(atom, e.center);
    Id near = arena_.intern(Op::lt, std::array{arena_.intern(abs, std::array{t}), number(e.radius)});
    if (e.hole) {
      const Id elsewhere = arena_.intern(Op::ne, std::array{t, number(0)});
      near = arena_.intern(Op::logical_and, std::array{near, elsewhere});
    }
    Id inside = polynomial(t, e.coefficients);
    if (e.order > 0) inside = arena_.intern(Op::mul, std::array{power(t, e.order), inside});
    if (e.order < 0) inside = arena_.intern(Op::div, std::array{inside, power(t, -e.order)});
    return arena_.intern(Op::where, std::array{near, inside, whole});
  }

 private:
  Id number(double value) { return arena_.number(*Rational::from_double_exactly(value)); }

  /// Of a quotient a/b from one it is (a - b)/b.
  Id distance(Id atom, int center) {
    if (arena_.op(atom) != Op::div) return arena_.intern(Op::sub, std::array{atom, number(center)});
    const Id above = arena_.arg(atom, 0), below = arena_.arg(atom, 1);
    return arena_.intern(Op::div, std::array{arena_.intern(Op::sub, std::array{above, below}), below});
  }

  Id power(Id t, std::int64_t exponent) {
    if (exponent == 1) return t;
    const Id half = power(t, exponent / 2);
    const Id square = arena_.intern(Op::mul, std::array{half, half});
    return exponent % 2 == 0 ? square : arena_.intern(Op::mul, std::array{square, t});
  }

  /// By Horner's rule, in t^2 where every other coefficient is zero.
  Id polynomial(Id t, std::span<const double> coefficients) {
    bool even = true;
    for (std::size_t i = 1; i < coefficients.size(); i += 2) even &= coefficients[i] == 0;
    const std::size_t step = even ? 2 : 1;
    const Id base = even ? power(t, 2) : t;
    Id result = kNone;
    for (std::size_t i = (coefficients.size() - 1) / step * step;; i -= step) {
      const Id here = number(coefficients[i]);
      result = result == kNone ? here : arena_.intern(Op::mul, std::array{result, base});
      if (result != here && coefficients[i] != 0) result = arena_.intern(Op::add, std::array{result, here});
      if (i == 0) return result;
    }
  }

  Arena& arena_;
};

}  // namespace

Series find_series(const Arena& arena, const Slice& nodes, std::span<const Id> roots) {
  return nodes.size() > kMostNodes ? Series{} : Finder(arena, nodes).run(roots);
}

std::vector<Id> with_series(Arena& arena, const Slice& nodes, std::span<const Id> roots, const Series& series) {
  Writer writer(arena);
  return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const SliceTable<Id>& images) {
    const Id whole = with_args(arena, id, args);
    const auto here = series.find(id);
    if (here == series.end()) return whole;
    const auto& [atom, expansion] = here->second;
    return writer.cases(whole, images.at(atom), expansion);
  });
}

}  // namespace adage
