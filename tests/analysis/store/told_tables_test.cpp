// What is told of a run comes back from its file, and a file without it is still a results file.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "analysis/store/results_file.h"
#include "models/core/input_error.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

class ToldTablesTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("faultline-told-" + std::to_string(getpid()));
    fs::create_directories(folder_);
    path_ = folder_ / "results.sqlite";
    run_ = test::made_run(20, false);
    ResultsFile file = ResultsFile::create(path_, run_);
    ComparisonBuilder builder(run_);
    for (std::uint32_t b = 0; b < run_.blocks(); ++b) {
      const Block block = test::made_block(run_, b);
      file.append(block);
      builder.add(block);
    }
    EXPECT_FALSE(file.told()) << "the run goes on";
    file.finish(builder.finish(file.results_sha256()), made());
  }
  void TearDown() override { fs::remove_all(folder_); }

  static ToldRun made() {
    SimulatedIncident incident;
    incident.replication = 7;
    incident.run_case = 1;
    incident.incident.number = 4;
    incident.incident.service = ServiceId{2};
    incident.incident.magnitude = 0.25;
    incident.incident.scope = DefectScope::cell;
    incident.phase_hours = {100.0, 101.0, 101.0, std::nullopt, 103.0, 103.5};
    incident.end = IncidentEnd{.begin_hours = 100,
                               .end_hours = 103.5,
                               .peak_failed_fraction = 0.1,
                               .severity = 2,
                               .lost_orders_gross = 70,
                               .lost_orders_net = 30,
                               .customer_errors = 900,
                               .detected_by = DetectedBy::monitor};
    ToldRun told;
    told.incidents = {incident};
    told.quarters = {{1, 0.5, 7, 90, 4}, {1, 0.95, 9, 0, std::nullopt}};
    told.timelines = {{incident, 50.0, {{ServiceId{2}, 0.25}, {ServiceId{0}, 0.05}}, 5, {{100, 0.5}, {103.5, 0}}}};
    told.blast.quarters = 10;
    told.blast.tiers = {"1", "", "2"};
    told.blast.calls = {{0, 2, false}, {1, 2, true}};
    told.blast.policies.resize(2);
    told.blast.policies[1] = {3, {{{2, 2}, 3}, {{2, 0}, 1}}, {{1, 2}, {2, 1}}, {{{0, 2}, 1}}};
    return told;
  }

  void execute(const std::string& sql) { store::Database(path_, store::OpenMode::read_write).execute(sql); }

  fs::path folder_;
  fs::path path_;
  RunDescription run_;
};

TEST_F(ToldTablesTest, ComesBackAsItWas) {
  const std::optional<ToldRun> told = ResultsFile::open(path_).told();
  ASSERT_TRUE(told);
  const ToldRun wanted = made();
  ASSERT_EQ(told->quarters.size(), 2U);
  EXPECT_EQ(told->quarters[0].replication, 7U);
  EXPECT_EQ(told->quarters[0].incident, 4U);
  EXPECT_EQ(told->quarters[1].incident, std::nullopt);
  ASSERT_EQ(told->timelines.size(), 1U);
  const IncidentTimeline& timeline = told->timelines[0];
  EXPECT_EQ(timeline.incident.incident.service, ServiceId{2});
  EXPECT_EQ(timeline.incident.incident.scope, DefectScope::cell);
  EXPECT_EQ(timeline.incident.phase_hours, wanted.timelines[0].incident.phase_hours);
  EXPECT_EQ(timeline.incident.end->detected_by, DetectedBy::monitor);
  EXPECT_EQ(timeline.incident.end->lost_orders_gross, 70);
  EXPECT_EQ(timeline.shipped_hours, 50.0);
  EXPECT_EQ(timeline.reached_in_all, 5U);
  ASSERT_EQ(timeline.reached.size(), 2U);
  EXPECT_EQ(timeline.reached[1].service, ServiceId{0});
  EXPECT_EQ(timeline.reached[1].failing_fraction, 0.05);
  ASSERT_EQ(timeline.loss_rate.size(), 2U);
  EXPECT_EQ(timeline.loss_rate[0].orders_per_minute, 0.5);
  EXPECT_EQ(told->blast.quarters, 10U);
  EXPECT_EQ(told->blast.tiers, wanted.blast.tiers);
  EXPECT_TRUE(told->blast.calls.at(1).async);
  EXPECT_EQ(told->blast.policies[1].incidents, 3U);
  EXPECT_EQ(told->blast.policies[1].reached, wanted.blast.policies[1].reached);
  EXPECT_EQ(told->blast.policies[1].by_radius, wanted.blast.policies[1].by_radius);
  EXPECT_EQ(told->blast.policies[1].crossed, wanted.blast.policies[1].crossed);
}

TEST_F(ToldTablesTest, AFileOfAnEarlierBuildHasNone) {
  const std::string hash = ResultsFile::open(path_).results_sha256();
  execute("DROP TABLE told_quarter; DROP TABLE timeline; DROP TABLE blast_reach");
  const ResultsFile file = ResultsFile::open(path_);
  EXPECT_FALSE(file.told());
  EXPECT_EQ(file.results_sha256(), hash) << "it is no part of the results' identity";
}

TEST_F(ToldTablesTest, ContradictionsAreRefused) {
  execute("UPDATE blast_reach SET victim = 99 WHERE victim = 0");
  EXPECT_THROW((void)ResultsFile::open(path_).told(), InputError);
  execute("UPDATE blast_reach SET victim = 0 WHERE victim = 99; UPDATE incident SET service = 'nobody'");
  EXPECT_THROW((void)ResultsFile::open(path_).told(), InputError);
}

}  // namespace
}  // namespace faultline
