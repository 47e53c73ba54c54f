// SPDX-License-Identifier: BSL-1.0
// Sparse Jacobians and Hessians: the entries of the dense ones, zeros left out, and large ones in no time.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "effort.hpp"
#include "graph/slice.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"

using namespace adage;

namespace {

std::vector<Expression> numbered(Graph& graph, std::size_t count) {
  std::vector<Expression> xs;
  for (std::size_t i = 0; i != count; ++i) xs.push_back(graph.variable("x" + std::to_string(i)));
  return xs;
}

/// Σ 100·(x[i+1] - x[i]²)² + (1 - x[i])² (Rosenbrock 1960), chained.
Expression rosenbrock(Graph& graph, const std::vector<Expression>& x) {
  std::vector<Expression> terms;
  for (std::size_t i = 0; i + 1 != x.size(); ++i) {
    terms.push_back(100 * pow(x[i + 1] - pow(x[i], 2), 2) + pow(1 - x[i], 2));
  }
  while (terms.size() > 1) {  // a balanced sum
    std::vector<Expression> half;
    for (std::size_t i = 0; i < terms.size(); i += 2) {
      half.push_back(i + 1 < terms.size() ? terms[i] + terms[i + 1] : terms[i]);
    }
    terms = std::move(half);
  }
  return terms.empty() ? graph.number(0) : terms.front();
}

void check_shape(const SparseMatrix& m, std::size_t rows, std::size_t columns) {
  BOOST_REQUIRE(m.row_begins.size() == rows + 1);
  BOOST_TEST(m.width == columns);
  BOOST_TEST(m.row_begins.front() == 0U);
  BOOST_TEST(m.row_begins.back() == m.values.size());
  BOOST_TEST(m.columns.size() == m.values.size());
  for (std::size_t i = 0; i != rows; ++i) {
    BOOST_REQUIRE(m.row_begins[i] <= m.row_begins[i + 1]);
    for (std::size_t k = m.row_begins[i]; k + 1 < m.row_begins[i + 1]; ++k)
      BOOST_REQUIRE(m.columns[k] < m.columns[k + 1]);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(random_rows_are_those_of_gradients) {
  for (unsigned seed = 0; seed != 30 * testing::scale; ++seed) {
    Graph graph;
    Arena& arena = graph.arena();
    std::mt19937_64 random(seed);
    std::vector<Expression> outputs;
    for (int i = 0; i != 12; ++i) {
      RandomOptions options;
      options.operations = 4 + i;
      outputs.emplace_back(arena, random_expression(arena, random, options));
    }
    std::vector<Id> roots;
    for (const Expression& e : outputs) roots.push_back(e.id());
    std::vector<Expression> wrt{graph.variable("not there")};
    for (const Id v : variables(arena, roots)) wrt.emplace_back(arena, v);
    std::ranges::shuffle(wrt, random);
    const SparseMatrix m = sparse_jacobian(outputs, wrt);
    check_shape(m, outputs.size(), wrt.size());
    for (std::size_t i = 0; i != outputs.size(); ++i) {
      const std::vector<Expression> dense = gradient(outputs[i], wrt);
      std::size_t k = m.row_begins[i];
      for (std::size_t j = 0; j != wrt.size(); ++j) {
        const bool here = k != m.row_begins[i + 1] && m.columns[k] == j;
        BOOST_REQUIRE((here ? m.values[k++] : graph.number(0)) == dense[j]);
      }
      BOOST_REQUIRE(k == m.row_begins[i + 1]);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_hessian_of_a_chain_is_tridiagonal) {
  constexpr std::size_t n = 10'000 * testing::scale;
  Graph graph;
  const std::vector<Expression> x = numbered(graph, n);
  const SparseMatrix h = sparse_hessian(rosenbrock(graph, x), x);
  check_shape(h, n, n);
  BOOST_REQUIRE(h.values.size() == 3 * n - 2);
  std::vector<double> at(n), values(h.values.size());
  for (std::size_t i = 0; i != n; ++i) at[i] = 0.5 + 1e-5 * static_cast<double>(i);
  compile(h.values, x).evaluate(at, values);
  for (std::size_t i = 0; i != n; ++i) {
    for (std::size_t k = h.row_begins[i]; k != h.row_begins[i + 1]; ++k) {
      const std::size_t j = h.columns[k];
      BOOST_REQUIRE(j + 1 >= i);
      BOOST_REQUIRE(j <= i + 1);
      double expected = -400 * at[std::min(i, j)];
      if (i == j) {
        expected = (i != 0 ? 200 : 0) + (i + 1 != n ? 1200 * at[i] * at[i] - 400 * at[i + 1] + 2 : 0);
      }
      BOOST_REQUIRE(std::abs(values[k] - expected) <= 1e-9 * (1 + std::abs(expected)));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_arrowhead_has_one_full_row) {
  constexpr std::size_t n = 5'000 * testing::scale;
  Graph graph;
  const std::vector<Expression> x = numbered(graph, n);
  std::vector<Expression> outputs;
  Expression sum = x[0];
  for (std::size_t i = 1; i != n; ++i) {
    sum = sum + sin(x[i]) * x[i];
    outputs.push_back(exp(x[i]) * x[0]);
  }
  outputs.push_back(sum);
  const SparseMatrix m = sparse_jacobian(outputs, x);
  check_shape(m, n, n);
  BOOST_TEST(m.values.size() == 2 * (n - 1) + n);
}

BOOST_AUTO_TEST_CASE(what_is_refused_and_what_is_empty) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  const std::vector<Expression> f{x * y, x > y};
  BOOST_CHECK_THROW(sparse_jacobian(f, std::vector{x}), Error);
  BOOST_CHECK_THROW(sparse_jacobian(std::span(f).first(1), std::vector{x, y, x}), Error);
  BOOST_CHECK_THROW(sparse_jacobian(std::span(f).first(1), std::vector{x * y}), Error);
  check_shape(sparse_jacobian({}, std::vector{x, y}), 0, 2);
  const SparseMatrix none = sparse_hessian(graph.number(3) + x, std::vector{x, y});
  check_shape(none, 2, 2);
  BOOST_TEST(none.values.empty());
}
