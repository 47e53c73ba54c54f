// SPDX-License-Identifier: BSL-1.0
// Nodes to text. Everything shown comes from the operation table; nothing recurses, so any depth prints.
// Invariant: parsing the infix text into the same graph gives the same node.
#pragma once

#include <string>

#include "graph/arena.hpp"

namespace adage {

/// The length beyond which shared nodes become definitions.
inline constexpr std::size_t kPrintLimit = std::size_t{1} << 20;

/// The formula language. A text that would be longer than `max_bytes` is printed as `t1 = …; t2 = …; result`,
/// each shared node once, so that its length is linear in the number of nodes.
std::string to_infix(const Arena& arena, Id root, std::size_t max_bytes = kPrintLimit);

/// LaTeX mathematics; long texts as lines of an aligned environment that define t_1, t_2, ….
std::string to_latex(const Arena& arena, Id root, std::size_t max_bytes = kPrintLimit);
/// A variable's name as LaTeX: `alpha` is \alpha, `x_1` is x_{1}, `rate` is \mathrm{rate}.
std::string latex_name(std::string_view name);

/// A `<math>` element of presentation MathML, laid out as the LaTeX is.
std::string to_mathml(const Arena& arena, Id root, std::size_t max_bytes = kPrintLimit);
/// A variable's name as MathML: `alpha` is <mi>α</mi>, `x_1` is <msub><mi>x</mi><mn>1</mn></msub>.
std::string mathml_name(std::string_view name);

/// One line a node, indented; a shared node is numbered where it first stands and referred to afterwards.
std::string to_tree(const Arena& arena, Id root);
/// One line a node, arguments first: `%2 = * %0 %1`. Nodes are numbered by their place in the slice.
std::string to_listing(const Arena& arena, Id root);

/// What stands for a node in pictures, tree and listing: a value, a name, or the row's name.
std::string node_label(const Arena& arena, Id id);

}  // namespace adage
