// SPDX-License-Identifier: BSL-1.0
// adage: Automatic Differentiation on A Graph of Expressions. The whole public interface.
//
//   adage::Graph graph;
//   auto x  = graph.variable("x");
//   auto f  = x / (1 + exp(-x));                  // or adage::parse(graph, "x/(1+exp(-x))")
//   auto df = adage::gradient(f, {x})[0];
//   std::cout << adage::simplify(df) << '\n';
//   auto kernel = adage::compile({f, df}, {x});   // immutable, callable from any thread
//   kernel({xs}, {ys, dys});                      // columns of float or double
//   auto verdict = adage::check(df, adage::parse(graph, "(1+exp(-x)+x*exp(-x))/(1+exp(-x))^2"));
//   assert(verdict == adage::Verdict::Kind::proved);
#pragma once

#include "adage/accuracy.hpp"
#include "adage/analyze.hpp"
#include "adage/backward.hpp"
#include "adage/differentiate.hpp"
#include "adage/error.hpp"
#include "adage/expression.hpp"
#include "adage/function.hpp"
#include "adage/kernel.hpp"
#include "adage/parse.hpp"
#include "adage/plot.hpp"
#include "adage/print.hpp"
#include "adage/simplify.hpp"
#include "adage/verify.hpp"
