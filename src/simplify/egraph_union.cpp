// SPDX-License-Identifier: BSL-1.0
// Union, multiples and rebuilding. A form that is out of date is not changed: its new form is interned beside it and
// united with it, which keeps every step a plain insertion.
#include <algorithm>

#include "simplify/egraph.hpp"

namespace adage {

bool EGraph::unite(ClassId a, ClassId b) {
  a = find(a);
  b = find(b);
  if (a == b) return false;
  if (b < a) std::swap(a, b);
  const Part of_a = resolve(a), of_b = resolve(b);
  if (of_a.of == of_b.of && !(of_a.by == of_b.by)) {
    // c·K = d·K says that K is zero, which is left alone; of two numbers it is nonsense.
    contradiction_ = contradiction_ || of_a.of == one();
    return false;
  }
  ++unions_;
  touch_users(a);
  touch_users(b);
  parent_[b] = a;
  Class& into = classes_[a];
  Class& from = classes_[b];
  into.nodes.insert(into.nodes.end(), from.nodes.begin(), from.nodes.end());
  std::ranges::sort(into.nodes);
  into.users.insert(into.users.end(), from.users.begin(), from.users.end());
  into.multiples.insert(into.multiples.end(), from.multiples.begin(), from.multiples.end());
  into.ops |= from.ops;
  from.nodes.clear();
  from.users.clear();
  learn(a, Facts(from.facts));
  relate(a, b, of_a, of_b);
  return true;
}

/// What a class is a multiple of is always the oldest, so that it never changes back and forth.
void EGraph::relate(ClassId a, ClassId b, const Part& of_a, const Part& of_b) {
  Class& both = classes_[a];
  both.multiple.reset();
  const bool a_first = of_b.by.is_zero() == of_a.by.is_zero() ? of_a.of <= of_b.of : of_a.by.is_zero();
  const Part& older = a_first ? of_a : of_b;
  const Part& younger = a_first ? of_b : of_a;
  if (older.of != a && older.of != b) set_multiple(a, older);
  if (younger.by.is_zero() || older.of == younger.of || younger.of == a || younger.of == b) return;
  unite(younger.of, sum(std::array{Part{older.of, older.by / younger.by}}));
}

void EGraph::set_multiple(ClassId c, const Part& multiple) {
  classes_[c].multiple = multiple;
  // Everything is a multiple of the number one that is a number, and of interest to nobody.
  if (find(multiple.of) != one() && !multiple.by.is_zero()) classes_[find(multiple.of)].multiples.push_back(c);
}

std::span<const Part> EGraph::guises(ClassId c) const {
  c = find(c);
  const Class& cls = classes_[c];
  const std::pair now(unions_, cls.multiples.size());
  if (cls.guises_as_of == now) return cls.guises;
  cls.guises_as_of = now;
  cls.guises.assign(1, {c, 1});
  for (const ClassId stored : cls.multiples) {
    const ClassId other = find(stored);
    const Part part = resolve(other);
    const bool valid = other != c && part.of == c && !part.by.is_zero();
    const bool known = std::ranges::find(cls.guises, other, &Part::of) != cls.guises.end();
    const bool has_forms = std::ranges::any_of(classes_[other].nodes, [&](NodeId n) {
      return nodes_[n].form.op != Op::add || nodes_[n].form.parts.size() > 1;
    });
    if (valid && !known && has_forms) cls.guises.push_back({other, Rational(1) / part.by});
  }
  return cls.guises;
}

std::bitset<256> EGraph::operations(ClassId c) const {
  std::bitset<256> result;
  for (const Part& guise : guises(c)) result |= classes_[guise.of].ops;
  return result;
}

void EGraph::write_multiples() {
  const std::size_t count = classes_.size();
  for (ClassId c = 0; c != count; ++c) {
    if (find(c) != c) continue;
    const Parts all(guises(c).begin(), guises(c).end());
    for (const Part& guise : all) {
      if (guise.of == c) continue;
      classes_[c].nodes.push_back(static_cast<NodeId>(nodes_.size()));
      nodes_.push_back({{Op::add, kNone, {guise}}, c});
    }
  }
}

void EGraph::touch_users(ClassId c) {
  classes_[c].changed = version();
  for (const NodeId n : classes_[c].users) {
    if (nodes_[n].dirty || !nodes_[n].alive) continue;
    nodes_[n].dirty = true;
    dirty_.push_back(n);
  }
}

void EGraph::rebuild() {
  while (!dirty_.empty()) {
    std::vector<NodeId> batch;
    batch.swap(dirty_);
    std::ranges::sort(batch);
    for (const NodeId n : batch) {
      nodes_[n].dirty = false;
      if (nodes_[n].alive) refresh(n);
    }
  }
}

void EGraph::refresh(NodeId n) {
  const ENode form = nodes_[n].form;
  const Canonical now = canonical(form);
  const bool same = !now.single && now.coefficient.is_one() && now.form == form;
  if (!same) {
    // Another node has taken its place.
    const auto known = index_.find(form);
    if (known != index_.end() && known->second == n) index_.erase(known);
    nodes_[n].alive = false;
    --live_;
    std::erase(classes_[class_of(n)].nodes, n);
    unite(class_of(n), insert(now));
    return;
  }
  const ClassId c = class_of(n);
  learn(c, compute(form));
  const Facts& facts = classes_[c].facts;
  if (facts.boolean && facts.total && !form.parts.empty()) {
    if (facts.range.surely_true()) unite(c, intern({Op::constant_true, kNone, {}}));
    if (facts.range.surely_false()) unite(c, intern({Op::constant_false, kNone, {}}));
  }
}

}  // namespace adage
