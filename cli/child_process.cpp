#include "cli/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace faultline::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Whether there is something to read, or an end, before the deadline.
bool readable(int descriptor, const std::optional<Clock::time_point>& deadline) {
  for (;;) {
    const auto left = deadline ? std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count() : -1;
    if (deadline && left <= 0) return false;
    pollfd one{descriptor, POLLIN, 0};
    const int ready = poll(&one, 1, static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max())));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // the read says what is wrong
  }
}

// Until the end; nothing when the deadline comes before.
std::optional<std::string> read_all(int descriptor, const std::optional<Clock::time_point>& deadline) {
  std::string text;
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    if (!readable(descriptor, deadline)) return std::nullopt;
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return text;
    }
  }
}

struct Close {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

// A file without a name that holds the text, to be read from its beginning; null when there is no room for it.
File file_of(std::string_view text) {
  File file(std::tmpfile());
  if (file && (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0 ||
               std::fseek(file.get(), 0, SEEK_SET) != 0)) {
    file.reset();
  }
  return file;
}

}  // namespace

ChildRun run_child(std::vector<std::string> words, const ChildOptions& options) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ChildRun run;
  File read_from;
  if (options.input && !(read_from = file_of(*options.input))) {
    run.error = errno;
    return run;
  }
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    run.error = errno;
    return run;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  if (read_from) posix_spawn_file_actions_adddup2(&actions, fileno(read_from.get()), STDIN_FILENO);
  if (options.quiet) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const std::optional<Clock::time_point> deadline =
      options.limit ? std::optional(Clock::now() + *options.limit) : std::nullopt;
  pid_t child = 0;
  run.error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (run.error == 0) {
    std::optional<std::string> output = read_all(ends[0], deadline);
    run.timed_out = !output;
    if (output) {
      run.output = std::move(*output);
    } else {
      kill(child, SIGKILL);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    run.failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }
  close(ends[0]);
  return run;
}

}  // namespace faultline::cli
