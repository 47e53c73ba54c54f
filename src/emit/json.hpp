// SPDX-License-Identifier: BSL-1.0
// An expression as JSON, for programs that read what adage found.
#pragma once

#include <string>

#include "graph/print.hpp"

namespace adage {

/// `{"nodes":[…],"root":n,"infix":"…"}`. A node is `{"id":0,"op":"variable","name":"x"}`,
/// `{"id":1,"op":"number","value":"1/3"}` (exact text) or `{"id":2,"op":"*","args":[1,0]}`; ids count from 0
/// in topological order, so arguments come first. One line.
std::string to_json(const Arena& arena, Id root, std::size_t max_bytes = kPrintLimit);

/// `text` as a JSON string with its quotes; malformed UTF-8 becomes U+FFFD.
std::string json_string(const std::string& text);

}  // namespace adage
