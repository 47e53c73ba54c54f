// SPDX-License-Identifier: BSL-1.0
// Blocks of rows on their way: taken from the files in order, decoded, computed and encoded on all threads, and written
// in order again. The first fault in the order of rows is the one that is told, whatever thread found one first.
#include "cli/mapping.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>

#include "cli/interrupt.hpp"
#include "engine/pipeline.hpp"

namespace adage::cli {
namespace {

/// So many numbers of each column stay in a core's cache.
constexpr std::size_t kRows = 1 << 16;

template <class T>
struct Piece {
  Columns::Rows rows;
  std::vector<std::vector<T>> in, out;
  std::vector<std::string> files;
  std::exception_ptr fault;
  double share = 0;  ///< of the files, up to the end of this piece
};

template <class T>
void compute(const Mapping& mapping, std::span<const T> constants, Piece<T>& piece) {
  mapping.columns.decode(piece.rows, piece.in);
  piece.out.resize(mapping.function.outputs());
  std::vector<Column<const T>> in(piece.in.begin(), piece.in.end());
  std::vector<Column<T>> out;
  for (const T& constant : constants) in.emplace_back(constant);
  for (std::vector<T>& column : piece.out) {
    column.resize(piece.rows.count);
    out.emplace_back(column);
  }
  mapping.function(in, out);
  piece.files.resize(mapping.files.size());
  for (std::size_t i = 0; i != mapping.files.size(); ++i) {
    std::vector<std::span<const T>> columns;
    for (const std::size_t output : mapping.files[i].outputs) columns.emplace_back(piece.out[output]);
    piece.files[i].clear();
    mapping.files[i].writer->encode(columns, piece.files[i]);
  }
}

/// `[########............] 41 %, 312 million rows/s, 8 s left`, now and then.
class Meter {
 public:
  explicit Meter(Progress& progress) : progress_(progress) {}

  void show(std::uint64_t rows, double share) {
    const Clock::time_point now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    const double spent = std::chrono::duration<double>(now - begin_).count();
    const std::string rate = fmt::format("{:.3g} million rows/s", static_cast<double>(rows) / spent * 1e-6);
    progress_.show(share > 0 ? fmt::format("{} {:.0f} %, {}, {:.0f} s left", bar_text(share), 100 * share, rate,
                                           spent * (1 / share - 1))
                             : fmt::format("{} rows, {}", rows, rate));
  }

 private:
  using Clock = std::chrono::steady_clock;
  Progress& progress_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_ = begin_ + std::chrono::milliseconds(100);
};

template <class T>
std::uint64_t stream(const Mapping& mapping, Progress& progress) {
  const std::vector<T> constants(mapping.constants.begin(), mapping.constants.end());
  std::vector<Piece<T>> pieces(pipeline_slots(mapping.threads));
  std::uint64_t rows = 0;
  Meter meter(progress);
  Pipeline steps;
  steps.read = [&](std::size_t slot) {
    if (Interrupt::wanted()) throw Interrupted();
    mapping.columns.take(kRows, pieces[slot].rows);
    pieces[slot].share = mapping.columns.share();
    return pieces[slot].rows.count != 0;
  };
  steps.work = [&](std::size_t slot) {
    try {
      compute<T>(mapping, constants, pieces[slot]);
    } catch (const DataError&) {
      pieces[slot].fault = std::current_exception();
    }
  };
  steps.write = [&](std::size_t slot) {
    const Piece<T>& piece = pieces[slot];
    if (piece.fault) std::rethrow_exception(piece.fault);
    for (std::size_t i = 0; i != mapping.files.size(); ++i) mapping.files[i].writer->write(piece.files[i]);
    rows += piece.rows.count;
    meter.show(rows, piece.share);
  };
  run_pipeline(mapping.threads, steps);
  progress.clear();
  for (const MappedFile& file : mapping.files) file.writer->finish(rows);
  for (const MappedFile& file : mapping.files) file.writer->commit();
  return rows;
}

}  // namespace

std::uint64_t run_mapping(const Mapping& mapping, bool in_float, Progress& progress) {
  try {
    return in_float ? stream<float>(mapping, progress) : stream<double>(mapping, progress);
  } catch (const DataError&) {  // a signal also breaks off what waits for a pipe
    if (Interrupt::wanted()) throw Interrupted();
    throw;
  }
}

}  // namespace adage::cli
