// SPDX-License-Identifier: BSL-1.0
// The explicit stack: operators and brackets wait in frames until what follows binds less tightly, then become items in
// postfix order. Depth costs heap, never stack, and every step is constant time. It knows neither characters nor X3.
#pragma once

#include <cstdint>
#include <new>
#include <vector>

#include "grammar/ast.hpp"
#include "grammar/operators.hpp"

namespace adage::grammar {

/// What a frame waits for.
enum class Role : std::uint8_t {
  bottom,       // the formula itself
  group,        // ( … ), [ … ], { … }
  call,         // f( … ), and brackets that mean a function, as |x|
  condition,    // if …
  consequence,  // if … then …
  alternative,  // if … then … else …
  named,        // name = … in a call
  binary,
  comparison,
  sign,         // + - not
  fraction,     // \frac, until both arguments are there
  root,         // \sqrt, until its argument is there
  swapped,      // \tanh^2, \log_b, \sqrt[n]: the right operand is read first
  application,  // \sin x
  cases,        // \begin{cases}
};

struct Frame {
  std::uint32_t begin = 0;  ///< where the subexpression that comes of it starts
  Span head;
  std::uint32_t name = 0;
  std::uint32_t count = 0;  ///< operands, arguments or rows so far
  std::uint32_t outer = 0;  ///< of a bracket: the index of the bracket around it
  Role role = Role::bottom;
  Op op = Op::number;
  Binding binds = binds_bracket;
  std::uint8_t primes = 0;
  char closer = 0;
  bool named = false;  ///< of a call: an argument with a name has been read
  bool nests = true;   ///< counts as a level of nesting
};

class Stack {
 public:
  Stack(std::vector<Op>& comparisons, std::uint32_t max_nesting)
      : script_comparisons_(comparisons), max_nesting_(max_nesting) {
    reset();
  }

  ast::Formula items;
  std::uint32_t begin = 0;  ///< where the last complete operand starts, its brackets included
  std::uint32_t end = 0;    ///< where it ends

  /// Empties the stack for an expression of about `bytes` bytes. Memory is asked for at once: it is not touched before
  /// it is used, while growing by copies touches twice as much.
  void reset(std::size_t bytes = 0) {
    items.clear();
    try {
      items.reserve(bytes / 2);
    } catch (const std::bad_alloc&) {
      // It may need less than that, and grows as it goes.
    }
    frames_.assign(1, Frame{});
    comparisons_.clear();
    depth_ = 0;
    bracket_ = 0;
  }

  Frame& top() { return frames_.back(); }
  const Frame& innermost_bracket() const { return frames_[bracket_]; }
  std::uint32_t depth() const { return depth_; }
  /// Some bracket, call or `if` still waits for its end.
  bool open() const { return bracket_ != 0; }
  /// The bracket around the innermost one; the bottom when there is none.
  const Frame& next_bracket() const { return frames_[frames_[bracket_].outer]; }

  /// How many brackets wait for a closing one.
  std::ptrdiff_t open_brackets() const {
    std::ptrdiff_t count = 0;
    for (std::uint32_t at = bracket_; at != 0; at = frames_[at].outer) count += frames_[at].closer != 0;
    return count;
  }

  void operand(const ast::Item& item) {
    items.push_back(item);
    begin = item.span.begin;
    end = item.span.end;
  }

  /// False when the nesting limit is reached.
  bool push(const Frame& frame) {
    if (frame.nests && ++depth_ > max_nesting_) return false;
    frames_.push_back(frame);
    if (frame.binds == binds_bracket) {
      frames_.back().outer = bracket_;
      bracket_ = static_cast<std::uint32_t>(frames_.size() - 1);
    }
    return true;
  }

  bool infix(const Infix& op, Span head) {
    reduce(static_cast<Binding>(op.binds + (op.right || op.compares)));
    if (op.compares) {
      comparisons_.push_back(op.op);
      if (top().role == Role::comparison) {
        ++top().count;
        return true;
      }
    }
    const Role role = op.compares ? Role::comparison : Role::binary;
    return push(
        {.begin = begin, .head = head, .count = 2, .role = role, .op = op.op, .binds = op.binds, .nests = op.right});
  }

  /// A sign or `not` before an operand; `+` is Op::add and leaves no item.
  bool prefix(Op op, Span head) {
    const Binding binds = binding_of(op == Op::add ? Op::neg : op);
    return push({.begin = head.begin, .head = head, .count = 1, .role = Role::sign, .op = op, .binds = binds});
  }

  /// Turns every frame that binds at least so tightly into items.
  void reduce(Binding at_least) {
    while (frames_.back().binds >= at_least) {
      const Frame& frame = frames_.back();
      const bool applied = frame.role == Role::application;
      emit(frame);
      begin = frame.begin;
      pop();
      if (applied) complete();
    }
  }

  /// Everything down to the innermost bracket.
  void reduce_to_bracket() { reduce(binds_bracket + 1); }

  /// Makes the frame on top, whose operands are complete, an operand that ends at `closed`.
  void close(std::uint32_t closed) {
    const Frame& frame = frames_.back();
    end = closed;
    emit(frame);
    begin = frame.begin;
    pop();
  }

  /// Removes the frame on top, whatever it is.
  void pop() {
    const Frame& frame = frames_.back();
    depth_ -= frame.nests;
    if (frame.binds == binds_bracket) bracket_ = frame.outer;
    frames_.pop_back();
  }

  /// In LaTeX an operand may complete what waits for it with no closing bracket of its own: `\frac` its second
  /// argument, `\sin` its argument, `\tanh^2` its call.
  void complete() {
    for (;;) {
      Frame& frame = frames_.back();
      switch (frame.role) {
        case Role::fraction:
        case Role::root:
        case Role::swapped:
          if (++frame.count < 2) return;
          close(end);
          break;
        case Role::application:
          if (frame.count++ != 0) push_operation(Op::mul, 2, {frame.head.end, end}, frame.head);
          return;
        default:
          return;
      }
    }
  }

  /// An operation of the last `count` operands. `swapped`: the first two were read in the other order, as in
  /// `\begin{cases} a & c`; grammar/reorder.hpp puts them right.
  void push_operation(Op op, std::uint32_t count, Span span, Span head, bool swapped = false) {
    items.push_back({span, head, 0, count, ast::Kind::operation, op, swapped});
  }

 private:
  void emit(const Frame& frame) {
    const Span span{frame.begin, end};
    switch (frame.role) {
      case Role::binary:
        push_operation(frame.op, 2, span, frame.head);
        break;
      case Role::sign:
        if (frame.op != Op::add) push_operation(frame.op, 1, span, frame.head);
        break;
      case Role::comparison:
        emit_comparison(frame, span);
        break;
      case Role::call:
      case Role::root:
      case Role::application:
        items.push_back({span, frame.head, frame.name, frame.role == Role::call ? frame.count : 1, ast::Kind::call,
                         Op::number, frame.primes});
        break;
      case Role::named:
        items.push_back({span, frame.head, frame.name, 1, ast::Kind::named, Op::number, 0});
        break;
      case Role::alternative:
        push_operation(Op::where, 3, span, frame.head);
        break;
      case Role::fraction:
        push_operation(Op::div, 2, span, frame.head);
        break;
      case Role::swapped:
        push_operation(frame.op, 2, span, frame.head, true);
        break;
      case Role::bottom:
      case Role::group:
      case Role::condition:
      case Role::consequence:
      case Role::cases:
        break;
    }
  }

  void emit_comparison(const Frame& frame, Span span) {
    const auto joined = comparisons_.end() - (frame.count - 1);
    if (frame.count == 2) {
      push_operation(*joined, 2, span, frame.head);
    } else {
      const auto first = static_cast<std::uint32_t>(script_comparisons_.size());
      script_comparisons_.insert(script_comparisons_.end(), joined, comparisons_.end());
      items.push_back({span, frame.head, first, frame.count, ast::Kind::chain, Op::number, 0});
    }
    comparisons_.erase(joined, comparisons_.end());
  }

  std::vector<Frame> frames_;
  std::vector<Op> comparisons_;  // of the comparisons that are still open
  std::vector<Op>& script_comparisons_;
  std::uint32_t max_nesting_;
  std::uint32_t depth_ = 0;
  std::uint32_t bracket_ = 0;
};

}  // namespace adage::grammar
