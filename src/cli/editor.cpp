// SPDX-License-Identifier: BSL-1.0
// Line editing by libedit. Characters are read here and not by libedit, so that a signal ends the reading of a line
// and so that any UTF-8 works in any locale.
#include "cli/editor.hpp"

#include <histedit.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "base/utf8.hpp"
#include "cli/output.hpp"

namespace adage::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;
volatile std::sig_atomic_t resized = 0;
volatile std::sig_atomic_t reading = 0;

void on_interrupt(int) {
  if (reading == 0) {
    // Nothing can be abandoned half-way, so the first time is a warning and the second one final.
    if (interrupted != 0) _exit(130);
    constexpr std::string_view text = "\nstill computing; Ctrl-C again ends the session\n";
    [[maybe_unused]] const auto written = ::write(2, text.data(), text.size());
  }
  interrupted = 1;
}

void on_resize(int) { resized = 1; }

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);  // without SA_RESTART: reading must return
}

/// One byte; 0 at the end, -1 when interrupted.
ssize_t next_byte(EditLine* editor, unsigned char& byte) {
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got >= 0 || errno != EINTR) return got;
    if (resized != 0) {
      resized = 0;
      el_resize(editor);
    }
    if (interrupted != 0) return -1;
  }
}

int next_character(EditLine* editor, wchar_t* character) {
  unsigned char byte = 0;
  ssize_t got = next_byte(editor, byte);
  if (got != 1) return static_cast<int>(got);
  std::string bytes(1, static_cast<char>(byte));
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  while (bytes.size() < length) {
    got = next_byte(editor, byte);
    if (got != 1) return static_cast<int>(got);
    bytes += static_cast<char>(byte);
  }
  const utf8::Decoded decoded = utf8::decode(bytes);
  *character = static_cast<wchar_t>(decoded.valid ? decoded.code : 0xFFFD);
  return 1;
}

}  // namespace

struct Editor::State {
  EditLine* editor = nullptr;
  History* history = nullptr;
  std::string prompt;
  std::function<Completion(std::string_view)> complete;

  static State& of(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<State*>(data);
  }
  static char* prompt_of(EditLine* editor) { return of(editor).prompt.data(); }
  static unsigned char complete_in(EditLine* editor, int);
};

unsigned char Editor::State::complete_in(EditLine* editor, int) {
  const LineInfo* line = el_line(editor);
  const std::string before(line->buffer, line->cursor);
  const Completion completion = of(editor).complete(before);
  if (completion.candidates.empty()) return CC_REFRESH_BEEP;
  const std::string common = common_beginning(completion.candidates);
  if (common.size() > completion.length) {
    el_insertstr(editor, common.c_str() + completion.length);
    return CC_REFRESH;
  }
  if (completion.candidates.size() == 1) return CC_REFRESH;
  std::size_t width = 0;
  for (const std::string& word : completion.candidates) width = std::max(width, columns_of(word) + 2);
  winsize size{};
  const std::size_t total = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
  const std::size_t per_line = std::max<std::size_t>(1, total / width);
  std::string list;
  for (std::size_t i = 0; i != completion.candidates.size(); ++i) {
    list += i % per_line == 0 ? "\n" : "";
    list += padded(completion.candidates[i], width);
  }
  std::printf("%s\n", list.c_str());
  std::fflush(stdout);
  return CC_REDISPLAY;
}

Editor::Editor(std::function<Completion(std::string_view)> complete) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.complete = std::move(complete);
  state.history = history_init();
  HistEvent event;
  history(state.history, &event, H_SETSIZE, 10'000);
  history(state.history, &event, H_SETUNIQUE, 1);
  state.editor = el_init("adage", stdin, stdout, stderr);
  el_set(state.editor, EL_CLIENTDATA, &state);
  el_set(state.editor, EL_PROMPT, &State::prompt_of);
  el_set(state.editor, EL_EDITOR, "emacs");
  el_set(state.editor, EL_SIGNAL, 0);
  el_wset(state.editor, EL_GETCFN, &next_character);
  el_set(state.editor, EL_HIST, history, state.history);
  el_set(state.editor, EL_ADDFN, "adage-complete", "complete a name", &State::complete_in);
  el_set(state.editor, EL_BIND, "^I", "adage-complete", nullptr);
  el_set(state.editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  el_set(state.editor, EL_BIND, "\\e[1;5C", "em-next-word", nullptr);
  el_set(state.editor, EL_BIND, "\\e[1;5D", "ed-prev-word", nullptr);
  el_set(state.editor, EL_BIND, "\\e[3~", "ed-delete-next-char", nullptr);
  el_source(state.editor, nullptr);  // the person's own ~/.editrc
  handle(SIGINT, on_interrupt);
  handle(SIGWINCH, on_resize);
}

Editor::~Editor() {
  el_end(state_->editor);
  history_end(state_->history);
  handle(SIGINT, SIG_DFL);
  handle(SIGWINCH, SIG_DFL);
}

Line Editor::read(std::string_view prompt) {
  state_->prompt = prompt;
  interrupted = 0;
  reading = 1;
  int length = 0;
  const char* text = el_gets(state_->editor, &length);
  reading = 0;
  if (interrupted != 0) {
    interrupted = 0;
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    return {Line::Kind::interrupted, ""};
  }
  if (text == nullptr || length <= 0) return {Line::Kind::end, ""};
  std::string line(text, static_cast<std::size_t>(length));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return {Line::Kind::text, std::move(line)};
}

void Editor::remember(std::string_view text) {
  HistEvent event;
  history(state_->history, &event, H_ENTER, std::string(text).c_str());
}

std::string common_beginning(const std::vector<std::string>& words) {
  if (words.empty()) return "";
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto differs = std::ranges::mismatch(common, word).in1;
    common.erase(differs, common.end());
  }
  while (!common.empty() && common.size() < words.front().size() &&
         (static_cast<unsigned char>(words.front()[common.size()]) & 0xC0) == 0x80) {
    common.pop_back();
  }
  return common;
}

}  // namespace adage::cli
