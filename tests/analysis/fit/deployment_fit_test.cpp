#include "analysis/fit/deployment_fit.h"

#include <gtest/gtest.h>

#include "models/io/history/deployment_history.h"
#include "models/io/history/order_records.h"
#include "models/io/json_document.h"
#include "tests/analysis/fit/figures.h"
#include "tests/models/io/shared_data.h"

namespace faultline::fit {
namespace {

using testing::expect_figure;
using testing::value_of;

DeploymentRecord deployed(std::int64_t day, const std::string& service, DeploymentRecord::Kind kind,
                          const std::string& environment = "production") {
  return {"", service, environment, "", Moment{day * 86400, 0, true}, kind};
}

TEST(DeploymentFit, OneEventOfTheFleetIsNotManyRollbacks) {
  using Kind = DeploymentRecord::Kind;
  std::vector<DeploymentRecord> all;
  for (std::int64_t day = 0; day < 100; ++day) all.push_back(deployed(day, "a", Kind::forward));
  for (const char* service : {"a", "b", "c", "d", "e"}) all.push_back(deployed(100, service, Kind::rollback));
  all.push_back(deployed(101, "a", Kind::rollback));
  all.push_back(deployed(101, "a", Kind::rollback, "staging"));
  const Findings findings = fit_deployments(all, {});
  EXPECT_EQ(findings.groups.front().n, 106U) << "staging does not count";
  EXPECT_DOUBLE_EQ(value_of(findings, "production", "rollback_share"), 6.0 / 106.0);
  EXPECT_DOUBLE_EQ(value_of(findings, "production", "rollback_share_without_fleet_days"), 1.0 / 101.0);
  EXPECT_TRUE(fit_deployments({}, {}).groups.empty());
}

TEST(RealDeployments, FiguresAreThoseOfTheReadme) {
  const auto file = ::faultline::testing::shared_data("deployments/govuk/deployments.csv");
  if (!file) return;
  auto history = read_deployments(read_text_file(file->string()), "deployments.csv", {});
  EXPECT_EQ(history.rows.skipped, 0U);
  drop_duplicates(history);
  put_in_order(history, [](const DeploymentRecord& one) { return one.at.utc_seconds; });
  const Findings findings = fit_deployments(history.records, {});
  EXPECT_NEAR(static_cast<double>(findings.groups.front().n), 8549, 0.5);
  EXPECT_NEAR(value_of(findings, "production", "deployments_per_day"), 6.447, 0.007);
  expect_figure(findings, "production", "daily_variance_to_mean", 5.77, 6e-3);
  expect_figure(findings, "production", "hour_of_week_peak_to_mean", 9.26, 5e-3);
  expect_figure(findings, "production", "hour_of_day_peak_to_mean", 5.79, 5e-3);
  expect_figure(findings, "production", "weekend_share", .001, 5e-4);
  expect_figure(findings, "production", "rollback_share", .0108, 5e-5);
  expect_figure(findings, "production", "rollback_share_without_fleet_days", 55.0 / 8461.0,
                1e-9);  // there 55 of all 8549
  expect_figure(findings, "production", "hours_live_median", 19.6, 5e-2);
  expect_figure(findings, "production", "hours_live_p90", 96.2, 5e-2);
  expect_figure(findings, "production", "hours_live_ln_mean", 2.151, 5e-4);
  expect_figure(findings, "production", "hours_live_ln_sd", 2.163, 5e-4);
}

}  // namespace
}  // namespace faultline::fit
