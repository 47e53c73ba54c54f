// SPDX-License-Identifier: BSL-1.0
// The public face of printing.
#include "graph/print.hpp"

#include <adage/print.hpp>
#include <ostream>

#include "emit/dot.hpp"
#include "emit/json.hpp"

namespace adage {

std::string to_string(const Expression& e, Format format, std::size_t max_bytes) {
  const Arena& arena = e.arena();
  switch (format) {
    case Format::infix:
      return to_infix(arena, e.id(), max_bytes);
    case Format::latex:
      return to_latex(arena, e.id(), max_bytes);
    case Format::mathml:
      return to_mathml(arena, e.id(), max_bytes);
    case Format::dot:
      return to_dot(arena, e.id());
    case Format::tree:
      return to_tree(arena, e.id());
    case Format::graph:
      return to_listing(arena, e.id());
    case Format::json:
      return to_json(arena, e.id(), max_bytes);
  }
  throw Error("no such format");
}

std::string to_dot(const Expression& e, const std::vector<std::pair<std::string, double>>& point) {
  Arena& arena = e.arena();
  std::vector<std::pair<Id, double>> values;
  for (const auto& [name, value] : point) values.emplace_back(arena.variable(name), value);
  return to_dot(arena, trace(arena, e.id(), values));
}

std::ostream& operator<<(std::ostream& out, const Expression& e) { return out << to_string(e); }

}  // namespace adage
