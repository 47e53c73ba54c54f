// SPDX-License-Identifier: BSL-1.0
// Programs that draw what adage describes, and what to say where they are missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adage::cli {

/// A program and the Debian package that has it.
struct Draughtsman {
  std::string_view program;
  std::string_view package;
  std::string_view instead;  ///< what needs no program
};
inline constexpr Draughtsman kGnuplot{"gnuplot", "gnuplot-nox", "-o file.gp writes the script instead"};
inline constexpr Draughtsman kDot{"dot", "graphviz", "-o file.dot writes the description instead"};

/// What the program writes to its standard output. Throws Error with what it complains of, or how to install it.
std::string drawn_by(const Draughtsman& who, const std::vector<std::string>& arguments, std::string_view input);

}  // namespace adage::cli
