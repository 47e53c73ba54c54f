// SPDX-License-Identifier: BSL-1.0
// All three streams of a tool are nameless temporary files. So neither side ever waits for the other to read, and a
// tool that leaves its input unread breaks no pipe.
#include "cli/tool.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <system_error>
#include <thread>

#include "cli/interrupt.hpp"

extern char** environ;

namespace adage::cli {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

class Stream {
 public:
  Stream() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) fail(errno, "cannot make a temporary file");
    fcntl(descriptor(), F_SETFD, FD_CLOEXEC);
  }

  int descriptor() const { return fileno(file_.get()); }

  void fill(std::string_view text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
    if (!written || std::fflush(file_.get()) != 0) fail(errno, "cannot write a temporary file");
    std::rewind(file_.get());
  }

  std::string text() {
    std::rewind(file_.get());
    std::string result;
    char block[1 << 14];
    while (const std::size_t got = std::fread(block, 1, sizeof block, file_.get())) result.append(block, got);
    if (std::ferror(file_.get()) != 0) fail(errno, "cannot read a temporary file");
    return result;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// What a new program finds: the three streams, and no signal ignored or held back by this one.
class Surroundings {
 public:
  Surroundings(const Stream& in, const Stream& out, const Stream& errors) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, in.descriptor(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, out.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, errors.descriptor(), STDERR_FILENO);
    sigset_t usual, none;
    sigemptyset(&usual);
    for (const int signal : {SIGINT, SIGPIPE, SIGXFSZ}) sigaddset(&usual, signal);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Surroundings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

std::optional<ToolResult> run_tool(const std::string& program, const std::vector<std::string>& arguments,
                                   std::string_view input) {
  Stream in, out, errors;
  in.fill(input);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  const Surroundings surroundings(in, out, errors);
  const Interrupt interrupt;
  pid_t child = 0;
  const int error = posix_spawnp(&child, program.c_str(), surroundings.actions(), surroundings.attributes(),
                                 pointers.data(), environ);
  if (error == ENOENT) return std::nullopt;
  if (error != 0) fail(error, "cannot run " + program);

  ToolResult result;
  int how = 0;
  // Asking now and then instead of waiting: a signal that comes just before a wait would go unnoticed.
  while (waitpid(child, &how, WNOHANG) == 0) {
    if (Interrupt::wanted() && !result.interrupted) {
      result.interrupted = true;
      kill(child, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  result.interrupted = Interrupt::wanted();
  result.status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
  result.out = out.text();
  result.errors = errors.text();
  return result;
}

}  // namespace adage::cli
