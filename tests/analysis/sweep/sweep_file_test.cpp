// What is written is read again, bit by bit, and nothing else is taken for a sweep. Nothing here is by chance.
#include "analysis/sweep/sweep_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "analysis/store/sqlite.h"
#include "models/core/input_error.h"
#include "tests/analysis/sweep/made_sweep.h"

namespace faultline {
namespace {

using test::failed_cell;

class SweepStore : public test::SweepFolder {
 protected:
  static SweepDescription sweep() { return test::made_sweep(); }

  static CellResult cell(double x) {
    CellResult result;
    result.scenario_sha256 = "def";
    result.policies.resize(2);
    result.policies[0].lost_orders = {x, 2 * x, 0.1};
    result.policies[1].lost_orders = {0, 0, -0.0};
    result.policies[0].means[3] = 17;
    return result;
  }

  void execute(const std::string& sql) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
  }

  void write_whole() const {
    SweepFile file = SweepFile::create(file_, sweep());
    file.append(cell(1));
    file.append(failed_cell());
    file.append(cell(3));
    file.finish();
  }

  static std::string refusal(const std::function<void()>& action) {
    try {
      action();
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
};

TEST_F(SweepStore, ReadsWhatWasWritten) {
  write_whole();
  const SweepFile file = SweepFile::open(file_);
  EXPECT_TRUE(file.complete());
  EXPECT_EQ(file.cells(), 3U);
  EXPECT_EQ(file.sweep().seed, sweep().seed);
  EXPECT_EQ(file.sweep().precision, sweep().precision);
  EXPECT_EQ(file.sweep().design.parameters, sweep().design.parameters);
  EXPECT_EQ(file.sweep().design.values.values, sweep().design.values.values);
  EXPECT_EQ(file.read(2).policies[0].lost_orders, (std::vector<double>{3, 6, 0.1}));
  EXPECT_EQ(file.read(2).policies[0].means[3], 17);
  EXPECT_EQ(file.read(1).failure, "/defects/beta: must be at most 1");
  EXPECT_TRUE(file.read(1).policies.empty());
  EXPECT_FALSE(std::filesystem::exists(file_.string() + "-wal"));
}

TEST_F(SweepStore, GoesOnToTheSameHash) {
  write_whole();
  const std::string whole = SweepFile::open(file_).results_sha256();
  std::filesystem::remove(file_);
  {
    SweepFile file = SweepFile::resume(file_, sweep());
    file.append(cell(1));
  }
  EXPECT_FALSE(SweepFile::open(file_).complete());
  SweepFile file = SweepFile::resume(file_, sweep());
  EXPECT_EQ(file.cells(), 1U);
  file.append(failed_cell());
  file.append(cell(3));
  file.finish();
  EXPECT_EQ(file.results_sha256(), whole);
}

TEST_F(SweepStore, CountsWarningsOverInterruptions) {
  const auto warned = [](double x, std::vector<std::string> warnings) {
    CellResult result = cell(x);
    result.warnings = std::move(warnings);
    return result;
  };
  {
    SweepFile file = SweepFile::resume(file_, sweep());
    EXPECT_TRUE(file.warnings().empty()) << "without a table of them";
    file.append(warned(1, {"b is low", "a is low"}));
  }
  {
    SweepFile file = SweepFile::resume(file_, sweep());
    EXPECT_EQ(file.warnings(), (std::vector<CellWarning>{{"b is low", 1}, {"a is low", 1}}));
    std::vector<std::string> many{"a is low"};
    for (int i = 0; i < 200; ++i) {
      many.push_back("text " + std::to_string(i));
    }
    file.append(warned(2, many));
    file.append(cell(3));
    file.finish();
  }
  const SweepFile file = SweepFile::open(file_);
  ASSERT_EQ(file.warnings().size(), 100U) << "texts with numbers of their own may be as many as cells";
  EXPECT_EQ(file.warnings()[1], (CellWarning{"a is low", 2}));
  const std::string with_warnings = file.results_sha256();
  std::filesystem::remove(file_);
  SweepFile plain = SweepFile::create(file_, sweep());
  for (const double x : {1, 2, 3}) {
    plain.append(cell(x));
  }
  EXPECT_EQ(plain.results_sha256(), with_warnings);
}

TEST_F(SweepStore, RefusesAnotherSweep) {
  { SweepFile file = SweepFile::resume(file_, sweep()); }
  SweepDescription other = sweep();
  other.seed = 1;
  other.design.values.values[1] = 0.0021;
  const std::string message = refusal([&] { (void)SweepFile::resume(file_, other); });
  EXPECT_NE(message.find("another seed"), std::string::npos) << message;
  EXPECT_NE(message.find("another design"), std::string::npos) << message;
}

TEST_F(SweepStore, KeepsASweepThatIsNotFinished) {
  { SweepFile file = SweepFile::create(file_, sweep()); }
  { SweepFile::create(file_, sweep()).append(cell(1)); }  // in place of one without cells
  const std::string message = refusal([&] { (void)SweepFile::create(file_, sweep()); });
  EXPECT_NE(message.find("not finished: 1 of 3 cells are done"), std::string::npos) << message;
  EXPECT_NE(message.find("--resume"), std::string::npos) << message;
  {
    SweepFile file = SweepFile::resume(file_, sweep());
    EXPECT_EQ(file.cells(), 1U);
    file.append(cell(2));
    file.append(cell(3));
    file.finish();
  }
  EXPECT_EQ(SweepFile::create(file_, sweep()).cells(), 0U) << "a finished one is replaced";
}

TEST_F(SweepStore, KeepsASweepOfAnotherVersion) {
  write_whole();
  execute("PRAGMA user_version = 1");
  const std::string message = refusal([&] { (void)SweepFile::create(file_, sweep()); });
  EXPECT_NE(message.find("sweep of version 1; this program writes version 2"), std::string::npos) << message;
}

TEST_F(SweepStore, RefusesWhatIsNoSweep) {
  EXPECT_NE(refusal([&] { (void)SweepFile::open(file_); }).find("no such file"), std::string::npos);
  std::ofstream(file_) << "";
  EXPECT_NE(refusal([&] { (void)SweepFile::open(file_); }).find("no sweep yet"), std::string::npos);
  std::ofstream(file_) << "this is no database, whatever its name says, and long enough to be looked at";
  const std::string damaged = refusal([&] { (void)SweepFile::open(file_); });
  EXPECT_NE(damaged.find("damaged"), std::string::npos) << damaged;
  EXPECT_EQ(damaged.find("comparison"), std::string::npos) << damaged;
  std::filesystem::remove(file_);
  execute("CREATE TABLE mine (x)");
  EXPECT_NE(refusal([&] { (void)SweepFile::open(file_); }).find("no sweep of faultline"), std::string::npos);
  EXPECT_NE(refusal([&] { (void)SweepFile::create(file_, sweep()); }).find("no sweep of faultline"), std::string::npos);
  EXPECT_NE(refusal([&] { (void)SweepFile::resume(file_, sweep()); }).find("no sweep of faultline"), std::string::npos);
  EXPECT_EQ(refusal([&] { execute("INSERT INTO mine VALUES (1)"); }), "accepted");
}

TEST_F(SweepStore, RefusesAnotherVersionAndHalfAFile) {
  write_whole();
  execute("PRAGMA user_version = 99");
  EXPECT_NE(refusal([&] { (void)SweepFile::open(file_); }).find("version 99"), std::string::npos);
  execute("PRAGMA user_version = 1");
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
  EXPECT_NE(refusal([&] { (void)SweepFile::open(file_); }), "accepted");
}

TEST_F(SweepStore, SeesWhatWasChangedByHand) {
  write_whole();
  execute("UPDATE cell_policy SET lost_orders = zeroblob(24) WHERE cell = 0 AND policy = 0");
  const SweepFile file = SweepFile::open(file_);
  EXPECT_NE(refusal([&] { (void)file.read(0); }).find("digest"), std::string::npos);
  EXPECT_EQ(file.read(2).policies.size(), 2U);
}

TEST_F(SweepStore, SeesASummaryThatDoesNotFitTheLosses) {
  for (const std::string column : {"mean", "standard_deviation", "p50", "p90", "p95", "p99"}) {
    write_whole();
    EXPECT_EQ(refusal([&] { (void)SweepFile::open(file_).read(2); }), "accepted");
    execute("UPDATE cell_policy SET " + column + " = " + column + " + 1 WHERE cell = 2");
    const std::string message = refusal([&] { (void)SweepFile::open(file_).read(2); });
    EXPECT_NE(message.find("do not fit its lost orders"), std::string::npos) << column << ": " << message;
    EXPECT_EQ(refusal([&] { (void)SweepFile::open(file_).read(0); }), "accepted");
  }
}

TEST_F(SweepStore, OneWriterAtATime) {
  const SweepFile first = SweepFile::resume(file_, sweep());
  EXPECT_THROW((void)SweepFile::resume(file_, sweep()), StorageFailure);
  EXPECT_THROW((void)SweepFile::create(file_, sweep()), StorageFailure);
}

TEST_F(SweepStore, AReaderIsNotSentToAnotherFolder) {
  const SweepFile first = SweepFile::resume(file_, sweep());
  const auto in_use = [&](const std::function<void()>& action) {
    try {
      action();
    } catch (const StorageFailure& failure) {
      return std::string(failure.what());
    }
    return std::string("accepted");
  };
  const std::string reader = in_use([&] { (void)SweepFile::open(file_); });
  EXPECT_NE(reader.find("wait for it to end"), std::string::npos) << reader;
  EXPECT_EQ(reader.find("--out"), std::string::npos) << reader;
  const std::string writer = in_use([&] { (void)SweepFile::resume(file_, sweep()); });
  EXPECT_NE(writer.find("--out"), std::string::npos) << writer;
}

}  // namespace
}  // namespace faultline
