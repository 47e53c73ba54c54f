// SPDX-License-Identifier: BSL-1.0
// A window at a time: instructions get a shape, which is their operation and the shapes of what the window makes of
// their arguments. Those of one shape are one group; groups run in the order of their depth.
#include "lower/schedule.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

namespace adage {
namespace {

/// What a window makes should stay in the second-level cache until it is used.
constexpr std::uint32_t kWindow = 1U << 15;
/// Fewer are run one by one.
constexpr std::size_t kFewestLanes = 8;
/// One in so many instructions must run in a batch.
constexpr std::size_t kLeastShare = 4;
/// Of instructions and registers, so that any distance between two registers is a signed number.
constexpr std::size_t kMost = std::size_t{1} << 29;
constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

void append(LargeVector<Stretch>& stretches, std::uint32_t number) {
  if (!stretches.empty() && stretches.back().first + stretches.back().count == number) {
    ++stretches.back().count;
  } else {
    stretches.push_back({number, 1});
  }
}

class Scheduler {
 public:
  explicit Scheduler(const Tape& tape)
      : tape_(tape),
        uses_(tape.instructions.size()),
        holder_(tape.registers(), kNowhere),
        holds_(tape.registers()),
        kept_(tape.first_result() + kWindow) {
    for (Register r = 0; r != tape.first_result(); ++r) holds_[r] = r;
  }

  Schedule run() {
    find_uses();
    std::ranges::fill(holder_, kNowhere);
    const auto size = static_cast<std::uint32_t>(tape_.instructions.size());
    for (begin_ = 0; begin_ < size; begin_ += kWindow) {
      parts_.resize(std::min(size - begin_, kWindow));
      find_groups();
      sort();
      emit();
      find_what_lasts();
    }
    if (schedule_.lanes < size / kLeastShare) return {};
    for (const std::uint32_t input : tape_.loads) append(schedule_.loads, input);
    for (const Register output : tape_.outputs) append(schedule_.outputs, holds_[output]);
    schedule_.registers = kept_;
    return std::move(schedule_);
  }

 private:
  /// Who reads a result.
  struct Use {
    bool within : 1 = false;  ///< the window that makes it
    bool beyond : 1 = false;  ///< a later one
    bool output : 1 = false;  ///< the caller

    bool lasts() const { return beyond || output; }
    std::uint32_t key() const { return within + 2U * beyond + 4U * output; }
  };
  /// One instruction of the window.
  struct Part {
    std::array<std::uint32_t, kMaxArity> makers{};  ///< which part makes each argument, or `kNowhere`
    std::array<Register, kMaxArity> found{};        ///< in that case where it is
    std::uint32_t group = 0;
    Register place = 0;  ///< of the result
  };
  /// An operation, who reads the result, and the groups of those who make the arguments; or their operations, where
  /// nothing in the window waits for the result, so that the group may run last.
  using Shape = std::array<std::uint32_t, kMaxArity + 2>;
  struct Group {
    std::uint32_t depth = 0;
    std::uint32_t size = 0;
    std::uint32_t end = 0;  ///< of its parts among the sorted ones, so far
  };

  const Instruction& step(std::uint32_t part) const { return tape_.instructions[begin_ + part]; }
  Use use(std::uint32_t part) const { return uses_[begin_ + part]; }

  void find_uses() {
    const LargeVector<Instruction>& steps = tape_.instructions;
    for (std::uint32_t i = 0; i != steps.size(); ++i) {
      for (std::size_t k = 0; k != steps[i].count; ++k) {
        const std::uint32_t maker = holder_[steps[i].args[k]];
        if (maker == kNowhere) continue;
        if (maker / kWindow == i / kWindow) {
          uses_[maker].within = true;
        } else {
          uses_[maker].beyond = true;
        }
      }
      holder_[steps[i].out] = i;
      uses_[i].output = tape_.is_result(steps[i].out);
    }
  }

  void find_groups() {
    groups_.clear();
    by_shape_.clear();
    for (std::uint32_t i = 0; i != parts_.size(); ++i) {
      const Instruction& s = step(i);
      Part& part = parts_[i];
      const bool last = !use(i).within;
      Shape shape{static_cast<std::uint32_t>(s.op), use(i).key(), kNowhere, kNowhere, kNowhere};
      std::uint32_t depth = last ? kNowhere : 0;
      for (std::size_t k = 0; k != s.count; ++k) {
        const std::uint32_t holder = holder_[s.args[k]];
        const bool inside = holder != kNowhere && holder >= begin_;
        part.makers[k] = inside ? holder - begin_ : kNowhere;
        part.found[k] = holds_[s.args[k]];
        if (!inside) continue;
        const std::uint32_t group = parts_[part.makers[k]].group;
        shape[k + 2] = last ? static_cast<std::uint32_t>(step(part.makers[k]).op) : group;
        if (!last) depth = std::max(depth, groups_[group].depth + 1);
      }
      const auto [place, is_new] = by_shape_.try_emplace(shape, static_cast<std::uint32_t>(groups_.size()));
      if (is_new) groups_.push_back({depth});
      part.group = place->second;
      ++groups_[part.group].size;
      holder_[s.out] = begin_ + i;
    }
  }

  /// Groups by depth, parts by group; outputs in the caller's order, and others in the tape's.
  void sort() {
    order_.resize(groups_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::stable_sort(order_, {}, [&](std::uint32_t g) { return groups_[g].depth; });
    std::uint32_t begin = 0;
    for (const std::uint32_t g : order_) {
      groups_[g].end = begin;
      begin += groups_[g].size;
    }
    sorted_.resize(parts_.size());
    for (std::uint32_t i = 0; i != parts_.size(); ++i) sorted_[groups_[parts_[i].group].end++] = i;
    const auto place = [&](std::uint32_t part) { return step(part).out; };
    for (const Group& group : groups_) {
      const auto members = std::span(sorted_).subspan(group.end - group.size, group.size);
      if (use(members[0]).output && !std::ranges::is_sorted(members, {}, place)) std::ranges::sort(members, {}, place);
    }
  }

  void emit() {
    own_ = tape_.first_result();
    for (const std::uint32_t g : order_) {
      const Group& group = groups_[g];
      emit(std::span(sorted_).subspan(group.end - group.size, group.size));
    }
  }

  /// Lanes whose arguments are evenly spaced need no list. They may be so only once they are sorted by their arguments,
  /// which outputs are not, as they would have to be copied one by one. The others of the group share a list.
  void emit(std::span<const std::uint32_t> group) {
    rest_.clear();
    emit_evenly_spaced(group);
    if (rest_.size() >= kFewestLanes && !use(rest_.front()).output) {
      const auto arguments = [&](std::uint32_t part) {
        std::array<Register, kMaxArity> found{};
        for (std::size_t k = 0; k != step(part).count; ++k) found[k] = argument(part, k);
        return found;
      };
      std::ranges::sort(rest_, {}, arguments);
      const std::vector<std::uint32_t> again = std::exchange(rest_, {});
      emit_evenly_spaced(again);
    }
    if (rest_.size() >= kFewestLanes) return emit_batch(rest_);
    for (const std::uint32_t part : rest_) emit_single(part);
  }
  /// What is not goes into `rest_`.
  void emit_evenly_spaced(std::span<const std::uint32_t> group) {
    while (!group.empty()) {
      const std::size_t even = evenly_spaced(group);
      if (even >= kFewestLanes) {
        emit_batch(group.first(even));
        group = group.subspan(even);
      } else {
        rest_.push_back(group.front());
        group = group.subspan(1);
      }
    }
  }

  Register argument(std::uint32_t part, std::size_t k) const {
    const std::uint32_t maker = parts_[part].makers[k];
    return maker == kNowhere ? parts_[part].found[k] : parts_[maker].place;
  }
  /// From one lane to the next; modulo 2^32, as registers are.
  Register distance(std::span<const std::uint32_t> lanes, std::size_t i, std::size_t k) const {
    return argument(lanes[i + 1], k) - argument(lanes[i], k);
  }

  /// The length of the beginning of which each argument is evenly spaced; in time proportional to it.
  std::size_t evenly_spaced(std::span<const std::uint32_t> lanes) const {
    const std::size_t count = step(lanes[0]).count;
    std::size_t i = 0;
    const auto goes_on = [&] {
      std::size_t k = 0;
      while (k != count && distance(lanes, i, k) == distance(lanes, 0, k)) ++k;
      return k == count;
    };
    while (i + 1 < lanes.size() && goes_on()) ++i;
    return i + 1;
  }
  bool evenly_spaced(std::span<const std::uint32_t> lanes, std::size_t k) const {
    std::size_t i = 1;
    while (i + 1 < lanes.size() && distance(lanes, i, k) == distance(lanes, 0, k)) ++i;
    return i + 1 >= lanes.size();
  }

  Register take(std::uint32_t part, std::size_t lanes) {
    Register& next = use(part).lasts() ? kept_ : own_;
    return std::exchange(next, next + static_cast<Register>(lanes));
  }

  void emit_batch(std::span<const std::uint32_t> lanes) {
    const Instruction& first = step(lanes[0]);
    Batch batch{first.op,
                first.count,
                static_cast<std::uint32_t>(lanes.size()),
                take(lanes[0], lanes.size()),
                {},
                schedule_.singles.size()};
    for (std::size_t k = 0; k != first.count; ++k) batch.args[k] = source(lanes, k);
    for (std::size_t i = 0; i != lanes.size(); ++i) parts_[lanes[i]].place = batch.out + static_cast<Register>(i);
    schedule_.batches.push_back(batch);
    schedule_.lanes += lanes.size();
  }

  Source source(std::span<const std::uint32_t> lanes, std::size_t k) {
    if (evenly_spaced(lanes, k)) return {argument(lanes[0], k), static_cast<std::int32_t>(distance(lanes, 0, k))};
    const auto at = static_cast<Register>(schedule_.listed.size());
    for (const std::uint32_t part : lanes) schedule_.listed.push_back(argument(part, k));
    return {at, Source::kListed};
  }

  void emit_single(std::uint32_t part) {
    Instruction single = step(part);
    single.out = parts_[part].place = take(part, 1);
    single.args.fill(single.count == 0 ? single.out : argument(part, 0));
    for (std::size_t k = 1; k < single.count; ++k) single.args[k] = argument(part, k);
    schedule_.singles.push_back(single);
  }

  void find_what_lasts() {
    for (std::uint32_t i = 0; i != parts_.size(); ++i) {
      if (use(i).lasts()) holds_[step(i).out] = parts_[i].place;
    }
  }

  const Tape& tape_;
  std::vector<Use> uses_;              // by instruction
  LargeVector<std::uint32_t> holder_;  // by register: the last instruction so far that writes it
  LargeVector<Register> holds_;        // by register: where its value is found, if it lasts
  std::uint32_t begin_ = 0;            // of the window
  std::vector<Part> parts_;
  std::vector<Group> groups_;
  boost::unordered_flat_map<Shape, std::uint32_t, boost::hash<Shape>> by_shape_;
  std::vector<std::uint32_t> order_, sorted_, rest_;
  Register own_ = 0, kept_;  // the next register for what the window keeps, and for what lasts
  Schedule schedule_;
};

}  // namespace

Schedule schedule(const Tape& tape) {
  if (tape.instructions.size() > kMost || tape.registers() > kMost) return {};
  return Scheduler(tape).run();
}

}  // namespace adage
