// The results file: what is written comes back, bit for bit, and what was not written by us is refused.
#include "analysis/store/results_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "analysis/store/blobs.h"
#include "analysis/store/export.h"
#include "models/core/input_error.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;
using test::made_block;
using test::made_run;

class ResultsFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("faultline-store-" + std::to_string(getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
    path_ = folder_ / "results.sqlite";
  }
  void TearDown() override { fs::remove_all(folder_); }

  // A whole run in one go.
  std::string complete_run(const RunDescription& run) {
    ResultsFile file = ResultsFile::create(path_, run);
    ComparisonBuilder builder(run);
    for (std::uint32_t b = 0; b < run.blocks(); ++b) {
      const Block block = made_block(run, b);
      file.append(block);
      builder.add(block);
    }
    file.finish(builder.finish(file.results_sha256()), {});
    return file.results_sha256();
  }

  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  std::string refusal() {
    try {
      const ResultsFile file = ResultsFile::open(path_);
      ComparisonBuilder builder(file.run());
      file.replay_into(builder);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  fs::path folder_;
  fs::path path_;
};

void expect_same_flow(const Outcome& read, const Outcome& written) {
  EXPECT_EQ(read.gates.met, written.gates.met);
  EXPECT_EQ(read.gates.bypassed, written.gates.bypassed);
  EXPECT_EQ(read.gates.hours, written.gates.hours);
  EXPECT_EQ(read.gates.loss, written.gates.loss);
  EXPECT_EQ(read.waterfall.not_shipped, written.waterfall.not_shipped);
  EXPECT_EQ(read.waterfall.contained, written.waterfall.contained);
  EXPECT_EQ(read.waterfall.recovered, written.waterfall.recovered);
  EXPECT_EQ(read.waterfall.interaction, written.waterfall.interaction);
  EXPECT_EQ(read.waterfall.caught, written.waterfall.caught);
  EXPECT_EQ(read.review_hours_by_desk, written.review_hours_by_desk);
  EXPECT_EQ(read.backlog_by_day, written.backlog_by_day);
  EXPECT_EQ(read.lost_orders_by_week, written.lost_orders_by_week);
}

TEST_F(ResultsFileTest, GivesBackWhatWasWritten) {
  const RunDescription run = made_run(25);
  const std::string sha256 = complete_run(run);
  const ResultsFile file = ResultsFile::open(path_);
  EXPECT_TRUE(file.complete());
  EXPECT_EQ(file.results_sha256(), sha256);
  EXPECT_EQ(file.run().scenario_sha256, run.scenario_sha256);
  EXPECT_EQ(file.run().seed, run.seed);
  EXPECT_EQ(file.run().replications, 25U);
  EXPECT_EQ(file.run().horizon_days, 90);
  EXPECT_EQ(file.run().sources.at(1).status, SourceStatus::measured);
  EXPECT_EQ(file.run().warnings, run.warnings);
  EXPECT_EQ(file.run().policies.at(1).id, "controlled-friction");
  ASSERT_EQ(file.run().desks.size(), 3U);
  EXPECT_EQ(file.run().desks[1].id, "seniors");
  EXPECT_EQ(file.run().desks[1].kind, DeskLabel::Kind::pool);
  EXPECT_EQ(file.run().desks[1].people, 4U);
  EXPECT_EQ(file.run().desks[1].hours_per_week, 16);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    const Block written = made_block(run, b);
    const Block read = file.read(b);
    ASSERT_EQ(read.outcomes.size(), written.outcomes.size());
    LogHistogram written_hours;
    LogHistogram read_hours;
    for (std::size_t i = 0; i < read.outcomes.size(); ++i) {
      EXPECT_EQ(read.outcomes[i].metrics, written.outcomes[i].metrics);
      EXPECT_EQ(read.outcomes[i].loss.by_service, written.outcomes[i].loss.by_service);
      EXPECT_EQ(read.outcomes[i].loss.by_team, written.outcomes[i].loss.by_team);
      EXPECT_EQ(read.outcomes[i].loss.by_channel, written.outcomes[i].loss.by_channel);
      EXPECT_EQ(read.outcomes[i].caught_by_gate, written.outcomes[i].caught_by_gate);
      expect_same_flow(read.outcomes[i], written.outcomes[i]);
      written_hours.merge(written.outcomes[i].lead_time_hours);
      read_hours.merge(read.outcomes[i].lead_time_hours);
    }
    EXPECT_EQ(read_hours.counts(), written_hours.counts());
  }
}

TEST_F(ResultsFileTest, ResumedRunReachesTheSameHash) {
  const RunDescription run = made_run(45);
  const std::string whole = complete_run(run);
  fs::remove(path_);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {  // a new process for each block, so to speak
    ResultsFile file = ResultsFile::resume(path_, run);
    ASSERT_EQ(file.blocks(), b);
    ASSERT_FALSE(file.complete());
    file.append(made_block(run, b));
  }
  EXPECT_EQ(ResultsFile::resume(path_, run).results_sha256(), whole);
}

TEST_F(ResultsFileTest, HashDependsOnOutcomesAndIdentity) {
  const std::string first = complete_run(made_run(10));
  RunDescription other_seed = made_run(10);
  other_seed.seed = 8;
  EXPECT_NE(complete_run(other_seed), first);
  RunDescription other_program = made_run(10);
  other_program.git_hash = "another";
  EXPECT_EQ(complete_run(other_program), first);
}

TEST_F(ResultsFileTest, RefusesToResumeAnotherRun) {
  const RunDescription run = made_run(20);
  { ResultsFile::create(path_, run).append(made_block(run, 0)); }
  const auto refuses = [&](const RunDescription& other, const std::string& word) {
    try {
      (void)ResultsFile::resume(path_, other);
      ADD_FAILURE() << "resumed with another " << word;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
    }
  };
  RunDescription other = run;
  other.seed = 8;
  refuses(other, "seed");
  other = run;
  other.scenario_sha256 = std::string(64, '6');
  refuses(other, "scenario");
  other = run;
  other.replications = 30;
  refuses(other, "replications");
  other = run;
  other.policies[1].id = "freeze";
  refuses(other, "policies");
  EXPECT_EQ(ResultsFile::resume(path_, run).blocks(), 1U);
}

TEST_F(ResultsFileTest, KeepsARunThatIsNotFinished) {
  const RunDescription run = made_run(20);
  { const ResultsFile begun = ResultsFile::create(path_, run); }
  { ResultsFile::create(path_, run).append(made_block(run, 0)); }  // in place of one without blocks
  try {
    (void)ResultsFile::create(path_, run);
    FAIL() << "what was computed would be lost";
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("not finished: 10 of 20 replications are done"), std::string::npos) << message;
    EXPECT_NE(message.find("--resume"), std::string::npos) << message;
    EXPECT_NE(message.find("--out"), std::string::npos) << message;
  }
  EXPECT_EQ(ResultsFile::resume(path_, run).blocks(), 1U);
  fs::remove(path_);
  complete_run(run);
  EXPECT_EQ(ResultsFile::create(path_, run).blocks(), 0U) << "a finished one is replaced";
}

TEST_F(ResultsFileTest, RefusesWhatWasChangedByHand) {
  const RunDescription run = made_run(20);
  complete_run(run);
  execute("UPDATE outcome SET metrics = zeroblob(" + std::to_string(8 * kMetricCount) +
          ") WHERE replication = 3 AND run_case = 0");
  EXPECT_NE(refusal().find("damaged or were changed by hand"), std::string::npos) << refusal();
  complete_run(run);
  execute("UPDATE outcome SET loss_by_service = x'00' WHERE replication = 3");
  EXPECT_NE(refusal().find("broken end"), std::string::npos) << refusal();
  complete_run(run);
  execute("DELETE FROM outcome WHERE replication = 19 AND run_case = 0");
  EXPECT_NE(refusal().find("missing"), std::string::npos) << refusal();
  complete_run(run);
  execute("UPDATE run SET value = '0' WHERE key = 'results_sha256'");
  EXPECT_NE(refusal().find("hash"), std::string::npos) << refusal();
  complete_run(run);
  execute("DELETE FROM policy WHERE ordinal = 1");
  EXPECT_NE(refusal().find("contradict"), std::string::npos) << refusal();
}

TEST_F(ResultsFileTest, NamesTheArrayThatIsTooLongOrTooShort) {
  const RunDescription run = made_run(10);
  for (const std::string_view column : store::kOutcomeColumns) {
    complete_run(run);
    execute("UPDATE outcome SET " + std::string(column) + " = zeroblob(20) WHERE replication = 3 AND run_case = 1");
    const std::string why = refusal();
    EXPECT_NE(why.find(std::string(column) + ": "), std::string::npos) << column << ": " << why;
    EXPECT_NE(why.find("damaged or were changed by hand"), std::string::npos) << why;
  }
}

TEST_F(ResultsFileTest, EveryArrayIsPartOfTheDigest) {
  const RunDescription run = made_run(10);
  for (const std::string_view column : store::kOutcomeColumns) {
    complete_run(run);
    // Another replication's array: of the right length, with other numbers in it.
    const std::string name(column);
    execute("UPDATE outcome SET " + name + " = (SELECT substr(" + name + ", 1, length(" + name +
            ") - 8) || x'000000000000F03F' " +
            "FROM outcome WHERE replication = 4 AND run_case = 1) WHERE replication = 3 AND run_case = 1");
    EXPECT_NE(refusal().find("the digest does not fit"), std::string::npos) << column << ": " << refusal();
  }
}

TEST_F(ResultsFileTest, RefusesDesksAndDaysThatCannotBe) {
  const RunDescription run = made_run(10);
  for (const char* sql :
       {"DELETE FROM desk WHERE ordinal = 0", "UPDATE desk SET kind = 'pool' WHERE ordinal = 0",
        "UPDATE desk SET name = 'another' WHERE ordinal = 0", "UPDATE run SET value = 1e12 WHERE key = 'run_off_days'",
        "UPDATE run SET value = -1 WHERE key = 'run_off_days'"}) {
    complete_run(run);
    execute(sql);
    EXPECT_NE(refusal().find("contradict"), std::string::npos) << sql << ": " << refusal();
  }
}

// What the engine does not count costs nothing.
TEST_F(ResultsFileTest, ArraysOfZerosAreStoredEmpty) {
  Outcome nothing = make_outcome(made_run(10));
  const store::OutcomeBlobs blobs = store::to_blobs(nothing, 2);
  for (std::size_t column = 8; column < store::OutcomeBlobs::kColumns; ++column) {
    EXPECT_TRUE(blobs.columns[column].empty()) << store::kOutcomeColumns[column];
  }
  Outcome back = test::made_outcome(made_run(10), 3, 1);
  store::from_blobs(blobs, 2, back);
  expect_same_flow(back, nothing);
}

TEST_F(ResultsFileTest, IncidentsKeepEveryPhase) {
  const RunDescription run = made_run(10);
  ResultsFile file = ResultsFile::create(path_, run);
  ComparisonBuilder builder(run);
  const Block block = made_block(run, 0);
  file.append(block);
  builder.add(block);
  SimulatedIncident record;
  record.incident.service = ServiceId{0};
  record.phase_hours = {1.0, 2.0, 3.0, 4.0, 5.0, std::nullopt};
  record.end = IncidentEnd{.begin_hours = 1,
                           .end_hours = 6,
                           .peak_failed_fraction = 0.25,
                           .severity = 2,
                           .lost_orders_gross = 700,
                           .lost_orders_net = 300,
                           .customer_errors = 9000,
                           .detected_by = DetectedBy::customers};
  file.finish(builder.finish(file.results_sha256()), {.incidents = {record}, .quarters = {}, .timelines = {}});
  store::Database database(path_, store::OpenMode::read_only);
  EXPECT_EQ(database.integer("SELECT COUNT(*) FROM incident WHERE active_hours = 1 AND detected_hours = 2 AND "
                             "responding_hours = 3 AND diagnosed_hours = 4 AND mitigated_hours = 5 AND recovered_hours "
                             "IS NULL AND detected_by = 'customers' AND severity = 2 AND peak_failed_fraction = 0.25 "
                             "AND lost_orders_gross = 700 AND lost_orders_net = 300 AND customer_errors = 9000"),
            1);
}

TEST_F(ResultsFileTest, RefusesOtherVersionsAndOtherFiles) {
  complete_run(made_run(10));
  execute("PRAGMA user_version = 99");
  EXPECT_NE(refusal().find("version 99"), std::string::npos) << refusal();
  execute("PRAGMA application_id = 1");
  EXPECT_NE(refusal().find("no results file"), std::string::npos) << refusal();
  EXPECT_THROW((void)ResultsFile::create(path_, made_run(10)), InputError)
      << "a stranger's database is not overwritten";
  std::ofstream(path_) << "this is a letter to a friend, and no database at all, however long it may become";
  EXPECT_NE(refusal().find("no results file"), std::string::npos) << refusal();
  EXPECT_THROW((void)ResultsFile::create(path_, made_run(10)), InputError);
  fs::remove(path_);
  EXPECT_NE(refusal().find("no such file"), std::string::npos);
}

TEST_F(ResultsFileTest, TruncatedFilesAreRefusedNotRead) {
  complete_run(made_run(30));
  const auto size = fs::file_size(path_);
  for (const double share : {0.9, 0.5, 0.1}) {
    fs::remove(path_);
    complete_run(made_run(30));
    fs::resize_file(path_, static_cast<std::uintmax_t>(static_cast<double>(size) * share));
    EXPECT_NE(refusal(), "") << share;
  }
}

TEST_F(ResultsFileTest, OneWriterAtATime) {
  const RunDescription run = made_run(20);
  const ResultsFile first = ResultsFile::create(path_, run);
  const pid_t child = fork();
  if (child == 0) {  // locks are by process
    int code = 1;
    try {
      (void)ResultsFile::resume(path_, run);
    } catch (const StorageFailure& failure) {
      code = std::string(failure.what()).find("another process") != std::string::npos ? 0 : 2;
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ResultsFileTest, NumpyFilesFollowTheFormat) {
  const std::string file = npy_file(std::vector<std::size_t>{2, 3}, std::vector<double>{1, 2, 3, 4, 5, 6});
  EXPECT_EQ(file.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t header = static_cast<unsigned char>(file[8]) + 256U * static_cast<unsigned char>(file[9]);
  EXPECT_EQ((10 + header) % 64, 0U);
  EXPECT_EQ(file.size(), 10 + header + 6 * 8);
  EXPECT_NE(file.find("'shape': (2, 3, )"), std::string::npos);
  EXPECT_EQ(file[9 + header], '\n');
}

TEST(Blobs, SparseKeepsWhatIsNotZero) {
  const std::vector<double> values{0, 1.5, 0, -2};
  std::vector<double> back(4);
  store::from_sparse_blob(store::to_sparse_blob(values), back);
  EXPECT_EQ(back, values);
  std::vector<double> shorter(2);
  EXPECT_THROW(store::from_sparse_blob(store::to_sparse_blob(values), shorter), std::length_error);
}

}  // namespace
}  // namespace faultline
