// SPDX-License-Identifier: BSL-1.0
// Operations with a notation of their own: arithmetic, comparison, logic, choice. The order is that of Op.
#include "ops/enclosing.hpp"
#include "ops/primitive.hpp"
#include "ops/tables.hpp"

namespace adage {
namespace {

using lanes::bits, lanes::both, lanes::either, lanes::from_bits, lanes::select;

template <class T>
T zero(const T&) {
  return T(0);
}
constexpr auto as_truth = []<class T>(auto yes, const T&) __attribute__((always_inline)) {
  return select(yes, T(1), T(0));
};

/// IEEE 754-2019 `maximum`: NaN if either is, and +0 above -0, so that the order of arguments never matters.
constexpr auto larger = []<class T>(T a, T b) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::signbit;
    if (a > b || is_nan(a)) return a;
    if (b > a || is_nan(b)) return b;
    return signbit(a) ? b : a;
  } else {
    const T same = from_bits(bits(a) & bits(b));
    return select(a > b, a, select(b > a, b, select(a == b, same, a + b)));
  }
};
constexpr auto smaller = []<class T>(T a, T b) __attribute__((always_inline)) {
  if constexpr (is_wide<T>) {
    using std::signbit;
    if (a < b || is_nan(a)) return a;
    if (b < a || is_nan(b)) return b;
    return signbit(a) ? a : b;
  } else {
    const T same = from_bits(bits(a) | bits(b));
    return select(a < b, a, select(b < a, b, select(a == b, same, a + b)));
  }
};

constexpr auto power = [](auto a, auto b) {
  using std::pow;
  return pow(a, b);
};

constexpr auto double_power = [](double a, double b) { return std::pow(a, b); };

const Row table[] = {
    {.name = "number", .parameters = "", .notation = Notation::leaf, .cost = 0},
    {.name = "variable", .parameters = "", .notation = Notation::leaf, .cost = 0},
    {.name = "-",
     .parameters = "a",
     .partials = {"-1"},
     .machine = exact<1>([](auto a) __attribute__((always_inline)) { return decltype(a)(-a); }),
     .range = range::neg,
     .enclose = enclosing::lanes<enclosing::neg>,
     .latex = "-#1",
     .summary = "negation",
     .notation = Notation::prefix,
     .precedence = 7,
     .ulp = 0},
    {.name = "+",
     .parameters = "a, b",
     .partials = {"1", "1"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return decltype(a)(a + b); }),
     .range = range::add,
     .enclose = enclosing::lanes<enclosing::add>,
     .latex = "#1 + #2",
     .summary = "sum",
     .notation = Notation::infix,
     .precedence = 5,
     .commutative = true,
     .ulp = 0},
    {.name = "-",
     .parameters = "a, b",
     .partials = {"1", "-1"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return decltype(a)(a - b); }),
     .range = range::sub,
     .enclose = enclosing::lanes<enclosing::sub>,
     .latex = "#1 - #2",
     .summary = "difference",
     .notation = Notation::infix,
     .precedence = 5,
     .ulp = 0},
    {.name = "*",
     .parameters = "a, b",
     .partials = {"b", "a"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return decltype(a)(a * b); }),
     .range = range::mul,
     .enclose = enclosing::lanes<enclosing::mul>,
     .latex = "#1 \\cdot #2",
     .summary = "product",
     .notation = Notation::infix,
     .precedence = 6,
     .commutative = true,
     .ulp = 0},
    {.name = "/",
     .parameters = "a, b",
     .partials = {"1/b", "-self/b"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return decltype(a)(a / b); }),
     .domain = "b != 0",
     .range = range::div,
     .enclose = enclosing::lanes<enclosing::div>,
     .latex = "\\frac{#1}{#2}",
     .summary = "quotient",
     .notation = Notation::infix,
     .precedence = 6,
     .ulp = 0,
     .cost = 4,
     .time = 7},
    {.name = "^",
     .parameters = "a, b",
     .partials = {"b*a^(b - 1)", "where(a == 0, 0, self*log(a))"},
     .machine = function_of<2>(power),
     .domain = "a > 0 or floor(b) == b and (a != 0 or b >= 0) or a >= 0 and b > 0",
     .range = range::pow,
     .enclose =
         enclosing::lanes<[](Between a, Between b, Margin m) { return enclosing::power(double_power, a, b, m); }>,
     .aliases = "pow",
     .latex = "{#1}^{#2}",
     .summary = "power; a real base below zero needs a whole exponent",
     .notation = Notation::infix,
     .precedence = 8,
     .right_associative = true,
     .cost = 20,
     .time = 500},
    {.name = "==",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a == b, a); }),
     .kink = "a - b",
     .above = "false",
     .below = "false",
     .range = range::eq,
     .enclose = enclosing::lanes<enclosing::equal>,
     .latex = "#1 = #2",
     .summary = "equality",
     .notation = Notation::infix,
     .precedence = 4,
     .commutative = true,
     .boolean = true,
     .ulp = 0},
    {.name = "!=",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a != b, a); }),
     .kink = "a - b",
     .above = "true",
     .below = "true",
     .range = range::ne,
     .enclose = enclosing::lanes<enclosing::unequal>,
     .latex = "#1 \\ne #2",
     .summary = "inequality",
     .notation = Notation::infix,
     .precedence = 4,
     .commutative = true,
     .boolean = true,
     .ulp = 0},
    {.name = "<",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a < b, a); }),
     .kink = "a - b",
     .above = "false",
     .below = "true",
     .range = range::lt,
     .enclose = enclosing::lanes<enclosing::less>,
     .latex = "#1 < #2",
     .summary = "less than",
     .notation = Notation::infix,
     .precedence = 4,
     .boolean = true,
     .ulp = 0},
    {.name = "<=",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a <= b, a); }),
     .kink = "a - b",
     .above = "false",
     .below = "true",
     .range = range::le,
     .enclose = enclosing::lanes<enclosing::less_or_equal>,
     .latex = "#1 \\le #2",
     .summary = "less than or equal",
     .notation = Notation::infix,
     .precedence = 4,
     .boolean = true,
     .ulp = 0},
    {.name = ">",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a > b, a); }),
     .kink = "a - b",
     .above = "true",
     .below = "false",
     .range = range::gt,
     .enclose = enclosing::lanes<enclosing::greater>,
     .latex = "#1 > #2",
     .summary = "greater than",
     .notation = Notation::infix,
     .precedence = 4,
     .boolean = true,
     .ulp = 0},
    {.name = ">=",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b) __attribute__((always_inline)) { return as_truth(a >= b, a); }),
     .kink = "a - b",
     .above = "true",
     .below = "false",
     .range = range::ge,
     .enclose = enclosing::lanes<enclosing::greater_or_equal>,
     .latex = "#1 \\ge #2",
     .summary = "greater than or equal",
     .notation = Notation::infix,
     .precedence = 4,
     .boolean = true,
     .ulp = 0},
    {.name = "and",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>([](auto a, auto b)
                             __attribute__((always_inline)) { return as_truth(both(a != zero(a), b != zero(b)), a); }),
     .range = range::logical_and,
     .enclose = enclosing::lanes<enclosing::conjunction, false>,
     .latex = "#1 \\land #2",
     .summary = "both",
     .notation = Notation::infix,
     .precedence = 2,
     .commutative = true,
     .boolean = true,
     .boolean_arguments = 0b11,
     .ulp = 0},
    {.name = "or",
     .parameters = "a, b",
     .partials = {"0", "0"},
     .machine = exact<2>(
         [](auto a, auto b) __attribute__((always_inline)) { return as_truth(either(a != zero(a), b != zero(b)), a); }),
     .range = range::logical_or,
     .enclose = enclosing::lanes<enclosing::disjunction, false>,
     .latex = "#1 \\lor #2",
     .summary = "at least one",
     .notation = Notation::infix,
     .precedence = 1,
     .commutative = true,
     .boolean = true,
     .boolean_arguments = 0b11,
     .ulp = 0},
    {.name = "not",
     .parameters = "a",
     .partials = {"0"},
     .machine = exact<1>([](auto a) __attribute__((always_inline)) { return as_truth(a == zero(a), a); }),
     .range = range::logical_not,
     .enclose = enclosing::lanes<enclosing::negation, false>,
     .latex = "\\lnot #1",
     .summary = "the opposite",
     .notation = Notation::prefix,
     .precedence = 3,
     .boolean = true,
     .boolean_arguments = 0b1,
     .ulp = 0},
    {.name = "where",
     .parameters = "condition, a, b",
     .partials = {"0", "where(condition, 1, 0)", "where(not condition, 1, 0)"},
     .machine = exact<3>([](auto condition, auto a, auto b)
                             __attribute__((always_inline)) { return select(condition != zero(condition), a, b); }),
     .range = range::where,
     .enclose = enclosing::lanes<enclosing::choice, false>,
     .latex = "\\begin{cases} #2 & #1 \\\\ #3 & \\text{otherwise} \\end{cases}",
     .summary = "a where the condition holds, else b; the other branch has no influence",
     .boolean_arguments = 0b1,
     .ulp = 0},
    {.name = "min",
     .parameters = "a, b",
     .partials = {"where(constant(b), where(a < b, 1, 0), where(constant(a), where(a <= b, 1, 0), where(a <= b, "
                  "where(a == b, 1/2, 1), 0)))",
                  "where(constant(a), where(b < a, 1, 0), where(constant(b), where(b <= a, 1, 0), where(b <= a, "
                  "where(a == b, 1/2, 1), 0)))"},
     .machine = exact<2>(smaller),
     .kink = "a - b",
     .above = "b",
     .below = "a",
     .range = range::min,
     .enclose = enclosing::lanes<enclosing::min>,
     .latex = "\\min\\left(#1, #2\\right)",
     .summary = "the smallest argument; NaN if any is",
     .commutative = true,
     .variadic = true,
     .ulp = 0,
     .time = 3},
    {.name = "max",
     .parameters = "a, b",
     .partials = {"where(constant(b), where(a > b, 1, 0), where(constant(a), where(a >= b, 1, 0), where(a >= b, "
                  "where(a == b, 1/2, 1), 0)))",
                  "where(constant(a), where(b > a, 1, 0), where(constant(b), where(b >= a, 1, 0), where(b >= a, "
                  "where(a == b, 1/2, 1), 0)))"},
     .machine = exact<2>(larger),
     .kink = "a - b",
     .above = "a",
     .below = "b",
     .range = range::max,
     .enclose = enclosing::lanes<enclosing::max>,
     .latex = "\\max\\left(#1, #2\\right)",
     .summary = "the largest argument; NaN if any is",
     .commutative = true,
     .variadic = true,
     .ulp = 0,
     .time = 3},
    {.name = "true",
     .parameters = "",
     .machine = exact<0>([]<class T>(std::type_identity<T>) { return T(1); }),
     .range = [](const Range&, const Range&, const Range&) { return range::kTrue; },
     .latex = "\\text{true}",
     .summary = "the truth value true",
     .notation = Notation::leaf,
     .boolean = true,
     .ulp = 0,
     .cost = 0},
    {.name = "false",
     .parameters = "",
     .machine = exact<0>([]<class T>(std::type_identity<T>) { return T(0); }),
     .range = [](const Range&, const Range&, const Range&) { return range::kFalse; },
     .latex = "\\text{false}",
     .summary = "the truth value false",
     .notation = Notation::leaf,
     .boolean = true,
     .ulp = 0,
     .cost = 0},
};

static_assert(std::size(table) == static_cast<std::size_t>(Op::first_function));

}  // namespace

std::span<const Row> structural_rows() { return table; }

}  // namespace adage
