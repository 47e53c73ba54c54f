// SPDX-License-Identifier: BSL-1.0
// A compiled function run over the columns of files into new files.
#pragma once

#include <adage/function.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "cli/columns.hpp"
#include "cli/output.hpp"
#include "data/writer.hpp"

namespace adage::cli {

/// A file in the making, and which outputs of the function are its columns.
struct MappedFile {
  std::unique_ptr<TableWriter> writer;
  std::vector<std::size_t> outputs;
};

struct Mapping {
  Columns& columns;               ///< the first inputs of the function, in order
  std::vector<double> constants;  ///< its other inputs
  Function function;              ///< for one thread
  std::vector<MappedFile> files;
  unsigned threads = 0;  ///< 0: one for each core
};

/// Thrown on Ctrl-C.
struct Interrupted {};

/// Computes in float, or in double; how many rows there were. No file is at its place before all are whole. Throws
/// DataError, Interrupted.
std::uint64_t run_mapping(const Mapping& mapping, bool in_float, Progress& progress);

}  // namespace adage::cli
