// SPDX-License-Identifier: BSL-1.0
// A kernel run over a set of points, in blocks on several threads, and compared. The report is the same for any number
// of threads: blocks are fixed, and what is tallied does not depend on their order.
#pragma once

#include <adage/kernel.hpp>
#include <span>

#include "graph/arena.hpp"

namespace adage {

/// `inputs` are variables, `formula` depends on no others. In the arena nodes may be made.
template <class T>
KernelReport run_kernel(const Kernel<T>& kernel, Arena& arena, Id formula, std::span<const Id> inputs,
                        const KernelOptions& options);

extern template KernelReport run_kernel(const Kernel<float>&, Arena&, Id, std::span<const Id>, const KernelOptions&);
extern template KernelReport run_kernel(const Kernel<double>&, Arena&, Id, std::span<const Id>, const KernelOptions&);

}  // namespace adage
