// SPDX-License-Identifier: BSL-1.0
// One loop over the slice, keeping the precise values of symbolic constants for the constants above them.
#include "lower/constants.hpp"

#include "base/rational_big.hpp"
#include "graph/node_map.hpp"
#include "ops/precise.hpp"

namespace adage {
namespace {

/// Beyond this sum of rows' costs (some tenths of a second) constants are left to the machine.
constexpr std::size_t kMostEffort = 20'000;

PreciseNumber to_precise(const Rational& value) {
  const auto big = value.big().value;
  return PreciseNumber(boost::multiprecision::numerator(big)) / PreciseNumber(boost::multiprecision::denominator(big));
}

class Folder {
 public:
  Folder(const Arena& arena, const Slice& slice) : arena_(arena), slice_(slice) {}

  NodeMap<Constant> run() {
    NodeMap<Constant> result;
    for (const Id id : slice_) {
      if (!arena_.is_constant(id)) continue;
      if (arena_.is_number(id)) {
        result[id] = {arena_.value(id).to_double(), arena_.value(id).to_float()};
      } else if (arena_.op(id) == rest_) {
        result[id] = rest_of(arena_.arg(id, 0));
      } else if (const auto value = symbolic(id)) {
        result[id] = {value->convert_to<double>(), value->convert_to<float>()};
        values_.emplace(id, Precise{*value});
      }
    }
    return result;
  }

 private:
  /// What is lost of a constant in either type.
  Constant rest_of(Id id) const {
    const PreciseNumber exact = value(id).value_or(PreciseNumber(0));
    return {PreciseNumber(exact - exact.convert_to<double>()).convert_to<double>(),
            PreciseNumber(exact - exact.convert_to<float>()).convert_to<float>()};
  }

  std::optional<PreciseNumber> symbolic(Id id) {
    const Row& r = row(arena_.op(id));
    effort_ += r.cost;
    if (r.machine.precise == nullptr || effort_ > kMostEffort) return std::nullopt;
    std::array<Precise, kMaxArity> args;
    for (std::size_t k = 0; k != arena_.args(id).size(); ++k) {
      const auto known = value(arena_.arg(id, k));
      if (!known) return std::nullopt;
      args[k].value = *known;
      // Boost reduces a huge angle with the digits of the type, and is left with none.
      static const PreciseNumber huge = ldexp(PreciseNumber(1), 100);
      if (r.ulp != 0 && abs(*known) > huge) return std::nullopt;
    }
    try {
      Precise out;
      r.machine.precise(out, args[0], args[1], args[2]);
      if (isfinite(out.value)) return out.value;
    } catch (const std::exception&) {  // Boost.Math reports some domains and overflows so
    }
    return std::nullopt;
  }

  std::optional<PreciseNumber> value(Id id) const {
    if (arena_.is_number(id)) return to_precise(arena_.value(id));
    const auto known = values_.find(id);
    if (known == values_.end()) return std::nullopt;
    return known->second.value;
  }

  const Arena& arena_;
  const Slice& slice_;
  const Op rest_ = find_operation("fused_rest").value();
  NodeMap<Precise> values_;
  std::size_t effort_ = 0;
};

}  // namespace

NodeMap<Constant> constants(const Arena& arena, const Slice& slice) { return Folder(arena, slice).run(); }

}  // namespace adage
