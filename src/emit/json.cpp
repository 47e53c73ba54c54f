// SPDX-License-Identifier: BSL-1.0
// Written node by node rather than through a document in memory, which a graph of millions of nodes would fill.
#include "emit/json.hpp"

#include <nlohmann/json.hpp>

#include "graph/slice.hpp"

namespace adage {

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string to_json(const Arena& arena, Id root, std::size_t max_bytes) {
  const Slice nodes = slice(arena, root);
  std::string text = "{\"nodes\":[";
  for (std::size_t i = 0; i != nodes.size(); ++i) {
    const Id id = nodes.nodes[i];
    if (i != 0) text += ',';
    text += "{\"id\":" + std::to_string(i) + ",\"op\":" + json_string(std::string(row(arena.op(id)).name));
    if (arena.is_number(id)) text += ",\"value\":" + json_string(arena.value(id).to_string());
    if (arena.op(id) == Op::variable) text += ",\"name\":" + json_string(std::string(arena.name(id)));
    if (const auto args = arena.args(id); !args.empty()) {
      for (std::size_t k = 0; k != args.size(); ++k) {
        text += (k == 0 ? ",\"args\":[" : ",") + std::to_string(nodes.position(args[k]));
      }
      text += ']';
    }
    text += '}';
  }
  text += "],\"root\":" + std::to_string(nodes.size() - 1);
  return text + ",\"infix\":" + json_string(to_infix(arena, root, max_bytes)) + "}";
}

}  // namespace adage
