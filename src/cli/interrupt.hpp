// SPDX-License-Identifier: BSL-1.0
// Ctrl-C as a wish that long work asks for now and then, so that what was found so far is not lost.
#pragma once

namespace adage::cli {

/// While one lives, Ctrl-C ends nothing but is remembered; a second one ends the program. The same goes for SIGTERM and
/// for a terminal that closes. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  static bool wanted();
};

}  // namespace adage::cli
