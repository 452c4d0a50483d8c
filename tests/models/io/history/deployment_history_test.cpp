#include "models/io/history/deployment_history.h"

#include <gtest/gtest.h>

#include "models/io/json_document.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

using Kind = DeploymentRecord::Kind;

TEST(DeploymentHistory, KindsAreReadOrDerived) {
  const auto stated = read_deployments(
      "time,app,env,tag,kind\n2026-01-01T00:00:00Z,a,production,v2,rollback\n2026-01-01T00:00:00Z,a,production,v2,"
      "roll\n",
      "d.csv", {});
  ASSERT_EQ(stated.records.size(), 1U);
  EXPECT_EQ(stated.records[0].kind, Kind::rollback);
  EXPECT_NE(stated.rows.shown[0].reason.find("must be one of first, forward"), std::string::npos);

  const auto derived = read_deployments(
      "time,app,env,tag\n2026-01-05T00:00:00Z,a,prod,v12\n2026-01-01T00:00:00Z,a,prod,v9\n"
      "2026-01-06T00:00:00Z,a,prod,v10\n2026-01-07T00:00:00Z,a,prod,v10\n2026-01-08T00:00:00Z,a,staging,v1\n"
      "2026-01-01T00:00:00Z,b,prod,abc\n2026-01-02T00:00:00Z,b,prod,def\n2026-01-03T00:00:00Z,b,prod,abc\n",
      "d.csv", {});
  std::vector<Kind> kinds;
  for (const DeploymentRecord& record : derived.records) kinds.push_back(record.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::first, Kind::first, Kind::forward, Kind::rollback, Kind::forward,
                                      Kind::rollback, Kind::same, Kind::first}))
      << "in order of time, of numbers by size, 9 before 12";
}

TEST(DeploymentHistory, TablesOfDevLake) {
  for (const char* name :
       {"github_cicd_deployment_commits.csv", "github_cicd_deployments.csv", "gitlab_cicd_deployments.csv"}) {
    const auto file = testing::shared_data(std::string("deployments/devlake/") + name);
    if (!file) continue;
    const auto history = read_deployments(read_text_file(file->string()), name, {});
    EXPECT_GT(history.records.size(), 5U) << name;
    EXPECT_EQ(history.rows.skipped, 0U) << name;
  }
}

TEST(DeploymentHistory, AnotherTableIsRefused) {
  EXPECT_THROW((void)read_deployments("when,what\n", "d.csv", {}), InputError);
}

}  // namespace
}  // namespace faultline
