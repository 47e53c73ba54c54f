// SPDX-License-Identifier: BSL-1.0
// Contiguous columns in one call, others block by block through scratch memory.
#include "engine/kernel_columns.hpp"

#include <algorithm>
#include <vector>

#include "engine/choice.hpp"
#include "run/scratch.hpp"

namespace adage {
namespace {

constexpr std::size_t kBlockRows = 1024;

template <class T>
Strided<T> from(const Strided<T>& column, std::size_t row) {
  return {column.data + static_cast<std::ptrdiff_t>(row) * column.stride, column.stride};
}

/// Elements until the next address that is aligned to a vector, if whole elements lead there.
template <class T>
std::size_t misaligned(const T* address) {
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(address) % kVectorBytes;
  return beyond == 0 ? 0 : (kVectorBytes - beyond) / sizeof(T);
}

}  // namespace

template <class T>
KernelColumns<T>::KernelColumns(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n)
    : in_(in), out_(out), n_(n), sources_(in.size()), masks_(in.size(), -1) {
  const auto single = [](const Strided<const T>& column) { return column.stride == 0; };
  values_.resize(static_cast<std::size_t>(std::ranges::count_if(in, single)) * kLanes);
  T* value = values_.data();
  for (std::size_t k = 0; k != in.size(); ++k) {
    sources_[k] = in[k].data;
    if (single(in[k])) {
      sources_[k] = value;
      value = std::fill_n(value, kLanes, *in[k].data);
      masks_[k] = 0;
    } else if (in[k].stride != 1) {
      contiguous_ = false;
    }
  }
  for (const Strided<T>& column : out) {
    targets_.push_back(column.data);
    if (column.stride != 1) contiguous_ = false;
  }
}

template <class T>
bool KernelColumns<T>::streams() const {
  if (!contiguous_ || n_ * (in_.size() + out_.size()) * sizeof(T) < choice::kStreamingBytes) return false;
  const auto offset = [](const T* address) { return reinterpret_cast<std::uintptr_t>(address) % kVectorBytes; };
  if (offset(targets_[0]) % sizeof(T) != 0) return false;
  const bool alike = std::ranges::all_of(targets_, [&](const T* at) { return offset(at) == offset(targets_[0]); });
  // Written past the caches, what is read again at once would have to come back from memory.
  return alike && std::ranges::none_of(
                      sources_, [&](const T* source) { return std::ranges::find(targets_, source) != targets_.end(); });
}

template <class T>
bool KernelColumns<T>::run(std::size_t begin, std::size_t end) const {
  return contiguous_ ? run_contiguous(begin, end) : run_in_blocks(begin, end);
}

template <class T>
bool KernelColumns<T>::run_contiguous(std::size_t begin, std::size_t end) const {
  const auto call = [&](ColumnKernel<T> kernel, std::size_t first, std::size_t last) {
    return first == last || kernel(sources_.data(), masks_.data(), targets_.data(), static_cast<std::int64_t>(first),
                                   static_cast<std::int64_t>(last));
  };
  if (streaming == nullptr) return call(cached, begin, end);
  const std::size_t aligned = std::min(end, begin + misaligned(targets_[0] + begin));
  const std::size_t whole = aligned + (end - aligned) / kLanes * kLanes;
  const bool first = call(cached, begin, aligned);
  const bool middle = call(streaming, aligned, whole);
  return call(cached, whole, end) && first && middle;
}

template <class T>
bool KernelColumns<T>::run_in_blocks(std::size_t begin, std::size_t end) const {
  const std::size_t columns = in_.size() + out_.size();
  const Scratch scratch(columns * kBlockRows * sizeof(T));
  T* const blocks = reinterpret_cast<T*>(scratch.data());
  Few<const T*> sources(in_.size());
  Few<T*> targets(out_.size());
  bool finite = true;
  for (std::size_t start = begin; start != end;) {
    const std::size_t count = std::min(kBlockRows, end - start);
    for (std::size_t k = 0; k != in_.size(); ++k) {
      const Strided<const T> column = from(in_[k], start);
      T* const block = blocks + k * kBlockRows;
      sources[k] = column.stride == 1 ? column.data : masks_[k] == 0 ? sources_[k] : block;
      if (sources[k] != block) continue;
      for (std::size_t i = 0; i != count; ++i) block[i] = column.data[static_cast<std::ptrdiff_t>(i) * column.stride];
    }
    for (std::size_t k = 0; k != out_.size(); ++k) {
      targets[k] = out_[k].stride == 1 ? out_[k].data + start : blocks + (in_.size() + k) * kBlockRows;
    }
    finite = cached(sources.data(), masks_.data(), targets.data(), 0, static_cast<std::int64_t>(count)) && finite;
    for (std::size_t k = 0; k != out_.size(); ++k) {
      const Strided<T> column = from(out_[k], start);
      if (column.stride == 1) continue;
      for (std::size_t i = 0; i != count; ++i)
        column.data[static_cast<std::ptrdiff_t>(i) * column.stride] = targets[k][i];
    }
    start += count;
  }
  return finite;
}

template <class T>
bool run_part(const Tape& tape, std::span<const Strided<const T>> in, std::span<const Strided<T>> out,
              std::size_t begin, std::size_t end, bool watch) {
  std::vector<Strided<const T>> inputs;
  std::vector<Strided<T>> outputs;
  for (const auto& column : in) inputs.push_back(from(column, begin));
  for (const auto& column : out) outputs.push_back(from(column, begin));
  return run_columns(tape, std::span<const Strided<const T>>(inputs), std::span<const Strided<T>>(outputs), end - begin,
                     watch);
}

template class KernelColumns<double>;
template class KernelColumns<float>;
template bool run_part(const Tape&, std::span<const Strided<const double>>, std::span<const Strided<double>>,
                       std::size_t, std::size_t, bool);
template bool run_part(const Tape&, std::span<const Strided<const float>>, std::span<const Strided<float>>, std::size_t,
                       std::size_t, bool);

}  // namespace adage
