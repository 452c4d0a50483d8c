// Records that the simulator itself wrote, with a capacity that is known: the 95 % intervals hold the truth at least as
// often as they say, less 3.29 binomial standard deviations (0.1 % for each of three checks, were the seeds free).
// FAULTLINE_CAPACITY_RUNS=200 runs a campaign and prints each experiment; docs/methodology/fitting.md has the last one.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "tests/analysis/capacity/made_cases.h"

namespace faultline::capacity {
namespace {

using testing::MadeTeam;

constexpr double kZ = 3.29;
constexpr std::uint32_t kRuns = 20;
constexpr std::array<double, 5> kLoads{0.1, 0.3, 0.5, 0.7, 0.9};
/// Haste and stamping of the made teams: the defaults, and both ends of what the estimate allows for.
constexpr std::array<std::array<double, 2>, 3> kHabits{{{0.5, 0.2}, {0.0, 0.0}, {1.0, 0.46}}};

class Held {
 public:
  bool add(const fit::TargetSet& set, double truth) {
    const bool inside = set.low <= truth && truth <= set.high;
    ++runs_;
    held_ += inside ? 1.0 : 0.0;
    return inside;
  }
  void expect_as_often_as_said() const {
    EXPECT_GT(held_ / runs_, 0.95 - kZ * std::sqrt(0.95 * 0.05 / runs_)) << held_ << " of " << runs_;
  }
  [[nodiscard]] double held() const { return held_; }

 private:
  double runs_ = 0.0;
  double held_ = 0.0;
};

std::uint32_t wanted_runs() {
  const char* wanted = std::getenv("FAULTLINE_CAPACITY_RUNS");
  const int runs = wanted == nullptr ? 0 : std::atoi(wanted);
  return runs > 0 ? static_cast<std::uint32_t>(runs) : kRuns;
}

void print_set(const char* name, double truth, const fit::TargetSet& set, bool inside) {
  std::printf("  %s %.3g: %.3g (%.3g%s to %.3g%s)%s", name, truth, set.estimate, set.low,
              set.open_low ? " or less" : "", set.high, set.open_high ? " or more" : "", inside ? "" : " MISSED");
}

TEST(CapacityCoverage, HoldsWhatTheSimulatorWasGiven) {
  const std::uint32_t runs = wanted_runs();
  Held hours;
  Held work;
  Held utilisation;
  for (std::uint32_t run = 0; run < runs; ++run) {
    MadeTeam made = testing::loaded(kLoads[run % kLoads.size()], 15.0, 8.0);
    const auto& habits = kHabits[run / kLoads.size() % kHabits.size()];
    made.attention_exponent = habits[0];
    made.idle_stamp_fraction = habits[1];
    made.work_scale = run % 2 == 0 ? 1.0 : 1.5;
    made.review_hours_per_week *= made.work_scale;
    const ReviewCase given = testing::made_case(made, run);
    const auto estimate = estimate_capacity(given);
    ASSERT_TRUE(estimate);
    const double true_work = made.work_scale * mean_work_hours(given.setting);
    const double true_utilisation = true_work * given.reviews_per_week / made.review_hours_per_week;
    const bool in_hours = hours.add(estimate->hours_per_week, made.review_hours_per_week);
    const bool in_work = work.add(estimate->work_hours_per_change, true_work);
    const bool in_utilisation = utilisation.add(estimate->utilisation, true_utilisation);
    if (runs == kRuns) continue;
    std::printf("%u", run);
    print_set("hours", made.review_hours_per_week, estimate->hours_per_week, in_hours);
    print_set("work", true_work, estimate->work_hours_per_change, in_work);
    print_set("utilisation", true_utilisation, estimate->utilisation, in_utilisation);
    std::printf("  p %.3g\n", estimate->fit.p_value);
    std::fflush(stdout);
  }
  if (runs != kRuns) {
    std::printf("held of %u: hours %g, work %g, utilisation %g\n", runs, hours.held(), work.held(), utilisation.held());
  }
  hours.expect_as_often_as_said();
  work.expect_as_often_as_said();
  utilisation.expect_as_often_as_said();
}

}  // namespace
}  // namespace faultline::capacity
