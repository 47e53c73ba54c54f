// SPDX-License-Identifier: BSL-1.0
// Nothing that goes wrong with a file is an error: the kernel is then compiled, as without a store.
#include "jit/store.hpp"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/CachePruning.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SHA256.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "base/new_file.hpp"

namespace adage {
namespace {

namespace fs = llvm::sys::fs;

constexpr std::size_t kHash = 32;

std::string hash(llvm::StringRef bytes) {
  llvm::SHA256 sha;
  sha.update(bytes);
  const std::array<std::uint8_t, kHash> result = sha.final();
  return {result.begin(), result.end()};
}

/// Empty if the folder may be used, else why not. It is made if need be.
std::string fault(const std::string& folder) {
  if (const std::error_code error = fs::create_directories(folder, true, fs::owner_all)) return error.message();
  fs::file_status status;
  if (const std::error_code error = fs::status(folder, status)) return error.message();
  if (!fs::is_directory(status)) return "no folder";
  if (status.getUser() != geteuid()) return "another user's";
  if ((status.permissions() & (fs::group_write | fs::others_write)) != 0) return "others may write there";
  return {};
}

}  // namespace

KernelStore::KernelStore(std::string compiler) : compiler_(std::move(compiler)) {
  const char* wanted = std::getenv("ADAGE_CACHE");  // NOLINT(concurrency-mt-unsafe): read once, by a static's maker
  if (wanted == nullptr || *wanted == '\0') return;
  const std::string why_not = fault(wanted);
  if (why_not.empty()) folder_ = wanted;
  description_ =
      why_not.empty() ? "kernels kept in " + folder_ : "no kernels kept in " + std::string(wanted) + ": " + why_not;
}

std::string KernelStore::path_of(const llvm::Module& module) const {
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream out(bytes);
  out << compiler_ << '\0';
  llvm::WriteBitcodeToFile(module, out);
  // The name that LLVM's pruning of a folder looks for.
  return folder_ + "/llvmcache-" + llvm::toHex(hash(bytes), true);
}

std::unique_ptr<llvm::MemoryBuffer> KernelStore::getObject(const llvm::Module* module) {
  if (folder_.empty()) return nullptr;
  path_ = path_of(*module);
  auto file = llvm::MemoryBuffer::getFile(path_, false, false, true);
  if (!file) return nullptr;
  const llvm::StringRef bytes = (*file)->getBuffer();
  if (bytes.size() <= kHash) return nullptr;
  const llvm::StringRef object = bytes.drop_front(kHash);
  if (hash(object) != bytes.take_front(kHash)) return nullptr;
  return llvm::MemoryBuffer::getMemBufferCopy(object, module->getModuleIdentifier());
}

void KernelStore::notifyObjectCompiled(const llvm::Module*, llvm::MemoryBufferRef object) {
  if (folder_.empty()) return;
  try {
    NewFile file(path_);
    file.write(hash(object.getBuffer()));
    file.write({object.getBufferStart(), object.getBufferSize()});
    file.commit();
  } catch (const std::system_error&) {
    return;
  }
  llvm::CachePruningPolicy policy;
  policy.MaxSizeBytes = 256ULL << 20U;
  policy.MaxSizePercentageOfAvailableSpace = 0;
  policy.Expiration = std::chrono::seconds(0);  // never
  llvm::pruneCache(folder_, policy);
}

}  // namespace adage
