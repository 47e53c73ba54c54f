// SPDX-License-Identifier: BSL-1.0
// From the instructions of a tape to LLVM's, for one scalar or for one vector of lanes: each operation's recorded
// steps, one by one, equal ones only once; a library's function is called lane by lane.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include <map>
#include <memory>
#include <span>

#include "lanes/program.hpp"
#include "lower/tape.hpp"

namespace adage {

/// What code calls of this library, by name, so that it does not depend on where the library lies in memory.
struct LibraryFunction {
  std::string name;
  const void* address;
};
std::vector<LibraryFunction> library_functions();

class Translator {
 public:
  /// Appends to where `builder` stands; `lanes` is 1 for scalars. The machine has vectors of `vector_bytes`.
  Translator(llvm::IRBuilder<>& builder, bool doubles, unsigned lanes, unsigned vector_bytes);

  /// The outputs of `tape`, given its loads.
  std::vector<llvm::Value*> run(const Tape& tape, std::span<llvm::Value* const> loads);

  llvm::Type* element() const { return element_; }
  llvm::Type* number() const { return number_; }  ///< the element, or a vector of it

 private:
  using Key = std::array<std::uint64_t, 5>;
  using Operands = std::array<llvm::Value*, 3>;

  void begin_block_when_long();
  llvm::Value* steps(const lanes::Program& program, std::span<llvm::Value* const> args);
  llvm::Value* step(const lanes::LaneStep& step, std::span<llvm::Value* const> done,
                    std::span<llvm::Value* const> args);
  llvm::Value* made(lanes::Step step, const Operands& operands);
  llvm::Value* magnitude(llvm::Value* a);
  llvm::Value* scaled(llvm::Value* x, llvm::Value* k);
  llvm::Value* applied(Op op, std::span<llvm::Value* const> args);
  llvm::Value* in_doubles(Op op, std::span<llvm::Value* const> args);
  llvm::Value* repaired(Op op, std::span<llvm::Value* const> args, llvm::Value* result);
  llvm::Value* call(Op op, std::span<llvm::Value* const> args);
  llvm::Value* called_in_each_lane(const std::string& name, std::span<llvm::Value* const> args);

  llvm::IRBuilder<>& builder_;
  bool doubles_;
  unsigned lanes_;
  unsigned vector_bytes_;
  llvm::Type* element_;
  llvm::Type* number_;
  llvm::Type* bits_;
  std::map<Key, llvm::Value*> known_;  // what each step on given values has become
  std::unique_ptr<Translator> wide_;   // for floats that are computed in double
  std::map<llvm::Value*, llvm::Value*> widened_;
};

}  // namespace adage
