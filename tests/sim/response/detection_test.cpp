// Monte-Carlo checks use z < 4: a false alarm with probability 6e-5 each, had the seed been drawn at random.
#include "sim/response/detection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

constexpr double kMinute = 1.0 / 60.0;

DemandCurve flat_orders(double per_hour) { return DemandCurve(std::vector<double>(1000, per_hour)); }

/// Only the information rule: no monitor interval, no order-rate alarm, no customers.
DetectionModel rule_alone() {
  DetectionModel model;
  model.monitor_interval_hours = 0.0;
  model.order_cusum_threshold = 1e300;
  return model;
}

FaultSignal signal_of(double begin, double magnitude) {
  FaultSignal signal;
  signal.begin_hours = begin;
  signal.visible_magnitude = magnitude;
  signal.requests_per_order = 1.0;
  signal.rollout_detects = true;
  signal.customers_after_hours = 1e6;
  return signal;
}

ExposurePlan stages(std::vector<double> begin, std::vector<double> fraction) {
  ExposurePlan plan;
  plan.steps = begin.size();
  std::copy(begin.begin(), begin.end(), plan.begin_hours.begin());
  std::copy(fraction.begin(), fraction.end(), plan.fraction.begin());
  return plan;
}

/// Binomial by inversion from zero; n p up to about 500.
int binomial(double uniform, double n, double p) {
  double probability = std::exp(n * std::log1p(-p));
  const double odds = p / (1.0 - p);
  int count = 0;
  while (uniform > probability && count < n) {
    uniform -= probability;
    probability *= odds * (n - count) / (count + 1);
    ++count;
  }
  return count;
}

/// z of the difference between two error shares, variance pooled.
double pooled_z(double errors_exposed, double n_exposed, double errors_rest, double n_rest) {
  const double pooled = (errors_exposed + errors_rest) / (n_exposed + n_rest);
  const double variance = pooled * (1.0 - pooled) * (1.0 / n_exposed + 1.0 / n_rest);
  return variance > 0.0 ? (errors_exposed / n_exposed - errors_rest / n_rest) / std::sqrt(variance) : 0.0;
}

double normal_upper(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

TEST(InformationRule, IsTheVarianceOfADifferenceOfTwoShares) {
  // Of N requests x N are exposed: the difference of the shares has variance p q / (x (1-x) N).
  const double p = 0.001 + 0.1 * 0.02;
  EXPECT_NEAR(information_per_request(0.1, 0.02, 0.001), 0.1 * 0.9 * 0.02 * 0.02 / (p * (1.0 - p)), 1e-15);
  // At full exposure the comparison is with history.
  EXPECT_EQ(comparison_weight(1.0), 1.0);
  EXPECT_NEAR(information_per_request(1.0, 0.02, 0.001), 0.02 * 0.02 / (0.021 * 0.979), 1e-15);
  // A total fault leaves no variance: a handful of requests is enough, and nothing is divided by zero.
  EXPECT_GT(information_per_request(1.0, 1.0, 0.001), 1e6);
  EXPECT_TRUE(std::isfinite(information_per_request(1.0, 1.0, 0.5)));
}

// published-answers, 11: 0.50 against 0.75 at power 90 % asks 76.7 in each group, 0.5 against 0.501 at one in a
// thousand 10,451,937. Two equal groups are x = 1/2 of N = 2 n; the rule pools both variances, a published sample size
// only that under the null, so it agrees where the two are near.
TEST(InformationRule, AgreesWithPublishedSampleSizes) {
  const auto per_group = [](double p1, double p2, double z_alpha, double z_beta) {
    const double z = z_alpha + z_beta;
    return z * z / information_per_request(0.5, p2 - p1, p1) / 2.0;
  };
  EXPECT_NEAR(per_group(0.5, 0.501, 3.2905267, 1.2815516), 10451936.6, 10451936.6 * 1e-5);
  EXPECT_NEAR(per_group(0.5, 0.75, 1.9599640, 1.2815516), 76.706928, 0.04 * 76.7);
  EXPECT_NEAR(per_group(0.10, 0.15, 1.9599640, 0.8416212), 685.60, 0.01 * 685.6);
}

struct PowerCase {
  double exposed;
  double baseline;
  double magnitude;
  double least_power;
};

// The exposed share and the rest are counted minute by minute; at the time that the rule foretells, the test at z_alpha
// succeeds about nine times in ten. With few exposed and a fault far above the baseline, the exposed group's own
// variance exceeds the pooled one and the power at that time is less (always above one half): that follows from the
// rule as the model states it, and the simulation agrees with the two-variance formula there.
TEST(InformationRule, ForetellsWhenCountsReachThePower) {
  const PowerCase cases[] = {
      {0.5, 0.01, 0.01, 0.88},
      {0.5, 0.001, 0.002, 0.86},
      {0.1, 0.02, 0.005, 0.87},
      {0.01, 0.01, 0.01, 0.77},
  };
  constexpr double kPerMinute = 6000.0;
  constexpr std::uint32_t kRuns = 2000;
  const DetectionModel model = rule_alone();
  std::uint32_t number = 0;
  for (const PowerCase& c : cases) {
    SCOPED_TRACE(testing::Message() << "x " << c.exposed << ", m " << c.magnitude);
    FaultSignal signal = signal_of(0.0, c.magnitude);
    signal.baseline_errors = c.baseline;
    const Detection foretold =
        detect(model, signal, stages({0.0, 900.0}, {c.exposed, 1.0}), flat_orders(kPerMinute / kMinute));
    ASSERT_EQ(foretold.by, DetectedBy::rollout);
    const double minutes = std::ceil(foretold.time_hours / kMinute);
    const double n_exposed = kPerMinute * c.exposed;
    const double n_rest = kPerMinute - n_exposed;
    const KeyedDraws draws(21, number++);
    double found = 0.0;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      double errors_exposed = 0.0;
      double errors_rest = 0.0;
      for (std::uint32_t minute = 0; minute < minutes; ++minute) {
        errors_exposed += binomial(draws.uniform(run, minute, 0), n_exposed, c.baseline + c.magnitude);
        errors_rest += binomial(draws.uniform(run, minute, 1), n_rest, c.baseline);
      }
      if (pooled_z(errors_exposed, minutes * n_exposed, errors_rest, minutes * n_rest) >= model.z_alpha) found += 1.0;
    }
    const double p1 = c.baseline + c.magnitude;
    const double pooled = c.baseline + c.exposed * c.magnitude;
    const double sd_null = std::sqrt(pooled * (1.0 - pooled) * (1.0 / n_exposed + 1.0 / n_rest) / minutes);
    const double sd_true =
        std::sqrt((p1 * (1.0 - p1) / n_exposed + c.baseline * (1.0 - c.baseline) / n_rest) / minutes);
    const double power = normal_upper((model.z_alpha * sd_null - c.magnitude) / sd_true);
    // 0.02 for the discreteness of counts and their skewness, on top of the sampling error.
    const double bound = 4.0 * std::sqrt(power * (1.0 - power) / kRuns) + 0.02;
    EXPECT_NEAR(found / kRuns, power, bound);
    EXPECT_GT(power, c.least_power);
  }
}

// Nothing is wrong and a bot looks every minute of the baseline's two and a half hours at a tenth of the traffic: at
// z = 3.5 a single look would alarm 2.3e-4 of the time; 150 correlated looks at skewed small counts do so in 1.8 % of
// rollouts (4,000 simulated), which is what Gate::false_alarms_per_rollout stands for.
TEST(InformationRule, LookingEveryMinuteRaisesFewFalseAlarms) {
  constexpr double kPerMinute = 6000.0;
  constexpr std::uint32_t kRuns = 4000;
  const KeyedDraws draws(22, 0);
  double alarms = 0.0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    double errors_exposed = 0.0;
    double errors_rest = 0.0;
    for (std::uint32_t minute = 1; minute <= 150; ++minute) {
      errors_exposed += binomial(draws.uniform(run, minute, 0), 0.1 * kPerMinute, 0.001);
      errors_rest += binomial(draws.uniform(run, minute, 1), 0.9 * kPerMinute, 0.001);
      if (pooled_z(errors_exposed, minute * 0.1 * kPerMinute, errors_rest, minute * 0.9 * kPerMinute) >= 3.5) {
        alarms += 1.0;
        break;
      }
    }
  }
  RecordProperty("false_alarms_per_rollout_times_1e6", static_cast<int>(1e6 * alarms / kRuns));
  EXPECT_LT(alarms / kRuns, 0.027);
  EXPECT_GT(alarms / kRuns, 2.3e-4);  // more than one look's worth
}

TEST(Detect, InformationAccumulatesOverStages) {
  const DetectionModel model = rule_alone();
  const FaultSignal signal = signal_of(0.0, 0.002);
  const double z = model.z_alpha + model.z_beta;
  const double early = information_per_request(0.01, 0.002, 0.001);
  const double late = information_per_request(0.10, 0.002, 0.001);
  // Orders such that one hour of the first stage gives a quarter of what is needed.
  const double per_hour = z * z / 4.0 / early;
  const Detection found = detect(model, signal, stages({0.0, 1.0, 1000.0}, {0.01, 0.10, 1.0}), flat_orders(per_hour));
  EXPECT_EQ(found.by, DetectedBy::rollout);
  EXPECT_NEAR(found.time_hours, 1.0 + 0.75 * z * z / (per_hour * late), 1e-9);
  // A fault that begins later has only what comes after.
  FaultSignal late_begin = signal;
  late_begin.begin_hours = 0.5;
  const Detection later =
      detect(model, late_begin, stages({0.0, 1.0, 1000.0}, {0.01, 0.10, 1.0}), flat_orders(per_hour));
  EXPECT_NEAR(later.time_hours, 1.0 + 0.875 * z * z / (per_hour * late), 1e-9);
}

TEST(Detect, TheMonitorTakesOverAtFullExposureWithWhatTheStagesGathered) {
  const DetectionModel model = rule_alone();
  const FaultSignal signal = signal_of(0.0, 0.002);
  const double z = model.z_alpha + model.z_beta;
  const double early = information_per_request(0.01, 0.002, 0.001);
  const double full = information_per_request(1.0, 0.002, 0.001);
  const double per_hour = z * z / 2.0 / early;
  const ExposurePlan plan = stages({0.0, 1.0}, {0.01, 1.0});
  const Detection found = detect(model, signal, plan, flat_orders(per_hour));
  EXPECT_EQ(found.by, DetectedBy::monitor);
  EXPECT_NEAR(found.time_hours, 1.0 + 0.5 * z * z / (per_hour * full), 1e-9);
  // Without an automatic comparison the stages gather nothing.
  FaultSignal unwatched = signal;
  unwatched.rollout_detects = false;
  EXPECT_NEAR(detect(model, unwatched, plan, flat_orders(per_hour)).time_hours, 1.0 + z * z / (per_hour * full), 1e-9);
}

TEST(Detect, ExposedAtOnceIsComparedWithHistory) {
  const DetectionModel model = rule_alone();
  const double z = model.z_alpha + model.z_beta;
  const Detection found = detect(model, signal_of(3.0, 0.01), exposed_at_once(3.0), flat_orders(100.0));
  EXPECT_EQ(found.by, DetectedBy::monitor);
  EXPECT_NEAR(found.time_hours, 3.0 + z * z / (100.0 * 0.01 * 0.01 / (0.011 * 0.989)), 1e-9);
}

TEST(Detect, NoAlarmSoundsBeforeOneMonitorInterval) {
  DetectionModel model;  // five minutes
  const Detection found = detect(model, signal_of(1.0, 1.0), exposed_at_once(1.0), flat_orders(1e9));
  EXPECT_EQ(found.by, DetectedBy::monitor);
  EXPECT_NEAR(found.time_hours, 1.0 + 5.0 * kMinute, 1e-12);
  // Customers are no monitor.
  FaultSignal quick = signal_of(1.0, 1.0);
  quick.customers_after_hours = kMinute;
  const Detection told = detect(model, quick, exposed_at_once(1.0), flat_orders(1e9));
  EXPECT_EQ(told.by, DetectedBy::customers);
  EXPECT_NEAR(told.time_hours, 1.0 + kMinute, 1e-12);
}

TEST(Detect, AnAlarmThatMustWaitForTheIntervalIsTheMonitorsOnceExposureIsFull) {
  const DetectionModel model;
  const Detection found = detect(model, signal_of(0.0, 1.0), stages({0.0, kMinute}, {0.5, 1.0}), flat_orders(1e9));
  EXPECT_EQ(found.by, DetectedBy::monitor);
  EXPECT_NEAR(found.time_hours, 5.0 * kMinute, 1e-12);
}

TEST(Detect, WhatNoMetricSeesIsLeftToOrdersAndCustomers) {
  DetectionModel model;
  FaultSignal signal = signal_of(0.0, 0.5);
  signal.visible_at_runtime = false;
  signal.customers_after_hours = 2.0;
  EXPECT_EQ(detect(model, signal, exposed_at_once(0.0), flat_orders(1000.0)).by, DetectedBy::customers);
  signal.visible_at_runtime = true;
  signal.visible_magnitude = 0.0;
  EXPECT_EQ(detect(model, signal, exposed_at_once(0.0), flat_orders(1000.0)).by, DetectedBy::customers);
  // Orders missing in number are noticed whatever the error metrics say.
  signal.lost_order_fraction = 0.5;
  const Detection found = detect(model, signal, exposed_at_once(0.0), flat_orders(100.0));
  EXPECT_EQ(found.by, DetectedBy::order_rate);
  EXPECT_NEAR(found.time_hours, model.order_cusum_threshold / (100.0 * order_drop_information(0.5)), 1e-9);
}

TEST(Detect, DropsBelowTheFloorDrown) {
  DetectionModel model;
  FaultSignal signal = signal_of(0.0, 0.0);
  signal.lost_order_fraction = 0.019;
  EXPECT_EQ(detect(model, signal, exposed_at_once(0.0), flat_orders(1e6)).by, DetectedBy::customers);
  signal.lost_order_fraction = 0.021;
  EXPECT_EQ(detect(model, signal, exposed_at_once(0.0), flat_orders(1e6)).by, DetectedBy::order_rate);
}

// Partial exposure loses a part of the orders, and the alarm sees that part.
TEST(Detect, TheOrderRateAlarmSeesPartialExposureAndKeepsItsEvidence) {
  const DetectionModel model;
  FaultSignal signal = signal_of(0.0, 0.0);
  signal.lost_order_fraction = 1.0;
  const double early = order_drop_information(0.1);
  const double per_hour = model.order_cusum_threshold / 2.0 / early;
  const Detection found = detect(model, signal, stages({0.0, 1.0}, {0.1, 1.0}), flat_orders(per_hour));
  EXPECT_EQ(found.by, DetectedBy::order_rate);
  EXPECT_NEAR(found.time_hours, std::max(1.0 + model.order_cusum_threshold / 2.0 / per_hour, 5.0 * kMinute), 1e-9);
}

TEST(Detect, NothingIsNoticedWhileNobodyOrders) {
  std::vector<double> orders(100, 0.0);
  orders[50] = 1e9;
  const Detection found = detect(rule_alone(), signal_of(3.0, 0.5), exposed_at_once(3.0), DemandCurve(orders));
  EXPECT_GT(found.time_hours, 50.0);
  EXPECT_LT(found.time_hours, 50.01);
}

TEST(Detect, APlanThatIsNeverPromotedStillEnds) {
  const ExposurePlan plan = stages({0.0, std::numeric_limits<double>::infinity()}, {0.01, 1.0});
  FaultSignal signal = signal_of(0.0, 1e-9);
  signal.customers_after_hours = 40.0;
  const Detection found = detect(DetectionModel{}, signal, plan, DemandCurve(std::vector<double>(10, 0.0)));
  EXPECT_EQ(found.by, DetectedBy::customers);
  EXPECT_EQ(found.time_hours, 40.0);
}

// A Poisson CUSUM tuned to a drop f, simulated order by order: S falls by -ln(1-f) with each order and rises by f for
// each that was due. Its mean delay from S = 0 is (h - 1 + e^-h) / (rate I(f)) in the diffusion limit (reflection at
// zero gains one unit; Siegmund 1985, ch. II), so h / (rate I) is late by 1/h = 8 %, the safe side.
TEST(OrderRate, FluidDelayIsThatOfASimulatedCusum) {
  constexpr double kThreshold = 12.0;
  constexpr std::uint32_t kRuns = 4000;
  std::uint32_t number = 0;
  for (const double f : {0.05, 0.2, 0.5}) {
    SCOPED_TRACE(f);
    const KeyedDraws draws(23, number++);
    const double fall = -std::log1p(-f);
    double total = 0.0;
    double squares = 0.0;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      double statistic = 0.0;
      double due = 0.0;  // orders that would have come, the unit of time
      for (std::uint32_t order = 0;; ++order) {
        const double gap = exponential(draws.uniform(run, order, 0), 1.0 / (1.0 - f));
        if (statistic + f * gap >= kThreshold) {
          due += (kThreshold - statistic) / f;
          break;
        }
        due += gap;
        statistic = std::max(0.0, statistic + f * gap - fall);
      }
      total += due;
      squares += due * due;
    }
    const double mean = total / kRuns;
    const double se = std::sqrt((squares / kRuns - mean * mean) / kRuns);
    const double information = order_drop_information(f);
    const double diffusion = (kThreshold - 1.0 + std::exp(-kThreshold)) / information;
    const double fluid = kThreshold / information;
    // The diffusion limit itself is good to a few per cent at large drops.
    EXPECT_NEAR(mean, diffusion, 4.0 * se + 0.02 * diffusion);
    EXPECT_LT(mean, fluid + 4.0 * se);
    EXPECT_GT(mean, 0.88 * fluid - 4.0 * se);
  }
  EXPECT_EQ(order_drop_information(1.0), 1.0);
  EXPECT_NEAR(order_drop_information(0.02), 0.02 * 0.02 / 2.0 + 0.02 * 0.02 * 0.02 / 6.0, 1e-7);
}

}  // namespace
}  // namespace faultline
