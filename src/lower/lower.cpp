// SPDX-License-Identifier: BSL-1.0
// The pipeline of lowering: check, simplify, apply the lowering identities, fuse, expand, compensate, assemble, in one
// arena of its own. What is to run as it was written skips all that chooses.
#include "lower/lower.hpp"

#include <adage/error.hpp>
#include <utility>

#include "base/in_backticks.hpp"
#include "graph/rebuild.hpp"
#include "lower/assemble.hpp"
#include "lower/compensate.hpp"
#include "lower/expand.hpp"
#include "lower/series.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

/// `inputs` must be variables, each given once, and all variables among `nodes`, which hold the inputs as well.
void check_inputs(const Arena& arena, const Slice& nodes, std::span<const Id> inputs) {
  SliceTable<std::uint8_t> given(nodes);
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    if (arena.op(inputs[k]) != Op::variable) throw Error("input " + std::to_string(k + 1) + " is not a variable");
    if (std::exchange(given[inputs[k]], 1) != 0)
      throw Error("the input " + in_backticks(arena.name(inputs[k])) + " is given twice");
  }
  std::string missing;
  std::size_t count = 0;
  constexpr std::size_t most_named = 5;
  for (const Id id : nodes) {
    if (arena.op(id) != Op::variable || given.at(id) != 0) continue;
    if (++count <= most_named) missing += (count == 1 ? "" : ", ") + in_backticks(arena.name(id));
  }
  if (count == 0) return;
  if (count > most_named) missing += " and " + std::to_string(count - most_named) + " more";
  throw Error((count == 1 ? "the variable " : "the variables ") + missing + (count == 1 ? " is" : " are") +
              " not among the inputs");
}

/// The formulas on their way: the inputs behind the outputs, so that each stage tells their new ids.
class Form {
 public:
  Form(const Arena& given, std::vector<Id> all)
      : arena_(&given), roots_(std::move(all)), nodes_(slice(given, roots_)) {}

  const Arena& arena() const { return *arena_; }
  const std::vector<Id>& roots() const { return roots_; }
  const Slice& nodes() const { return nodes_; }  ///< below the roots
  void trim() {
    if (own_ != nullptr) own_->trim();
  }
  std::unique_ptr<Arena> release() { return make_own(), std::move(own_); }

  /// Leaves them to `stage(arena, nodes, roots)`, which makes nodes under `identities` and gives the new roots.
  template <class Stage>
  void run(const Identities* identities, Stage stage) {
    make_own();
    own_->set_identities(identities);
    roots_ = stage(*own_, nodes_, roots_);
    nodes_ = slice(*own_, roots_);
  }

  /// As `identities` would have made them.
  void apply(const Identities& identities) {
    const Identities& further = identities.beyond(arena_->identities());
    const auto may_match = [&](Id id) { return further.candidate(*arena_, arena_->op(id), arena_->args(id)); };
    if (std::ranges::none_of(nodes_, may_match)) return;
    run(&identities, [&](Arena& arena, const Slice& nodes, std::span<const Id> roots) {
      // Where nothing below a node has changed, most identities have had their chance as it was made.
      return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const auto&) {
        const bool same = std::ranges::equal(arena.args(id), args);
        return same && !further.candidate(arena, arena.op(id), args) ? id : arena.make(arena.op(id), args);
      });
    });
  }

 private:
  /// Most of an arena is copied as it lies, little of one node by node.
  void make_own() {
    if (own_ != nullptr) return;
    if (nodes_.size() >= arena_->size() / 2) {
      own_ = arena_->clone();
    } else {
      own_ = std::make_unique<Arena>(arena_->identities(), *arena_);
      roots_ = copy(*arena_, nodes_, roots_, *own_);
      nodes_ = slice(*own_, roots_);
    }
    arena_ = own_.get();
  }

  const Arena* arena_;  ///< where they are
  std::vector<Id> roots_;
  Slice nodes_;
  std::unique_ptr<Arena> own_;  ///< null while they are where they were found
};

/// What is to run, still in `arena` itself where there was nothing to do; and the formulas as they were before
/// simplification, in the same arena, if they were simplified.
std::pair<Form, std::vector<Id>> lowered(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                                         const LowerOptions& options) {
  if (outputs.empty()) throw Error("there is no output to compute");
  std::vector<Id> roots(outputs.begin(), outputs.end());
  roots.insert(roots.end(), inputs.begin(), inputs.end());
  Form form(arena, std::move(roots));
  check_inputs(arena, form.nodes(), inputs);
  const auto expand_by = [](Powers powers) {
    return
        [powers](Arena& own, const Slice& nodes, std::span<const Id> now) { return expand(own, nodes, now, powers); };
  };
  std::vector<Id> typed;
  if (options.as_written) {
    form.run(nullptr, expand_by(Powers::kept));
    return {std::move(form), typed};
  }
  // A formula typed naively and one that calls things by name become the same program. Large graphs are taken
  // as they are: there the time would be felt, and their makers have simplified what they cared about.
  constexpr std::size_t most_simplified = 2'000;
  if (options.simplify && form.nodes().size() <= most_simplified) {
    form.apply(local_identities());
    form.run(&local_identities(), [&](Arena& own, const Slice&, std::span<const Id> now) {
      typed.assign(now.begin(), now.end());
      return simplify(own, now, {.keep_sums = true});
    });
  }
  form.apply(lowering_identities());
  if (options.fused) form.apply(fusing_identities());
  if (needs_expansion(form.arena(), form.nodes()))
    form.run(nullptr, expand_by(options.meeting ? Powers::meeting : Powers::cheap));
  if (options.fused) {
    if (const Series series = find_series(form.arena(), form.nodes(), form.roots()); !series.empty()) {
      form.run(nullptr, [&](Arena& own, const Slice& nodes, std::span<const Id> now) {
        return with_series(own, nodes, now, series);
      });
    }
    if (needs_compensation(form.arena(), form.nodes())) form.run(nullptr, compensate);
  }
  return {std::move(form), typed};
}

Runnable split(std::unique_ptr<Arena> arena, std::span<const Id> roots, std::size_t outputs) {
  const auto middle = roots.begin() + static_cast<std::ptrdiff_t>(outputs);
  return {std::move(arena), {roots.begin(), middle}, {middle, roots.end()}};
}

}  // namespace

Runnable runnable(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                  const LowerOptions& options) {
  Form form = lowered(arena, outputs, inputs, options).first;
  auto own = form.release();
  return split(std::move(own), form.roots(), outputs.size());
}

Lowered lower_and_keep(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                       const LowerOptions& options) {
  auto [form, typed] = lowered(arena, outputs, inputs, options);
  form.trim();
  const std::span<const Id> roots(form.roots());
  Lowered result{assemble(form.arena(), form.nodes(), roots.first(outputs.size()), roots.subspan(outputs.size())),
                 nullptr};
  if (!typed.empty()) result.typed = std::make_unique<const Runnable>(split(form.release(), typed, outputs.size()));
  return result;
}

Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs, const LowerOptions& options) {
  return lower_and_keep(arena, outputs, inputs, options).tape;
}

}  // namespace adage
