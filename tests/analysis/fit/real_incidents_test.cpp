// Public incidents against the figures that their README gives.
#include <gtest/gtest.h>

#include "analysis/fit/incident_fit.h"
#include "models/io/history/incident_history.h"
#include "models/io/json_document.h"
#include "tests/analysis/fit/figures.h"
#include "tests/models/io/shared_data.h"

namespace faultline::fit {
namespace {

using testing::expect_figure;
using testing::value_of;

constexpr double kMinutes = 1.0 / 60.0;
const double kLogMinutes = std::log(60.0);

std::optional<Findings> measured(const std::string& name) {
  const auto file = ::faultline::testing::shared_data("incidents/" + name);
  if (!file) return std::nullopt;
  const auto history = read_incidents(read_text_file(file->string()), name, {});
  EXPECT_EQ(history.rows.skipped, 0U);
  return fit_incidents(history.records, {});
}

TEST(RealIncidents, Statuspage) {
  const auto findings = measured("github-statuspage/incidents.json");
  if (!findings) return;
  EXPECT_EQ(findings->groups.front().n, 456U);
  EXPECT_NEAR(value_of(*findings, "incidents", "incidents_per_day"), .254, 1e-3);
  expect_figure(*findings, "incidents", "daily_variance_to_mean", 1.17, 5e-3);
  expect_figure(*findings, "incidents", "hour_of_week_peak_to_mean", 5.53, 5e-3);
  expect_figure(*findings, "incidents", "hour_of_day_peak_to_mean", 2.32, 5e-3);
  expect_figure(*findings, "incidents", "hour_of_day_least_to_mean", .26, 5e-3);
  expect_figure(*findings, "incidents", "weekend_share", .079, 5e-4);
  expect_figure(*findings, "incidents", "time_to_recover_hours_median", 64.2 * kMinutes, .05 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_recover_hours_p90", 244.8 * kMinutes, .05 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_mean", 4.187 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_sd", 1.047, 5e-4);
  expect_figure(*findings, "incidents", "time_to_mitigate_hours_median", 68.3 * kMinutes, .05 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_mitigate_hours_p90", 284.5 * kMinutes, .05 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_mitigate_hours_ln_mean", 4.314 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_mitigate_hours_ln_sd", 1.326, 5e-4);
  expect_figure(*findings, "severity_minor", "time_to_recover_hours_ln_sd", 1.027,
                1e-3);  // without fractions of seconds
  expect_figure(*findings, "severity_major", "time_to_recover_hours_ln_sd", 1.088, 5e-4);
}

TEST(RealIncidents, GoogleCloud) {
  const auto findings = measured("google-cloud/incidents.json");
  if (!findings) return;
  EXPECT_EQ(findings->groups.front().n, 157U);
  EXPECT_NEAR(value_of(*findings, "incidents", "incidents_per_day"), .438, 2e-3);
  EXPECT_NEAR(value_of(*findings, "incidents", "daily_variance_to_mean"), 3.30, .03);
  expect_figure(*findings, "incidents", "hour_of_week_peak_to_mean", 13.91, 5e-3);
  expect_figure(*findings, "incidents", "time_to_recover_hours_median", 157 * kMinutes, .5 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_mean", 5.407 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_sd", 1.846, 5e-4);
  expect_figure(*findings, "incidents", "time_to_detect_hours_median", 79.4 * kMinutes, .05 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_detect_hours_ln_mean", 3.999 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_detect_hours_ln_sd", 3.032, 5e-4);
  expect_figure(*findings, "severity_high", "time_to_recover_hours_ln_sd", 2.119, 5e-4);
}

TEST(RealIncidents, Postmortems) {
  const auto findings = measured("dfds-postmortems/postmortems.csv");
  if (!findings) return;
  EXPECT_EQ(findings->groups.front().n, 26U);
  expect_figure(*findings, "incidents", "time_to_detect_hours_median", 54 * kMinutes, 1e-9);
  expect_figure(*findings, "incidents", "time_to_detect_hours_ln_mean", 4.352 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_detect_hours_ln_sd", 2.325, 5e-4);
  expect_figure(*findings, "incidents", "time_to_recover_hours_median", 116 * kMinutes, .5 * kMinutes);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_mean", 5.125 - kLogMinutes, 5e-4);
  expect_figure(*findings, "incidents", "time_to_recover_hours_ln_sd", 1.715, 5e-4);
  expect_figure(*findings, "incidents", "change_related_share", 15.0 / 26.0, 1e-9);
}

}  // namespace
}  // namespace faultline::fit
