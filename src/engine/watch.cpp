// SPDX-License-Identifier: BSL-1.0
// One look at the tape, and threaded code of a short one; who makes its schedule.
#include "engine/watch.hpp"

#include <utility>

#include "engine/choice.hpp"
#include "lower/escape.hpp"

namespace adage {

void Watch::look(const Tape& tape, bool extended, Numbers numbers) {
  std::call_once(known_, [&] {
    if (extended) {
      const Escape found = escape(tape, exponents_of(numbers != Numbers::doubles, numbers != Numbers::floats));
      needed_ = found.shows;
      if (found.hides()) showing_ = showing(tape, found);
    }
    const Tape& runs = showing_ ? *showing_ : tape;
    is_long_ = runs.instructions.size() >= choice::kFewestScheduled;
    const bool threads = !is_long_ && runs.registers() <= Threaded<double>::kMostRegisters;
    if (threads && numbers == Numbers::floats) threaded_.emplace<Threaded<float>>(runs, needed_);
    if (threads && numbers != Numbers::floats) threaded_.emplace<Threaded<double>>(runs, needed_);
    tape_.store(&runs, std::memory_order_release);
  });
}

const Schedule* Watch::schedule_of_long() const {
  if (const auto known = schedule_.load(std::memory_order_acquire); known != nullptr) return known;
  // The thread that reaches the number makes it; others need not wait.
  if (rows_.fetch_add(1, std::memory_order_relaxed) + 1 != choice::kRowsToSchedule) return nullptr;
  Schedule made = adage::schedule(tape());
  if (made.empty()) return nullptr;
  scheduled_ = std::make_unique<const Schedule>(std::move(made));
  schedule_.store(scheduled_.get(), std::memory_order_release);
  return scheduled_.get();
}

}  // namespace adage
