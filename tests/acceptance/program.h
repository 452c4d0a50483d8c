// Runs the built program as its users do: as a process.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace faultline::test {

struct Ended {
  int code;  ///< exit code, or 128 + signal
  std::string out;
  std::string err;
};

/// A folder of its own for each test, and the program to run in it.
class ProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("faultline-acceptance-" + std::to_string(getpid()) + "-" +
                                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::string program() {
    const char* named = std::getenv("FAULTLINE_BINARY");
    return named != nullptr ? named : FAULTLINE_BINARY;
  }
  static std::string scenario(const std::string& name = "online-boutique") {
    return FAULTLINE_SOURCE_DIR "/scenarios/" + name;
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  static std::string read(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  /// Starts the program; its streams go to files.
  pid_t start(const std::vector<std::string>& arguments) const {
    const pid_t child = fork();
    if (child == 0) {
      if (std::freopen(file("out").c_str(), "wb", stdout) == nullptr ||
          std::freopen(file("err").c_str(), "wb", stderr) == nullptr) {
        _exit(126);
      }
      std::vector<char*> argv{const_cast<char*>("faultline")};
      for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
      }
      argv.push_back(nullptr);
      execv(program().c_str(), argv.data());
      _exit(127);
    }
    return child;
  }

  Ended wait_for(pid_t child) const {
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read(file("out")), read(file("err"))};
  }

  Ended run(const std::vector<std::string>& arguments) const { return wait_for(start(arguments)); }
  Ended run(std::vector<std::string> arguments, const std::vector<std::string>& more) const {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  /// Compares small-shop's policies, into file("run").
  void compare_small_shop(int replications) const {
    const Ended ended = run({"compare", scenario("small-shop"), "--replications", std::to_string(replications),
                             "--quiet", "--out", file("run")});
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  /// Sweeps small-shop with 4 quarters a cell, into file(out).
  void sweep_small_shop(const std::string& out, const std::vector<std::string>& more) const {
    const Ended ended =
        run({"sweep", scenario("small-shop"), "--replications", "4", "--quiet", "--out", file(out)}, more);
    ASSERT_EQ(ended.code, 0) << ended.err;
  }

  /// Holds small-shop against made incidents of nine months, of which the last three are held out, into
  /// file("backtest.json").
  void backtest_small_shop() const {
    std::ofstream incidents(file("incidents.csv"));
    incidents << "id,first_event,timezone,ttd_min,ttr_min\n";
    for (int month = 1; month <= 9; ++month) {
      for (int day = 10; day <= 28; ++day) {
        incidents << 'i' << month << '-' << day << ",2024-0" << month << '-' << day << "T09:00:00,UTC,5,"
                  << 20 + 9 * (day % 9) << '\n';
      }
    }
    incidents.close();
    const Ended ended = run({"backtest", scenario("small-shop"), "--incidents", file("incidents.csv"), "--until",
                             "2024-06-03", "--replications", "20", "--quiet", "-o", file("backtest.json")});
    ASSERT_EQ(ended.code, 0) << ended.err;
  }

  /// Kills a command at ever later instants and starts it again, until it comes to its end by itself; left alone after
  /// so many attempts. The command must go on where it was. Expects that it was killed more than twice.
  Ended kill_until_done(const std::vector<std::string>& arguments, int attempts, useconds_t step_microseconds) const {
    int kills = 0;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const pid_t child = start(arguments);
      usleep(20'000 + step_microseconds * static_cast<useconds_t>(attempt));
      kill(child, SIGKILL);
      if (Ended ended = wait_for(child); ended.code != 128 + SIGKILL) {
        EXPECT_GT(kills, 2) << "the run ended before it could be killed: make it longer";
        return ended;
      }
      ++kills;
    }
    return run(arguments);  // too slow a machine
  }

  /// A shell command in which $F is the program; for limits and redirections.
  Ended shell(const std::string& command) const {
    const std::string whole =
        "F='" + program() + "'; { " + command + "; } >'" + file("out") + "' 2>'" + file("err") + "'";
    const int status = std::system(whole.c_str());
    return {WEXITSTATUS(status), read(file("out")), read(file("err"))};
  }

  std::filesystem::path folder_;
};

}  // namespace faultline::test
