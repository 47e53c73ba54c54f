// SPDX-License-Identifier: BSL-1.0
// `adage atlas`: a site of all activations. Everything is made in memory, entries on all cores; only then is a folder
// written beside its place and renamed, so that there is never half an atlas.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "ball/ball.hpp"
#include "cli/atlas_pages.hpp"
#include "cli/command.hpp"
#include "cli/drawing.hpp"
#include "cli/files.hpp"
#include "cli/interrupt.hpp"
#include "script/catalog.hpp"

namespace adage::cli {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

/// `[##########..........] 34 of 104, gelu_act, 12 s left`
class Bar {
 public:
  Bar(Output& output, std::string_view work, std::size_t total) : progress_(output), work_(work), total_(total) {}
  void show(std::size_t done, std::string_view name) {
    const double share = total_ == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total_);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
    const double left = done == 0 ? 0 : spent.count() * (1 / share - 1);
    progress_.show(fmt::format("{} {} {} of {}{}{}", bar_text(share), work_, done, total_,
                               done == 0 ? "" : fmt::format(", {:.0f} s left", left),
                               name.empty() ? "" : fmt::format(", {}", name)));
  }

 private:
  Progress progress_;
  std::string_view work_;
  std::size_t total_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

struct Job {
  const AtlasSource* source;
  const Script* script;
  std::size_t statement;
};

/// Makes the entries in threads; nothing after Ctrl-C or a fault, which has been reported.
std::optional<std::vector<AtlasEntry>> make_entries(const std::vector<Job>& jobs, bool timing, unsigned threads,
                                                    Workplace& workplace) {
  std::vector<std::optional<AtlasEntry>> made(jobs.size());
  std::vector<std::string> faults(jobs.size());
  std::atomic<std::size_t> next = 0, done = 0;
  std::atomic<bool> stop = false;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size() && !stop; i = next++) {
      try {
        made[i] = atlas_entry(*jobs[i].source, *jobs[i].script, jobs[i].statement, timing);
      } catch (const std::exception& error) {
        faults[i] = error.what();
        stop = true;
      }
      ++done;
    }
    release_thread_memory();
  };
  {
    const Interrupt interrupt;
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t != threads; ++t) workers.emplace_back(work);
    Bar bar(workplace.err, "analysed", jobs.size());
    while (done < jobs.size() && !stop) {
      if (Interrupt::wanted()) stop = true;
      bar.show(done, "");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  const auto fault = std::ranges::find_if(faults, [](const std::string& text) { return !text.empty(); });
  if (fault != faults.end()) {
    workplace.complain(*fault);
    return std::nullopt;
  }
  if (stop) {
    workplace.complain("interrupted; nothing was written");
    return std::nullopt;
  }
  std::vector<AtlasEntry> entries;
  std::set<std::string> names;
  for (auto& entry : made) {
    if (entry->inputs.empty()) continue;
    while (!names.insert(entry->name).second) entry->name += "_2";
    entries.push_back(std::move(*entry));
  }
  return entries;
}

/// Pictures and pages by their names. Throws Error when a picture cannot be drawn.
Files make_files(const std::vector<AtlasEntry>& entries, Workplace& workplace) {
  Files files{{"atlas.css", std::string(atlas_style())},
              {"atlas.js", std::string(atlas_script())},
              {"compare.js", std::string(compare_script())},
              {"index.html", atlas_index(entries)},
              {"compare.html", atlas_compare(entries)}};
  Bar bar(workplace.err, "drawn", entries.size());
  for (std::size_t i = 0; i != entries.size(); ++i) {
    const AtlasEntry& entry = entries[i];
    bar.show(i, entry.name);
    if (entry.plot) files[entry.name + ".svg"] = drawn_by(kGnuplot, {"-"}, to_gnuplot(*entry.plot));
    if (!entry.graph.empty()) files[entry.name + ".graph.svg"] = drawn_by(kDot, {"-Tsvg"}, entry.graph);
    files[entry.name + ".html"] =
        atlas_page(entry, i == 0 ? nullptr : &entries[i - 1], i + 1 == entries.size() ? nullptr : &entries[i + 1],
                   entry.plot.has_value(), !entry.graph.empty());
  }
  return files;
}

bool is_atlas(const fs::path& folder) {
  std::ifstream index(folder / "index.html", std::ios::binary);
  std::string text(2'000, '\0');
  index.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text.find(kAtlasMark) != std::string::npos;
}

/// May the folder be made, or replaced? Asked before the work and not only after it.
bool may_write(const fs::path& folder, Workplace& workplace) {
  std::error_code failed;
  if (!fs::exists(fs::symlink_status(folder, failed))) return true;
  if (fs::is_directory(folder, failed) && (fs::is_empty(folder, failed) || is_atlas(folder))) return true;
  workplace.complain(fmt::format("{} is there already and is no atlas; name another folder with -o", folder.string()));
  return false;
}

bool write_folder(const fs::path& folder, const Files& files, Workplace& workplace) {
  const Interrupt interrupt;  // it takes a moment only, and must not be left half-done
  fs::path target = folder;
  if (!target.has_filename()) target = target.parent_path();
  const fs::path temporary = target.string() + ".part", old = target.string() + ".old";
  std::error_code failed;
  const auto give_up = [&](const std::string& reason) {
    std::error_code ignored;
    fs::remove_all(temporary, ignored);
    if (!reason.empty()) workplace.complain(fmt::format("cannot write {}: {}", folder.string(), reason));
    return false;
  };
  fs::remove_all(temporary, failed);
  if (!fs::create_directories(temporary, failed)) return give_up(failed.message());
  for (const auto& [name, text] : files) {
    if (!write_file((temporary / name).string(), text, workplace)) return give_up("");
  }
  fs::remove_all(old, failed);
  if (fs::exists(target)) fs::rename(target, old, failed);
  if (failed) return give_up(failed.message());
  fs::rename(temporary, target, failed);
  if (failed) {
    std::error_code ignored;
    fs::rename(old, target, ignored);
    return give_up(failed.message());
  }
  fs::remove_all(old, failed);
  return true;
}

}  // namespace

int run_atlas(const Request& request, Workplace& workplace) {
  const auto begin = std::chrono::steady_clock::now();
  const fs::path folder = request.get("--output", "atlas");
  if (!may_write(folder, workplace)) return kBadInput;
  std::vector<AtlasSource> sources;
  if (!request.has("--only-files")) sources.push_back({"catalogue", std::string(builtin_catalog())});
  for (const std::string& path : request.all("--file")) {
    auto text = read_file(path, workplace);
    if (!text) return kBadInput;
    sources.push_back({path, std::move(*text)});
  }
  std::vector<Script> scripts;
  for (const AtlasSource& source : sources) scripts.emplace_back(source.text, source.name);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i != sources.size(); ++i) {
    for (const std::size_t statement : atlas_statements(scripts[i]))
      jobs.push_back({&sources[i], &scripts[i], statement});
    for (const Diagnostic& diagnostic : scripts[i].parsed().diagnostics)
      workplace.report(diagnostic, sources[i].text, sources[i].name);
    if (!scripts[i].parsed().diagnostics.empty()) return kBadInput;
  }
  if (jobs.empty()) {
    workplace.complain("there is nothing to show: no definition in the files");
    return kBadInput;
  }
  unsigned threads = 0;
  const std::string digits = request.get("--threads", "0");
  std::from_chars(digits.data(), digits.data() + digits.size(), threads);
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  const auto entries = make_entries(jobs, !request.has("--no-timing"), threads, workplace);
  if (!entries) return kBadInput;
  try {
    const Files files = make_files(*entries, workplace);
    if (!write_folder(folder, files, workplace)) return kBadInput;
  } catch (const std::exception& error) {
    workplace.complain(error.what());
    return kBadInput;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  workplace.out.line(fmt::format("{} functions in {}; open {} ({:.1f} s)", entries->size(), folder.string(),
                                 (folder / "index.html").string(), taken.count()));
  return kFine;
}

}  // namespace adage::cli
