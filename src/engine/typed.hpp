// SPDX-License-Identifier: BSL-1.0
// A formula as it was given, before it was simplified for running: where that leaves the numbers on the way, and not
// even larger exponents tell what comes out, this may stay among them.
#pragma once

#include <memory>
#include <mutex>

#include "lower/lower.hpp"

namespace adage {

/// Safe for concurrent calls.
class Typed {
 public:
  explicit Typed(std::unique_ptr<const Runnable> formulas) : formulas_(std::move(formulas)) {}

  bool exists() const { return formulas_ != nullptr; }
  /// One row, in doubles. The tape is made by the first call.
  template <class T>
  void run(const T* in, T* out) const;

 private:
  std::unique_ptr<const Runnable> formulas_;
  mutable std::once_flag made_;
  mutable Tape tape_;
};

}  // namespace adage
