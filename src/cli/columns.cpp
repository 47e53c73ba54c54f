// SPDX-License-Identifier: BSL-1.0
// Each file is opened once, however many of its columns are used.
#include "cli/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/command.hpp"

namespace adage::cli {
namespace {

constexpr std::string_view kCsv = ".csv";

[[noreturn]] void fail(const std::string& message) { throw DataError(message); }

std::string shape_text(const Layout& layout) { return fmt::format("({})", fmt::join(layout.shape, ", ")); }

}  // namespace

std::pair<std::string, std::string> split_name(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::size_t Columns::open(const std::string& path) {
  const auto found = std::ranges::find(tables_, path, &Source::path);
  const auto at = static_cast<std::size_t>(found - tables_.begin());
  // An array that is used twice is also read twice, as it may be a pipe; a table is one file with several columns.
  const bool is_csv = path.ends_with(kCsv);
  if (is_csv && found != tables_.end()) return at;
  tables_.push_back({path, is_csv ? open_csv(path) : open_npy(path, bfloat16_)});
  return tables_.size() - 1;
}

void Columns::add(const std::string& name, std::size_t table, std::size_t column) {
  if (has(name)) fail(fmt::format("`{}` is given twice", name));
  columns_.push_back({name, table, column});
}

void Columns::add(const std::string& name, const std::string& path) {
  const std::size_t colon = path.rfind(".csv:");
  if (colon == std::string::npos) {
    if (path.ends_with(kCsv)) fail(fmt::format("{}: say which column, as in {}:NAME", path, path));
    return add(name, open(path), 0);
  }
  const std::string file = path.substr(0, colon + kCsv.size()), column = path.substr(colon + kCsv.size() + 1);
  const std::size_t table = open(file);
  const std::span<const std::string> names = tables_[table].table->columns();
  const auto found = std::ranges::find(names, column);
  if (found == names.end()) {
    fail(fmt::format("{} has no column `{}`; it has {}", file, column.substr(0, 40), fmt::join(names, ", ")));
  }
  add(name, table, static_cast<std::size_t>(found - names.begin()));
}

void Columns::add_table(const std::string& path, std::span<const std::string> variables) {
  if (!path.ends_with(kCsv)) fail(fmt::format("--input {}: say for which variable, as in --input x={}", path, path));
  const std::size_t table = open(path);
  const std::span<const std::string> names = tables_[table].table->columns();
  for (std::size_t i = 0; i != names.size(); ++i) {
    if (std::ranges::find(variables, names[i]) != variables.end()) add(names[i], table, i);
  }
}

void Columns::add_inputs(const Request& request, std::span<const std::string> variables) {
  for (const std::string& text : request.all("--input")) {
    const auto [name, path] = split_name(text);
    if (name.empty()) {
      add_table(path, variables);
      continue;
    }
    if (std::ranges::find(variables, name) == variables.end()) {
      fail(fmt::format("--input {}: the formula has no variable of that name; it has {}", name,
                       variables.empty() ? "none" : fmt::format("{}", fmt::join(variables, ", "))));
    }
    add(name, path);
  }
}

bool Columns::has(std::string_view name) const {
  return std::ranges::find(columns_, name, &Named::name) != columns_.end();
}

void Columns::check_layouts() const {
  for (const Source& one : tables_) {
    for (const Source& other : tables_) {
      const Layout* const a = one.table->layout();
      const Layout* const b = other.table->layout();
      if (a != nullptr && b == nullptr && a->shape.size() != 1) {
        fail(fmt::format("the shapes differ: {} has {}, and a column of {} one axis", one.path, shape_text(*a),
                         other.path));
      }
      if (a == nullptr || b == nullptr) continue;
      if (a->shape != b->shape) {
        fail(fmt::format("the shapes differ: {} has {}, {} has {}", one.path, shape_text(*a), other.path,
                         shape_text(*b)));
      }
      if (a->fortran_order == b->fortran_order) continue;
      fail(
          fmt::format("of {} and {} one is in C order, the other in Fortran's; save both with "
                      "numpy.ascontiguousarray",
                      one.path, other.path));
    }
  }
}

const Layout* Columns::layout() const {
  for (const Source& one : tables_) {
    if (const Layout* const layout = one.table->layout()) return layout;
  }
  return nullptr;
}

double Columns::share() const {
  for (const Source& one : tables_) {
    if (const double share = one.table->share(); share == share) return share;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void Columns::take(std::size_t rows, Rows& into) {
  into.blocks.resize(tables_.size());
  for (std::size_t i = 0; i != tables_.size(); ++i) tables_[i].table->take(rows, into.blocks[i]);
  const auto [fewest, most] = std::ranges::minmax_element(into.blocks, {}, &Block::rows);
  if (fewest->rows != most->rows) {
    fail(fmt::format("the shapes differ: {} ends before {}",
                     tables_[static_cast<std::size_t>(fewest - into.blocks.begin())].path,
                     tables_[static_cast<std::size_t>(most - into.blocks.begin())].path));
  }
  into.count = fewest->rows;
}

template <class T>
void Columns::decode(const Rows& rows, std::vector<std::vector<T>>& into) const {
  into.resize(columns_.size());
  std::vector<std::vector<T*>> wanted(tables_.size());
  for (std::size_t t = 0; t != tables_.size(); ++t) wanted[t].resize(tables_[t].table->columns().size());
  for (std::size_t i = 0; i != columns_.size(); ++i) {
    into[i].resize(rows.count);
    T*& first = wanted[columns_[i].table][columns_[i].column];
    if (first == nullptr) first = into[i].data();
  }
  for (std::size_t t = 0; t != tables_.size(); ++t) tables_[t].table->decode(rows.blocks[t], wanted[t]);
  // A column may have several names.
  for (std::size_t i = 0; i != columns_.size(); ++i) {
    const T* const first = wanted[columns_[i].table][columns_[i].column];
    if (first != into[i].data()) std::copy_n(first, rows.count, into[i].data());
  }
}

template void Columns::decode(const Rows&, std::vector<std::vector<double>>&) const;
template void Columns::decode(const Rows&, std::vector<std::vector<float>>&) const;

}  // namespace adage::cli
