// SPDX-License-Identifier: BSL-1.0
// The handler sets a flag and takes itself away.
#include "cli/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace adage::cli {
namespace {

std::atomic<bool> asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

/// What a person or the system sends to end a program.
struct Signal {
  int number;
  struct sigaction before;
};
Signal signals[] = {{SIGINT, {}}, {SIGTERM, {}}, {SIGHUP, {}}};

void on_interrupt(int) { asked = true; }

}  // namespace

Interrupt::Interrupt() {
  asked = false;
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (Signal& signal : signals) sigaction(signal.number, &action, &signal.before);
}

Interrupt::~Interrupt() {
  for (const Signal& signal : signals) sigaction(signal.number, &signal.before, nullptr);
}

bool Interrupt::wanted() { return asked; }

}  // namespace adage::cli
