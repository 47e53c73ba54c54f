// SPDX-License-Identifier: BSL-1.0
// Columns of files under the names by which a command uses them, read row by row together.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/table.hpp"

namespace adage::cli {

struct Request;

/// `NAME=FILE` taken apart; a path alone has no name.
std::pair<std::string, std::string> split_name(const std::string& text);

class Columns {
 public:
  /// Rows of every file.
  struct Rows {
    std::size_t count = 0;
    std::vector<Block> blocks;
  };

  /// With `bfloat16`, files of uint16 hold that. Everything throws DataError.
  explicit Columns(bool bfloat16) : bfloat16_(bfloat16) {}

  /// A column of `FILE.npy` or `FILE.csv:COLUMN`.
  void add(const std::string& name, const std::string& path);
  /// What `--input` says: `NAME=FILE`, or a whole `FILE.csv`, each of whose columns goes to the variable of its name.
  void add_inputs(const Request& request, std::span<const std::string> variables);

  bool has(std::string_view name) const;
  std::size_t size() const { return columns_.size(); }
  const std::string& name(std::size_t i) const { return columns_[i].name; }
  Element element(std::size_t i) const { return tables_[columns_[i].table].table->element(); }
  /// That all lie alike in their files, as far as it is known before they are read.
  void check_layouts() const;
  /// How the elements lie; null for one axis whose length only the end tells.
  const Layout* layout() const;
  /// The part that has been taken, from 0 to 1; NaN where it is not known.
  double share() const;

  /// Takes the next rows, fewer only where the files end. There is a column.
  void take(std::size_t rows, Rows& into);
  /// The numbers of column i at `into[i]`, which is resized. Any number of threads may call it.
  template <class T>
  void decode(const Rows& rows, std::vector<std::vector<T>>& into) const;

 private:
  struct Source {
    std::string path;
    std::unique_ptr<Table> table;
  };
  struct Named {
    std::string name;
    std::size_t table;
    std::size_t column;
  };

  std::size_t open(const std::string& path);
  void add(const std::string& name, std::size_t table, std::size_t column);
  void add_table(const std::string& path, std::span<const std::string> variables);

  bool bfloat16_;
  std::vector<Source> tables_;
  std::vector<Named> columns_;
};

}  // namespace adage::cli
