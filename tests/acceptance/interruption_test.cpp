// Whatever stops a run, what was computed is kept and --resume reaches the same results_sha256. Nothing here depends on
// timing: where an interruption falls does not matter, only that the run goes on from there.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

class Interruption : public test::ProgramTest {
 protected:
  std::vector<std::string> compare(const std::string& out, const std::vector<std::string>& more = {},
                                   const std::string& replications = "120") const {
    std::vector<std::string> arguments{"compare", scenario(), "--replications", replications, "--out",
                                       out,       "--format", "json",           "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  void expect_same_after_kills(const std::vector<std::string>& more);

  // Until the run has stored something.
  /// A file without blocks takes half a megabyte.
  static void wait_for_blocks(const std::string& out) {
    std::error_code error;
    for (int i = 0; i < 600 && !(std::filesystem::file_size(out + "/results.sqlite-wal", error) > 1'000'000 && !error);
         ++i) {
      usleep(50'000);
    }
  }

  static std::string hash(const Ended& ended) {
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.code == 0 ? nlohmann::json::parse(ended.out).at("results_sha256").get<std::string>() : "";
  }
};

void Interruption::expect_same_after_kills(const std::vector<std::string>& more) {
  const std::string whole = hash(run(compare(file("whole"), more)));
  std::vector<std::string> resumed = more;
  resumed.insert(resumed.end(), {"--resume", "--threads", "2"});
  EXPECT_EQ(hash(kill_until_done(compare(file("killed"), resumed), 60, 15'000)), whole);
}

TEST_F(Interruption, KilledAgainAndAgain) { expect_same_after_kills({}); }

TEST_F(Interruption, KilledOnTheWayToAPrecision) { expect_same_after_kills({"--precision", "12%"}); }

TEST_F(Interruption, ControlCKeepsWhatWasDone) {
  const pid_t child = start(compare(file("stopped"), {}, "20000"));
  wait_for_blocks(file("stopped"));
  kill(child, SIGINT);
  const Ended ended = wait_for(child);
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_NE(ended.err.find("of 20000 replications are kept in"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("Go on with: faultline compare"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--resume"), std::string::npos) << ended.err;
}

TEST_F(Interruption, FileTooLarge) {
  const std::string whole = hash(run(compare(file("whole"))));
  const Ended full = shell("bash -c \"ulimit -f 1500; exec '$F' compare '" + scenario() +
                           "' --replications 120 --out '" + file("full") + "'\"");
  EXPECT_EQ(full.code, 5) << full.err;
  EXPECT_NE(full.err.find("of 120 replications are kept in"), std::string::npos) << full.err;
  const Ended page = run({"export", file("full"), "--format", "json"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_GT(nlohmann::json::parse(page.out).at("replications").get<int>(), 0) << "what was computed can be read";
  EXPECT_EQ(hash(run(compare(file("full"), {"--resume"}))), whole);
}

TEST_F(Interruption, DiskFull) {
  const std::string disk = file("disk");
  std::filesystem::create_directories(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1700k") != 0) {
    GTEST_SKIP() << "this user may not mount a small disk; FileTooLarge tests the same path";
  }
  const std::string whole = hash(run(compare(file("whole"))));
  const Ended full = run(compare(disk + "/run"));
  EXPECT_EQ(full.code, 5) << full.err;
  EXPECT_NE(full.err.find("of 120 replications are kept in"), std::string::npos) << full.err;
  EXPECT_EQ(mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=50m"), 0);
  EXPECT_EQ(hash(run(compare(disk + "/run", {"--resume"}))), whole);
  umount(disk.c_str());
}

TEST_F(Interruption, AnUnfinishedRunIsNotReplaced) {
  const pid_t child = start(compare(file("stopped"), {}, "20000"));
  wait_for_blocks(file("stopped"));
  kill(child, SIGINT);
  EXPECT_EQ(wait_for(child).code, 130);
  const Ended again = run(compare(file("stopped"), {}, "20000"));
  EXPECT_EQ(again.code, 3) << again.err;
  EXPECT_NE(again.err.find("of 20000 replications are done"), std::string::npos) << again.err;
  EXPECT_NE(again.err.find("--resume"), std::string::npos) << again.err;
}

TEST_F(Interruption, ResumeRefusesAnotherRun) {
  EXPECT_EQ(run(compare(file("run"))).code, 0);
  const Ended other = run(compare(file("run"), {"--resume", "--seed", "99"}));
  EXPECT_EQ(other.code, 3);
  EXPECT_NE(other.err.find("another seed"), std::string::npos) << other.err;
  const Ended changed = run(compare(file("run"), {"--resume", "--set", "/defects/beta=0.003"}));
  EXPECT_EQ(changed.code, 3);
  EXPECT_NE(changed.err.find("another scenario"), std::string::npos) << changed.err;
}

TEST_F(Interruption, OneWriterAtATime) {
  const pid_t first = start(compare(file("run"), {"--threads", "1"}, "20000"));
  wait_for_blocks(file("run"));
  const Ended second =
      shell("$F compare '" + scenario() + "' --replications 20000 --out '" + file("run") + "' --resume");
  kill(first, SIGKILL);
  wait_for(first);
  EXPECT_EQ(second.code, 5) << second.err;
  EXPECT_NE(second.err.find("another process"), std::string::npos) << second.err;
}

}  // namespace
}  // namespace faultline
