// SPDX-License-Identifier: BSL-1.0
// Compiled kernels kept in a folder from one run to the next, for those who ask for it by the environment variable
// ADAGE_CACHE. What is found there is run, so the folder must be its user's alone; a file that is damaged is made anew.
#pragma once

#include <llvm/ExecutionEngine/ObjectCache.h>

#include <string>

namespace adage {

/// One compilation at a time: the compiler looks for an object, and hands over the one that it then makes. Files are
/// named by a hash of the code before it is compiled and of the compiler, and begin with another of the rest.
class KernelStore : public llvm::ObjectCache {
 public:
  /// `compiler` says all that decides what becomes of the code.
  explicit KernelStore(std::string compiler);

  /// Where kernels are kept, or why they are not; empty when nobody has asked for it.
  const std::string& description() const { return description_; }

  void notifyObjectCompiled(const llvm::Module* module, llvm::MemoryBufferRef object) override;
  std::unique_ptr<llvm::MemoryBuffer> getObject(const llvm::Module* module) override;

 private:
  std::string path_of(const llvm::Module& module) const;

  std::string compiler_;
  std::string folder_;  ///< empty: nothing is kept
  std::string description_;
  std::string path_;  ///< of the kernel that was looked for last; compiling changes its module
};

}  // namespace adage
