// Demand: made hours whose truth is known (false alarm 0.1 % at 3.29 standard deviations, were the seed free), and
// public ones against the figures that their README gives.
#include "analysis/fit/demand_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/core/elementary.h"
#include "models/core/philox.h"
#include "models/io/history/demand_history.h"
#include "models/io/json_document.h"
#include "tests/analysis/fit/figures.h"
#include "tests/models/io/shared_data.h"

namespace faultline::fit {
namespace {

using testing::value_of;

/// 12 weeks of hours with noise of 10 % a day, at 100 orders an hour.
std::vector<DemandHour> made_hours(std::uint32_t run) {
  const KeyedDraws draws(31, run);
  std::vector<DemandHour> hours;
  for (std::uint32_t h = 0; h < 24 * 84; ++h) {
    const double day = 1.0 + 0.1 * elementary::normal_quantile(draws.uniform(h / 24, 1, draw_detail(1)));
    const double shape = 1.0 + 0.8 * ((h % 24) < 12 ? -1.0 : 1.0);
    hours.push_back({"", "", Moment{std::int64_t{h} * 3600, 0, true}, std::max(0.0, 100.0 * day * shape)});
  }
  return hours;
}

TEST(DemandFit, LevelsCoverTheirTruth) {
  constexpr int kRuns = 400;
  int held = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const Findings findings = fit_demand(made_hours(run), {});
    const auto& interval = findings.groups.front().figures.front().estimate.interval;
    ASSERT_TRUE(interval);
    held += interval->low <= 100.0 && interval->high >= 100.0 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(held) / kRuns, 0.95, 3.29 * std::sqrt(0.95 * 0.05 / kRuns));
}

TEST(DemandFit, MissingHoursWereNotWatched) {
  std::vector<DemandHour> hours = made_hours(1);
  const double whole = value_of(fit_demand(hours, {}), "demand", "orders_per_hour");
  std::erase_if(hours, [](const DemandHour& hour) { return hour.begin.utc_seconds / 3600 % 11 == 3; });
  EXPECT_NEAR(value_of(fit_demand(hours, {}), "demand", "orders_per_hour"), whole, 0.02 * whole);
}

TEST(DemandFit, MarketplacesStandApart) {
  std::vector<DemandHour> hours = made_hours(1);
  for (DemandHour hour : made_hours(2)) {
    hour.marketplace = "there";
    hour.orders *= 2.0;
    hours.push_back(hour);
  }
  const Findings findings = fit_demand(hours, {});
  ASSERT_EQ(findings.groups.size(), 2U);
  EXPECT_NEAR(value_of(findings, "there", "orders_per_hour") / value_of(findings, "demand", "orders_per_hour"), 2.0,
              0.2);
  EXPECT_EQ(findings.plugs.back().target, "/marketplaces/[id=there]/hour_weights");
  EXPECT_TRUE(fit_demand({}, {}).groups.empty());
}

struct Reference {
  const char* folder;
  double per_hour;
  double peak;
  double least;
  double slack;  ///< the README's shape is relative to the mean of all rows, not of the 168 hours
};

TEST(RealDemand, FiguresAreThoseOfTheReadme) {
  for (const Reference& reference : {Reference{"nab-elb-requests", 740, 2.46, .40, .005},
                                     {"nab-nyc-taxi", 30275, 1.66, .13, .007},
                                     {"nab-amzn-mentions", 639, 1.73, .48, .005}}) {
    const auto file = ::faultline::testing::shared_data(std::string("demand/") + reference.folder + "/hourly.csv");
    const auto shape =
        ::faultline::testing::shared_data(std::string("demand/") + reference.folder + "/hour-of-week.csv");
    if (!file || !shape) continue;
    SCOPED_TRACE(reference.folder);
    const auto history = read_demand(read_text_file(file->string()), "hourly.csv", {});
    EXPECT_EQ(history.rows.skipped, 0U);
    const Findings findings = fit_demand(history.records, {});
    EXPECT_NEAR(value_of(findings, "demand", "orders_per_hour"), reference.per_hour, 3e-3 * reference.per_hour)
        << "the mean of a plain week, there of all rows";
    EXPECT_NEAR(value_of(findings, "demand", "hour_of_week_peak_to_mean"), reference.peak,
                .005 + reference.slack * reference.peak);
    EXPECT_NEAR(value_of(findings, "demand", "hour_of_week_least_to_mean"), reference.least, .006);
    // The shrunk shape lies nearer to the counts than the counts lie to flat.
    CsvRows rows(read_text_file(shape->string()), "hour-of-week.csv");
    const auto& series = findings.groups.front().series.front().values;
    double gap = 0.0;
    double flat = 0.0;
    for (std::size_t h = 0; rows.next(); ++h) {
      const double counted = parse_real(rows.field("relative")).value_or(0.0);
      gap += std::pow(series.at(h) - counted, 2);
      flat += std::pow(1.0 - counted, 2);
    }
    EXPECT_LT(gap, 0.5 * flat) << "two weeks of the first set move far towards the smooth shape";
  }
}

}  // namespace
}  // namespace faultline::fit
