# SPDX-License-Identifier: BSL-1.0
# Writes OUTPUT, a C++ source that holds the bytes of INPUT. Characters rather than a string literal, because a
# literal of more than 65,535 bytes is beyond what ISO C++ promises and draws a warning.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," characters "${hex}")
string(REGEX REPLACE "('\\\\x0a',)" "\\1\n" characters "${characters}")
file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: BSL-1.0
// Generated from catalog/activations.adage by scripts/embed_catalog.cmake.
#include \"script/catalog.hpp\"

namespace adage {
namespace {
// clang-format off
constexpr char text[] = {
${characters}'\\0'};
// clang-format on
}  // namespace

std::string_view builtin_catalog() { return {text, sizeof text - 1}; }

}  // namespace adage
")
