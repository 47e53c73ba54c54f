// SPDX-License-Identifier: BSL-1.0
// State that holds while a statement is executed, whichever way its execution ends.
#pragma once

namespace adage {

/// The value of `slot` for the length of a scope.
template <class T>
class Temporarily {
 public:
  Temporarily(T& slot, T value) : slot_(slot), before_(slot) { slot = value; }
  ~Temporarily() { slot_ = before_; }
  Temporarily(const Temporarily&) = delete;
  Temporarily& operator=(const Temporarily&) = delete;

 private:
  T& slot_;
  T before_;
};

}  // namespace adage
