// SPDX-License-Identifier: BSL-1.0
// Operations on complex balls, for those that are analytic on a part of the plane around their real domain.
#pragma once

#include <acb.h>

#include "graph/slice.hpp"

namespace adage::ball {

/// `result` encloses `op` of `args`. Where `analytic`, a ball that may meet a cut or a pole has no finite result.
using Extend = void (*)(acb_t result, std::span<const acb_struct* const> args, bool analytic, slong bits);

/// What extends `op` to the plane; null when it has no analytic extension, or none that is known here.
Extend extension_of(Op op);

/// Complex balls, as values.
class ComplexVector {
 public:
  explicit ComplexVector(std::size_t size) : values_(_acb_vec_init(static_cast<slong>(size))), size_(size) {}
  ComplexVector(const ComplexVector&) = delete;
  ComplexVector& operator=(const ComplexVector&) = delete;
  ~ComplexVector() { _acb_vec_clear(values_, static_cast<slong>(size_)); }
  acb_struct* operator[](std::size_t i) { return values_ + i; }

 private:
  acb_ptr values_;
  std::size_t size_;
};

/// A node of a slice as an operation on the values of others, by their places.
struct ComplexStep {
  Op op = Op::number;
  Extend extend = nullptr;
  std::uint8_t count = 0;
  std::uint32_t target = 0;
  std::array<std::uint32_t, kMaxArity> args{};

  ComplexStep(const Arena& arena, const Slice& nodes, std::uint32_t place)
      : op(arena.op(nodes.nodes[place])), extend(extension_of(op)), target(place) {
    for (const Id arg : arena.args(nodes.nodes[place])) args[count++] = static_cast<std::uint32_t>(nodes.position(arg));
  }
  /// By the extension, which must exist.
  void run(ComplexVector& values, bool analytic, slong bits) const {
    std::array<const acb_struct*, kMaxArity> all{};
    for (std::size_t k = 0; k != count; ++k) all[k] = values[args[k]];
    extend(values[target], {all.data(), count}, analytic, bits);
  }
};

}  // namespace adage::ball
