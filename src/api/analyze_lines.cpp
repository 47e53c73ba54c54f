// SPDX-License-Identifier: BSL-1.0
// A card as a list of lines, each with a short text for tables and a sentence for people. No sentence says more than
// its figure carries.
#include <fmt/format.h>

#include <adage/analyze.hpp>
#include <algorithm>
#include <cmath>

#include "api/card_text.hpp"

namespace adage {
namespace {

using namespace card_text;

class Writer {
 public:
  explicit Writer(const Card& card) : card_(card) {}

  std::vector<CardLine> run() {
    if (card_.inputs.empty()) {
      range();
      shape();
      gradient();
      signal();
      cost();
    } else {
      box();
    }
    for (const std::string& note : card_.notes) add("note", "note", note);
    return std::move(lines_);
  }

 private:
  void add(std::string key, std::string label, std::string text, std::string meaning = "") {
    lines_.push_back({std::move(key), std::move(label), std::move(text), std::nullopt, std::move(meaning)});
  }
  void add(std::string key, std::string label, const Figure& figure, std::string meaning = "") {
    lines_.push_back({std::move(key), std::move(label), shortly(figure), figure, std::move(meaning)});
  }

  void range() {
    const Card::Extreme& lo = card_.infimum;
    const Card::Extreme& hi = card_.supremum;
    const bool known = lo.value.known() && hi.value.known();
    std::string meaning;
    if (known) {
      const bool below = lo.value.infinite(), above = hi.value.infinite();
      meaning = !below && !above ? "Bounded."
                : below && above ? "Unbounded."
                : below          ? "Bounded above only."
                                 : "Bounded below only.";
    }
    if (card_.defined == Answer::no)
      meaning += meaning.empty() ? "Not defined everywhere." : " Not defined everywhere.";
    // Brackets would claim what is not known.
    const bool sure = lo.attained != Answer::unknown && hi.attained != Answer::unknown;
    add("range", "range",
        known && !sure ? fmt::format("{} to {}", shortly(lo.value), shortly(hi.value))
        : known        ? interval(lo.value, hi.value, lo.attained == Answer::yes, hi.attained == Answer::yes)
                       : "undecided",
        meaning);
    add("infimum", "least value", lo.value, places(card_, lo));
    add("supremum", "largest value", hi.value, places(card_, hi));
    end("left", "towards -inf", card_.left);
    end("right", "towards inf", card_.right);
    add("symmetry", "symmetry",
        card_.odd == Answer::yes && card_.even == Answer::yes ? "odd and even"
        : card_.odd == Answer::yes                            ? "odd"
        : card_.even == Answer::yes                           ? "even"
        : card_.odd == Answer::no && card_.even == Answer::no ? "neither odd nor even"
                                                              : "undecided");
    std::vector<std::string> zeros;
    for (const Figure& zero : card_.zeros) zeros.push_back(shortly(zero));
    const bool flat = !card_.sparse.intervals.empty();
    if (flat) zeros.push_back("all of " + set_text(card_.sparse));
    const std::string more = card_.zeros_complete ? "" : ", perhaps more";
    add("zeros", "zeros",
        zeros.empty() ? (card_.zeros_complete ? "none" : "none found, perhaps some") : joined(zeros) + more);
  }

  void end(std::string key, std::string label, const Card::End& e) {
    if (e.defined == Answer::no) return add(std::move(key), std::move(label), "no value there");
    std::string meaning;
    if (e.slope.known() && !e.slope.infinite() && e.offset.known() && !e.offset.infinite()) {
      const std::string x = card_.variable;
      const bool level = e.slope.lo == 0 && e.slope.hi == 0;
      meaning =
          level ? fmt::format("Asymptote {}.", shortly(e.offset))
                : fmt::format("Asymptote {}{}{}.", e.slope.lo == 1 && e.slope.hi == 1 ? "" : shortly(e.slope) + "*", x,
                              e.offset.lo == 0 && e.offset.hi == 0
                                  ? ""
                                  : fmt::format(" {} {}", e.offset.lo < 0 ? "-" : "+", shortly(negated_if(e.offset))));
    } else if (e.limit.infinite() && e.slope.known()) {
      meaning = e.slope.infinite()                   ? "Grows faster than any line."
                : e.slope.hi == 0 && e.slope.lo == 0 ? "Grows ever more slowly."
                                                     : "";
    }
    add(std::move(key), std::move(label), e.limit, meaning);
  }

  static Figure negated_if(const Figure& f) {
    if (f.lo >= 0) return f;
    Figure result = f;
    result.lo = -f.hi;
    result.hi = -f.lo;
    result.kind = Figure::Kind::certified;
    result.exact.clear();
    return result;
  }

  void shape() {
    add("sign", "sign", stretches_text(card_.signs));
    add("monotone", "monotone", stretches_text(card_.monotone));
    add("convex", "curvature", stretches_text(card_.convex));
    const bool whole = card_.smoothness == Card::kUnknownSmoothness;
    add("smoothness", "smoothness", smoothness_text(card_.smoothness),
        whole                  ? ""
        : card_.joints.empty() ? "All derivatives exist."
                               : "");
    std::size_t shown = 0;
    for (const Card::Joint& joint : card_.joints) {
      if (++shown > kShown) break;
      add("joint", "joint", joint_text(joint), joint_meaning(joint));
    }
    if (card_.joints.size() > kShown) add("joint", "joint", fmt::format("… ({} in all)", card_.joints.size()));
    if (!card_.joints_complete) add("joints", "joints", "perhaps more");
  }

  std::string joint_text(const Card::Joint& j) const {
    constexpr std::string_view kinds[] = {"perhaps a kink", "kink", "jump", "joint"};
    if (!j.at) return fmt::format("perhaps where {} = 0", j.condition);
    std::string text = fmt::format("{} at {}", kinds[static_cast<std::size_t>(j.kind)], shortly(*j.at));
    if (j.kind == Card::Joint::Kind::jump)
      text += fmt::format(", {} | {} | {}", shortly(j.left_value), shortly(j.value), shortly(j.right_value));
    text += fmt::format(", slopes {} | {}", shortly(j.left_slope), shortly(j.right_slope));
    if (j.smoothness > 0) text += fmt::format(", {}", smoothness_text(j.smoothness));
    return text;
  }

  std::string joint_meaning(const Card::Joint& j) const {
    std::string text;
    if (j.kind == Card::Joint::Kind::kink && j.left_slope.known() && j.right_slope.known()) {
      const bool ordered = j.left_slope.lo <= j.right_slope.lo;
      text = fmt::format(
          "Subgradients {}; adage gives {}.",
          interval(ordered ? j.left_slope : j.right_slope, ordered ? j.right_slope : j.left_slope, true, true),
          shortly(j.convention));
    }
    std::vector<std::string> others;
    for (const auto& [who, what] : j.frameworks) others.push_back(fmt::format("{} {}", who, what));
    if (!others.empty()) text += (text.empty() ? "" : " ") + ("Elsewhere: " + joined(others)) + ".";
    return text;
  }

  void gradient() {
    const bool jumps = card_.smoothness == -1;
    std::string meaning = places(card_, card_.lipschitz);
    if (jumps) meaning = "Of the slope off the jumps; across one there is no Lipschitz constant.";
    if (!card_.joints_complete) meaning = "Of the slope off the joints, which are not all known.";
    add("lipschitz", "Lipschitz constant", card_.lipschitz.value, meaning);
    add("least_slope", "least |slope|", card_.least_slope.value, places(card_, card_.least_slope));
    std::string saturates;
    if (card_.saturated.complete && card_.saturated.intervals.empty()) saturates = "Does not saturate.";
    const auto& parts = card_.saturated.intervals;
    if (card_.saturated.complete && parts.size() == 2 && parts[0].first.infinite() && parts[1].second.infinite()) {
      const std::string left = shortly(parts[0].second), right = shortly(parts[1].first);
      saturates = left == "-" + right
                      ? fmt::format("Saturates: |f'| < {:g} outside ±{}.", card_.epsilon, right)
                      : fmt::format("Saturates: |f'| < {:g} outside ({}, {}).", card_.epsilon, left, right);
    }
    add("saturation", fmt::format("|slope| < {:g}", card_.epsilon), set_text(card_.saturated), saturates);
    add("saturated_share", "  share of N(0,1)", card_.saturated.share);
    add("dead_share", "dead zone, share", card_.dead.share,
        card_.dead.intervals.empty() ? "" : fmt::format("f' = 0 on {}", set_text(card_.dead)));
    add("sparse_share", "sparsity, share", card_.sparse.share,
        card_.sparse.intervals.empty() ? "" : fmt::format("f = 0 on {}", set_text(card_.sparse)));
  }

  void signal() {
    const Figure& mean = card_.mean;
    std::string centred;
    if (mean.known() && mean.lo == 0 && mean.hi == 0)
      centred = "Zero-centred under N(0,1).";
    else if (mean.known() && (mean.lo > 0 || mean.hi < 0))
      centred = fmt::format("Not zero-centred: mean {} under N(0,1).", to_string(mean, 4));
    add("mean", "E f", mean, centred);
    add("second_moment", "E f²", card_.second_moment);
    add("variance", "Var f", card_.variance);
    add("mean_slope", "E f'", card_.mean_slope);
    add("slope_moment", "E f'²", card_.slope_moment);
    const Figure& chi = card_.chi1;
    add("chi1", "χ₁ = E f'²/E f²", chi,
        !chi.known() ? ""
        : chi.hi < 1 ? "Gradients shrink from layer to layer."
        : chi.lo > 1 ? "Gradients grow from layer to layer."
                     : "");
    add("he_gain", "He gain 1/√E f²", card_.he_gain);
    add("variance_gain", "gain 1/√Var f", card_.variance_gain);
    for (const Card::FixedPoint& point : card_.fixed_points) {
      add("fixed_point", "fixed point",
          fmt::format("mean {}, variance {}", shortly(point.mean), shortly(point.variance)),
          point.stable == Answer::yes  ? "Attracts mean and variance."
          : point.stable == Answer::no ? "Does not attract mean and variance."
                                       : "");
    }
    for (const Card::Vanishing& row : card_.vanishing) {
      const auto shown = [](const Figure& f) { return f.known() ? to_string(f, 4) : std::string("undecided"); };
      const std::string_view way = row.initialisation == "own"  ? "own gain"
                                   : row.initialisation == "he" ? "He's √2"
                                                                : "Xavier's 1";
      add("vanishing_" + row.initialisation, fmt::format("gradient, {}", way),
          row.after10.known() ? fmt::format("{} | {} | {}", shown(row.after10), shown(row.after50), shown(row.after100))
                              : shortly(row.after10),
          row.initialisation == "own" ? "After 10 | 50 | 100 layers with inputs of N(0,1)." : "");
    }
  }

  void cost() {
    add("operations", "operations", std::to_string(card_.operations), "Of f and f' together, as adage runs them.");
    if (card_.both_time.kind == Figure::Kind::measured) {
      add("value_ns", "f, ns an element", card_.value_time);
      add("both_ns", "f and f', ns", card_.both_time);
    }
    if (!card_.backward.empty()) {
      std::vector<std::string> kept;
      for (const std::string& name : card_.keeps)
        kept.push_back(name == card_.variable ? fmt::format("the input {}", name) : fmt::format("the output {}", name));
      add("keeps", "backward keeps", kept.empty() ? "nothing" : joined(kept, " and "),
          fmt::format("f' = {}", card_.backward));
    }
  }

  void box() {
    std::vector<std::string> sides;
    for (const auto& side : card_.box)
      sides.push_back(fmt::format("{} in [{:g}, {:g}]", side.variable, side.first, side.last));
    add("box", "box", joined(sides));
    add("infimum", "least value", card_.infimum.value);
    add("supremum", "largest value", card_.supremum.value);
    for (const auto& [name, figure] : card_.slopes) add("slope_" + name, fmt::format("sup |∂f/∂{}|", name), figure);
    for (const Card::Joint& joint : card_.joints) add("joint", "joint", fmt::format("where {} = 0", joint.condition));
    add("operations", "operations", std::to_string(card_.operations),
        "Of f and its gradient together, as adage runs them.");
  }

  const Card& card_;
  std::vector<CardLine> lines_;
};

}  // namespace

std::vector<CardLine> lines(const Card& card) { return Writer(card).run(); }

}  // namespace adage
