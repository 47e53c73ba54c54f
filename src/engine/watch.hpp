// SPDX-License-Identifier: BSL-1.0
// What of a tape runs on one kind of numbers, found out when it is first needed: where a division may hide an overflow
// it says so, a short one becomes threaded code, and a long one that is run often gets a schedule.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

#include "jit/jit.hpp"
#include "lower/schedule.hpp"
#include "lower/tape.hpp"
#include "run/threaded.hpp"

namespace adage {

/// Safe for concurrent calls, all of them with the same arguments.
class Watch {
 public:
  /// This, once it knows. `extended`: rows that are not finite may be computed again.
  const Watch& of(const Tape& tape, bool extended, Numbers numbers) {
    if (tape_.load(std::memory_order_acquire) == nullptr) look(tape, extended, numbers);
    return *this;
  }

  /// Is a closer look at rows that are not finite of any use?
  bool needed() const { return needed_; }
  const Tape& tape() const { return *tape_.load(std::memory_order_acquire); }

  /// How the next row of `tape` is interpreted: by what is not null, or as it is. Threaded code is of the numbers that
  /// the tape is run on.
  template <class T>
  const Threaded<T>* threaded() const {
    return std::get_if<Threaded<T>>(&threaded_);
  }
  const Schedule* schedule() const { return is_long_ ? schedule_of_long() : nullptr; }

 private:
  void look(const Tape& tape, bool extended, Numbers numbers);
  const Schedule* schedule_of_long() const;

  std::once_flag known_;
  bool needed_ = false;
  bool is_long_ = false;
  std::optional<Tape> showing_;
  std::variant<std::monostate, Threaded<double>, Threaded<float>> threaded_;
  std::atomic<const Tape*> tape_{nullptr};
  mutable std::atomic<std::uint64_t> rows_{0};  // interpreted, of a tape that may get a schedule
  mutable std::unique_ptr<const Schedule> scheduled_;
  mutable std::atomic<const Schedule*> schedule_{nullptr};
};

}  // namespace adage
