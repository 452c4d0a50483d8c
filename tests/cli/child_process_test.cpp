#include "cli/child_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace faultline::cli {
namespace {

TEST(RunChild, ReadsItsInputAndHandsOverItsOutput) {
  const std::string text(200'000, 'x');
  const ChildRun run = run_child({"cat"}, {.input = text});
  EXPECT_FALSE(run.failed);
  EXPECT_FALSE(run.timed_out);
  EXPECT_EQ(run.output, text);
}

TEST(RunChild, TellsAFailureFromAProgramThatIsNotThere) {
  const ChildRun failing = run_child({"false"});
  EXPECT_EQ(failing.error, 0);
  EXPECT_TRUE(failing.failed);
  EXPECT_NE(run_child({"no-such-program-anywhere"}).error, 0);
}

TEST(RunChild, EndsWhoTakesTooLong) {
  const ChildRun run = run_child({"sleep", "600"}, {.limit = std::chrono::milliseconds(50)});
  EXPECT_TRUE(run.timed_out);
  EXPECT_TRUE(run.failed);
}

}  // namespace
}  // namespace faultline::cli
