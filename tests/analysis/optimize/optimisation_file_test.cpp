// What is written is read again, bit by bit, and nothing else is taken for a search.
#include "analysis/optimize/optimisation_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "models/core/input_error.h"
#include "tests/analysis/optimize/made_search.h"

namespace faultline {
namespace {

class OptimisationStore : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static OptimisationDescription description() {
    return test::made_description(2, test::made_goal(Minimise::friction));
  }
  void write_two_batches() const {
    OptimisationFile file = OptimisationFile::create(path_, description());
    for (std::size_t b = 0; b < 2; ++b) {
      file.append(b, {0, 1}, {test::made_batch({100, 10}, 0, b), test::made_batch({200, 5}, 1, b)});
    }
  }
  void execute(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-optimize-" + std::to_string(getpid()) + "-" +
                                                testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::path path_ = folder_ / "results.sqlite";
};

TEST_F(OptimisationStore, GivesBackEveryBit) {
  write_two_batches();
  const OptimisationFile file = OptimisationFile::resume(path_, description());
  EXPECT_EQ(file.quarters(), 40U);
  Optimisation search(description());
  file.read_into(search, 1, 0, 5);
  FigureTable expected = test::made_batch({200, 5}, 1, 0);
  expected.add(test::made_batch({200, 5}, 1, 1));
  EXPECT_EQ(search.figures()[1].columns, expected.columns);
  EXPECT_EQ(search.batches(0), 0U);
}

TEST_F(OptimisationStore, RefusesAnotherSearch) {
  write_two_batches();
  OptimisationDescription other = description();
  other.goal.limits.lost_orders = 5.0;
  EXPECT_THROW((void)OptimisationFile::resume(path_, other), InputError);
  other = description();
  other.candidates[1].cost = 1.0;
  EXPECT_THROW((void)OptimisationFile::resume(path_, other), InputError);
}

TEST_F(OptimisationStore, KeepsASearchThatIsNotFinished) {
  write_two_batches();
  try {
    (void)OptimisationFile::create(path_, description());
    FAIL() << "hours of work would be lost";
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("40 quarters are done"), std::string::npos) << message;
    EXPECT_NE(message.find("--resume"), std::string::npos) << message;
  }
  EXPECT_EQ(OptimisationFile::resume(path_, description()).quarters(), 40U);
  execute("UPDATE run SET value = 'complete' WHERE key = 'status'");
  EXPECT_EQ(OptimisationFile::create(path_, description()).quarters(), 0U);
  EXPECT_NO_THROW((void)OptimisationFile::create(path_, description())) << "nothing is in it";
  execute("PRAGMA user_version = 99");
  EXPECT_THROW((void)OptimisationFile::create(path_, description()), InputError);
}

TEST_F(OptimisationStore, RefusesWhatWasChangedByHand) {
  write_two_batches();
  execute("UPDATE batch SET figures = zeroblob(560) WHERE candidate = 1 AND ordinal = 1");
  const OptimisationFile file = OptimisationFile::resume(path_, description());
  Optimisation search(description());
  EXPECT_NO_THROW(file.read_into(search, 0, 0, 2));
  EXPECT_THROW(file.read_into(search, 1, 0, 2), InputError);
}

TEST_F(OptimisationStore, RefusesAGap) {
  write_two_batches();
  execute("DELETE FROM batch WHERE candidate = 1 AND ordinal = 0");
  const OptimisationFile file = OptimisationFile::resume(path_, description());
  Optimisation search(description());
  EXPECT_THROW(file.read_into(search, 1, 0, 2), InputError);
}

TEST_F(OptimisationStore, LeavesOtherFilesAlone) {
  std::ofstream(path_) << "not a database";
  EXPECT_THROW((void)OptimisationFile::create(path_, description()), InputError);
  std::string text;
  std::getline(std::ifstream(path_), text);
  EXPECT_EQ(text, "not a database");
}

TEST_F(OptimisationStore, HashesTheSearchAndItsQuarters) {
  write_two_batches();
  const std::string hash = OptimisationFile::resume(path_, description()).results_sha256();
  std::filesystem::remove(path_);
  OptimisationFile again = OptimisationFile::create(path_, description());
  EXPECT_NE(again.results_sha256(), hash);
  for (std::size_t b = 0; b < 2; ++b) {
    again.append(b, {1}, {test::made_batch({200, 5}, 1, b)});
    again.append(b, {0}, {test::made_batch({100, 10}, 0, b)});
  }
  EXPECT_EQ(again.results_sha256(), hash);  // in whatever order they came
}

}  // namespace
}  // namespace faultline
