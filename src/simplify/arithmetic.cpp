// SPDX-License-Identifier: BSL-1.0
// What holds of every sum and product. Each step keeps the domain: a factor that is taken out stays beside the bracket,
// and a power of a product is opened only where each factor's power exists.
#include <algorithm>
#include <map>
#include <utility>

#include "simplify/saturate.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostTerms = 10;
constexpr std::size_t kMostExpanded = 4;

class Arithmetic {
 public:
  Arithmetic(EGraph& graph, ArithmeticMemo& memo, const SaturationLimits& limits)
      : graph_(graph), memo_(memo), limits_(limits) {}

  void run() {
    const std::size_t count = graph_.all_nodes();
    for (NodeId n = 0; n != count && graph_.live_nodes() < limits_.nodes; ++n) {
      if (!graph_.alive(n)) continue;
      const ENode form = graph_[n];
      if (form.parts.size() > kMostTerms) continue;
      if (form.op == Op::add) {
        open_terms(n, form);
        if (form.parts.size() > 1) {
          take_out_factors(n, form);
          take_out_roots(n, form);
        }
      } else if (form.op == Op::mul) {
        open_factors(n, form);
        split_numbers(n, form);
        multiply_out(n, form);
        gather_powers(n, form);
      }
    }
  }

 private:
  /// True the first time, and again when what comes out has become smaller.
  bool fresh(NodeId n, std::uint64_t what, float size = 0) {
    const auto [done, first] = memo_.done.emplace((static_cast<std::uint64_t>(n) << 32) | what, size);
    return first || size < std::exchange(done->second, std::min(done->second, size));
  }
  bool worth(NodeId n, std::span<const Part> parts) const {
    return worth_keeping(graph_.size(parts), graph_.facts(graph_.class_of(n)).size, limits_.slack);
  }
  void equal(NodeId n, ClassId c) { graph_.unite(graph_.class_of(n), c); }

  /// A class as by·form.
  struct Guise {
    NodeId node;
    Rational by;
  };
  std::vector<Guise> forms(ClassId c, Op op, std::size_t least_parts, std::size_t most) const {
    std::vector<Guise> result;
    for (const Part& guise : graph_.guises(c)) {
      for (const NodeId n : graph_.nodes(guise.of)) {
        const ENode& form = graph_[n];
        if (result.size() == most) return result;
        if (form.op == op && form.parts.size() >= least_parts && form.parts.size() <= kMostTerms)
          result.push_back({n, guise.by});
      }
    }
    return result;
  }

  /// x + (y + z) is x + y + z.
  void open_terms(NodeId n, const ENode& form) {
    for (std::size_t i = 0; i != form.parts.size(); ++i) {
      for (const auto& [inner, by] : forms(form.parts[i].of, Op::add, 2, 3)) {
        const ENode sum = graph_[inner];
        if (form.parts.size() + sum.parts.size() > kMostTerms || !fresh(n, inner)) continue;
        Parts terms = form.parts;
        terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(i));
        for (const Part& part : sum.parts) terms.push_back({part.of, part.by * by * form.parts[i].by});
        if (worth(n, terms)) equal(n, graph_.sum(terms));
      }
    }
  }

  bool may_open(const ENode& inner, const Rational& exponent) const {
    return std::ranges::all_of(inner.parts, [&](const Part& part) {
      const Facts& base = graph_.facts(part.of);
      // x/(1/y) is x·y, and x·(1/y)^0 is x, but where y is zero, which must be at isolated points only.
      const bool loses_pole = part.by.is_negative() && exponent.sign() <= 0;
      if (loses_pole && !base.range.nonzero() && (!base.smooth || graph_.value(part.of))) return false;
      if (base.range.nonnegative()) return true;
      if (!exponent.is_integer()) return false;
      return part.by.is_integer() || !(part.by * exponent).is_integer();
    });
  }

  /// (x·y)^2 is x^2·y^2.
  void open_factors(NodeId n, const ENode& form) {
    for (std::size_t i = 0; i != form.parts.size(); ++i) {
      for (const auto& [inner, by] : forms(form.parts[i].of, Op::mul, 1, 3)) {
        const ENode product = graph_[inner];
        if (!by.is_one()) continue;
        if (!may_open(product, form.parts[i].by) || !fresh(n, inner)) continue;
        Parts factors = form.parts;
        factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i));
        for (const Part& part : product.parts) factors.push_back({part.of, part.by * form.parts[i].by});
        if (factors.size() <= kMostTerms && worth(n, factors)) equal(n, graph_.product(factors));
      }
    }
  }

  /// (2·x)^(1/2) is 2^(1/2)·x^(1/2).
  void split_numbers(NodeId n, const ENode& form) {
    for (std::size_t i = 0; i != form.parts.size(); ++i) {
      const Part& part = form.parts[i];
      const Part multiple = graph_.resolve(part.of);
      const bool splits =
          !part.by.is_integer() && multiple.by.sign() > 0 && !multiple.by.is_one() && multiple.of != graph_.one();
      if (!splits || !fresh(n, (1ULL << 31) + i)) continue;
      Parts factors = form.parts;
      factors[i] = {graph_.number(multiple.by), part.by};
      factors.push_back({multiple.of, part.by});
      equal(n, graph_.product(factors));
    }
  }

  /// x·(y + z) is x·y + x·z.
  void multiply_out(NodeId n, const ENode& form) {
    for (std::size_t i = 0; i != form.parts.size(); ++i) {
      const auto exponent = form.parts[i].by.small_integer();
      if (!exponent || *exponent < 1 || *exponent > 3 || (form.parts.size() == 1 && *exponent == 1)) continue;
      for (const auto& [inner, by] : forms(form.parts[i].of, Op::add, 2, 2)) {
        const ENode sum = graph_[inner];
        if (sum.parts.size() > kMostExpanded || !fresh(n, inner)) continue;
        Parts terms;
        float size = 1;
        for (const Part& term : sum.parts) size += graph_.size(form.parts) + graph_.facts(term.of).size - sum_size(sum);
        if (!worth_keeping(size, graph_.facts(graph_.class_of(n)).size, limits_.slack)) continue;
        for (const Part& term : sum.parts) {
          Parts factors = form.parts;
          factors[i].by = factors[i].by - Rational(1);
          factors.push_back({term.of, 1});
          terms.push_back({graph_.product(factors), term.by * by});
        }
        equal(n, graph_.sum(terms));
      }
    }
  }

  /// x^2/y^2 is (x/y)^2, which overflows later.
  void gather_powers(NodeId n, const ENode& form) {
    for (std::size_t i = 0; i != form.parts.size(); ++i) {
      for (std::size_t k = i + 1; k != form.parts.size(); ++k) {
        const Rational size = abs(form.parts[i].by);
        if (!size.is_integer() || size.is_one() || size.is_zero() || !(size == abs(form.parts[k].by))) continue;
        if (form.parts[i].by.is_negative() && form.parts[k].by.is_negative()) continue;
        if (!fresh(n, (1ULL << 31) + 1'000 + i * kMostTerms + k)) continue;
        const std::array inner{Part{form.parts[i].of, form.parts[i].by / size},
                               Part{form.parts[k].of, form.parts[k].by / size}};
        Parts factors = form.parts;
        factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(k));
        factors[i] = {graph_.product(inner), size};
        equal(n, graph_.product(factors));
      }
    }
  }

  float sum_size(const ENode& sum) const { return std::min(graph_.size(sum.parts), 1e6F); }

  /// A term's form in which a base has a fractional exponent.
  struct Root {
    std::size_t term;
    Rational by;
    std::size_t place;
    Parts parts;
    Rational exponent() const { return parts[place].by; }
  };
  struct Share {
    std::size_t term;
    Rational by;
    Parts quotient;
  };

  /// x·y + x·z is x·(y + z), and x/z + y/z is (x + y)/z.
  void take_out_factors(NodeId n, const ENode& form) {
    std::map<std::pair<ClassId, bool>, std::vector<Share>> shares;
    const auto share = [&](const Part& factor, bool below, Share found) {
      auto& list = shares[{factor.of, below}];
      if (list.empty() || list.back().term != found.term) {
        list.push_back(std::move(found));
      } else if (graph_.size(found.quotient) < graph_.size(list.back().quotient)) {
        list.back() = std::move(found);  // of the forms of one term the shortest
      }
    };
    for (std::size_t t = 0; t != form.parts.size(); ++t) {
      const ClassId of = graph_.find(form.parts[t].of);
      if (form.parts[t].by.is_zero()) return;
      if (of != graph_.one()) share({of, 1}, false, {t, 1, {}});
      for (const auto& [inner, by] : forms(of, Op::mul, 1, 4)) {
        const ENode product = graph_[inner];
        for (std::size_t i = 0; i != product.parts.size(); ++i) {
          const Part& factor = product.parts[i];
          if (!factor.by.is_integer() || graph_.value(factor.of)) continue;
          const bool below = factor.by.is_negative();
          Parts rest = product.parts;
          rest[i].by = rest[i].by - Rational(below ? -1 : 1);
          if (rest[i].by.is_zero()) rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
          share(factor, below, {t, by, std::move(rest)});
        }
      }
    }
    for (const auto& [factor, list] : shares) {
      if (list.size() < 2) continue;
      float size = 0;
      for (const Share& s : list) size += graph_.size(s.quotient);
      if (!fresh(n, (factor.second ? 3ULL << 30 : 1ULL << 30) + factor.first, size)) continue;
      Parts outside = form.parts;
      Parts inside;
      for (auto it = list.rbegin(); it != list.rend(); ++it) {
        inside.push_back({graph_.product(it->quotient), form.parts[it->term].by * it->by});
        outside.erase(outside.begin() + static_cast<std::ptrdiff_t>(it->term));
      }
      const ClassId bracket = graph_.sum(inside);
      const std::array factors{Part{factor.first, factor.second ? -1 : 1}, Part{bracket, 1}};
      outside.push_back({graph_.product(factors), 1});
      equal(n, graph_.sum(outside));
    }
  }

  /// x/sqrt(z) + y/z^(3/2) is (x·z + y)/z^(3/2).
  void take_out_roots(NodeId n, const ENode& form) {
    std::map<ClassId, std::vector<Root>> roots;
    for (std::size_t t = 0; t != form.parts.size(); ++t) {
      for (const auto& [inner, by] : forms(form.parts[t].of, Op::mul, 1, 16)) {
        const ENode& product = graph_[inner];
        for (std::size_t i = 0; i != product.parts.size(); ++i) {
          const Part& factor = product.parts[i];
          std::vector<Root>& list = roots[factor.of];
          const bool known = !list.empty() && list.back().term == t;
          if (!factor.by.is_integer() && !known) list.push_back({t, by, i, product.parts});
        }
      }
    }
    for (const auto& [base, list] : roots) take_out_root(n, form, base, list);
  }

  /// Of the terms whose exponents differ from the first one's by whole numbers the lowest power.
  void take_out_root(NodeId n, const ENode& form, ClassId base, const std::vector<Root>& all) {
    if (all.size() < 2 || graph_.value(base)) return;
    std::vector<Root> list;
    std::ranges::copy_if(all, std::back_inserter(list),
                         [&](const Root& root) { return (root.exponent() - all.front().exponent()).is_integer(); });
    if (list.size() < 2 || !fresh(n, (2ULL << 30) + base)) return;
    const Rational lowest = std::ranges::min(list, {}, &Root::exponent).exponent();
    Parts outside = form.parts;
    Parts inside;
    for (auto it = list.rbegin(); it != list.rend(); ++it) {
      Part& root = it->parts[it->place];
      root.by = root.by - lowest;
      if (root.by.is_zero()) it->parts.erase(it->parts.begin() + static_cast<std::ptrdiff_t>(it->place));
      inside.push_back({graph_.product(it->parts), form.parts[it->term].by * it->by});
      outside.erase(outside.begin() + static_cast<std::ptrdiff_t>(it->term));
    }
    outside.push_back({graph_.product(std::array{Part{base, lowest}, Part{graph_.sum(inside), 1}}), 1});
    equal(n, graph_.sum(outside));
  }

  EGraph& graph_;
  ArithmeticMemo& memo_;
  const SaturationLimits& limits_;
};

}  // namespace

void apply_arithmetic(EGraph& graph, ArithmeticMemo& memo, const SaturationLimits& limits) {
  Arithmetic(graph, memo, limits).run();
}

}  // namespace adage
