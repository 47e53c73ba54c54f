// SPDX-License-Identifier: BSL-1.0
// Random formulas with the tree that they must be read as: precedence is written down here a second time.
#pragma once

#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace adage::testing {

/// A random formula: its text, what it must be read as, and how loosely it is held together.
struct Sample {
  std::string text;
  std::string tree;
  int binds = 9;  // precedence in the operation table; 9 for what nothing can tear apart
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Sample formula(int depth) {
    if (depth == 0 || chance(6)) return leaf();
    switch (random_() % 8) {
      case 0:
        return prefix(depth, "-", "neg", 7);
      case 1:
        return chance(2) ? prefix(depth, "not ", "not", 3) : plus(depth);
      case 2:
        return call(depth);
      case 3:
        return choice(depth);
      case 4:
        return chain(depth);
      default:
        return binary(depth);
    }
  }

 private:
  bool chance(unsigned one_in) { return random_() % one_in == 0; }
  std::string blank() { return chance(3) ? std::string(random_() % 3, ' ') : ""; }

  /// A text as an operand of something that needs at least `binds`; bracketed when it must be, or for fun.
  std::string held(const Sample& sample, int binds) {
    if (sample.binds >= binds && !chance(8)) return sample.text;
    return chance(4) ? "[" + blank() + sample.text + "]" : "(" + sample.text + blank() + ")";
  }

  Sample leaf() {
    static const std::vector<std::string> texts = {"x", "y1", "β", "alpha_2", "2", ".5", "1e-5", "0.25", "变"};
    const std::string text = texts[random_() % texts.size()];
    return {text, text, 9};
  }

  Sample prefix(int depth, const std::string& sign, const std::string& name, int binds) {
    const Sample a = formula(depth - 1);
    return {sign + blank() + held(a, binds), "(" + name + " " + a.tree + ")", binds};
  }

  Sample plus(int depth) {
    const Sample a = formula(depth - 1);
    return {"+" + held(a, 7), a.tree, 7};
  }

  Sample call(int depth) {
    Sample sample{"f" + std::string(random_() % 3, '\''), "", 9};
    sample.tree = sample.text + "(";
    sample.text += blank() + "(";
    const unsigned count = random_() % 4;
    for (unsigned i = 0; i != count; ++i) {
      const Sample a = formula(depth - 1);
      const std::string name = i + 1 == count && chance(2) ? "name" : "";
      sample.text += (i == 0 ? "" : ",") + blank() + name + (name.empty() ? "" : " = ") + a.text;
      sample.tree += (i == 0 ? "" : ", ") + name + (name.empty() ? "" : "=") + a.tree;
    }
    sample.text += blank() + ")";
    sample.tree += ")";
    return sample;
  }

  Sample choice(int depth) {
    const Sample c = formula(depth - 1), a = formula(depth - 1), b = formula(depth - 1);
    return {"if " + c.text + " then " + a.text + " else " + b.text,
            "(where " + c.tree + " " + a.tree + " " + b.tree + ")", 0};
  }

  Sample chain(int depth) {
    static const std::vector<std::string> ops = {"<", "<=", ">", ">=", "==", "!="};
    const Sample first = formula(depth - 1);
    Sample sample{held(first, 5), "(chain " + first.tree, 4};
    for (std::size_t left = 2 + random_() % 2; left != 0; --left) {
      const Sample next = formula(depth - 1);
      const std::string& op = ops[random_() % ops.size()];
      sample.text += blank() + op + blank() + held(next, 5);
      sample.tree += " " + op + " " + next.tree;
    }
    sample.tree += ")";
    return sample;
  }

  Sample binary(int depth) {
    struct Binary {
      const char* spelling;
      const char* name;
      int binds, left, right;
    };
    static constexpr Binary ops[] = {{" or ", "or", 1, 1, 2}, {"||", "or", 1, 1, 2}, {" and ", "and", 2, 2, 3},
                                     {"&&", "and", 2, 2, 3},  {"+", "+", 5, 5, 6},   {"-", "-", 5, 5, 6},
                                     {"−", "-", 5, 5, 6},     {"*", "*", 6, 6, 7},   {"/", "/", 6, 6, 7},
                                     {"·", "*", 6, 6, 7},     {"^", "^", 8, 9, 7},   {"**", "^", 8, 9, 7},
                                     {"<", "<", 4, 5, 5},     {"==", "==", 4, 5, 5}};
    const Binary& op = ops[random_() % std::size(ops)];
    const Sample a = formula(depth - 1), b = formula(depth - 1);
    return {held(a, op.left) + blank() + op.spelling + blank() + held(b, op.right),
            "(" + std::string(op.name) + " " + a.tree + " " + b.tree + ")", op.binds};
  }

  std::mt19937 random_;
};

}  // namespace adage::testing
