#include "analysis/loss_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "analysis/means.h"
#include "analysis/stats/special_functions.h"

namespace faultline {
namespace {

constexpr std::size_t kPoints = std::size_t{1} << 17U;
constexpr std::size_t kGroups = 10;
constexpr std::array<double, 6> kLevels{0.5, 0.9, 0.95, 0.99, 0.995, 0.999};
constexpr std::size_t kFiguresALevel = 3;

/// The figures of a curve: its mean, then quantile, tail mean and largest of each level.
using Figures = std::array<double, 1 + kFiguresALevel * kLevels.size()>;

struct Law {
  double count;
  stats::GridLaw severity;
  stats::GridLaw sum;
};

Law law_of(std::span<const stats::WeightedValue> severities, double quarters, double step) {
  double weight = 0.0;
  for (const stats::WeightedValue& one : severities) {
    weight += one.weight;
  }
  Law law{weight / quarters, stats::grid_law(severities, step, kPoints), {}};
  law.sum = stats::compound_poisson(law.severity, law.count);
  return law;
}

Figures figures_of(const Law& law) {
  Figures figures{};
  figures[0] = stats::mean(law.sum);
  const stats::GridLaw largest = stats::largest_of_poisson(law.severity, law.count);
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    figures[1 + kFiguresALevel * i] = stats::value_at_risk(law.sum, kLevels[i]);
    figures[2 + kFiguresALevel * i] = stats::tail_mean(law.sum, kLevels[i]);
    figures[3 + kFiguresALevel * i] = stats::value_at_risk(largest, kLevels[i]);
  }
  return figures;
}

// Error of each figure by leaving out one group of quarters at a time (Efron and Tibshirani 1993, section 11.5).
stats::Estimate with_error(double value, const std::vector<Figures>& left_out, std::size_t figure, std::size_t n) {
  double centre = 0.0;
  for (const Figures& one : left_out) {
    centre += one[figure] / kGroups;
  }
  double squares = 0.0;
  for (const Figures& one : left_out) {
    squares += (one[figure] - centre) * (one[figure] - centre);
  }
  const double error = std::sqrt(squares * (kGroups - 1.0) / kGroups);
  const double t = stats::student_t_quantile(0.5 + stats::kConfidence / 2, kGroups - 1.0);
  stats::Estimate estimate;
  estimate.value = value;
  estimate.standard_error = error;
  estimate.interval = stats::Interval{std::max(0.0, value - t * error), value + t * error};
  estimate.n = n;
  estimate.method = "compound Poisson by fast Fourier transform, jackknife over groups of quarters";
  return estimate;
}

double correlation(std::span<const double> x, std::span<const double> y) {
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double xy = 0.0;
  double xx = 0.0;
  double yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

}  // namespace

bool LossCurve::assumptions_hold() const {
  return std::all_of(assumptions.begin(), assumptions.end(), [](const AssumptionCheck& one) { return one.holds; });
}

void LossCurveBuilder::add(const Block& block) {
  for (const Outcome& outcome : block.outcomes) {
    Quarter quarter{.faults = outcome[Metric::incidents_sev1] + outcome[Metric::incidents_sev2] +
                              outcome[Metric::incidents_sev3] + outcome[Metric::canary_catches],
                    .lost = outcome[Metric::lost_orders_gross],
                    .lost_alone = outcome.lost_orders_alone,
                    .severities = {}};
    quarter.severities.reserve(outcome.severities.size());
    for (const WeightedLoss& loss : outcome.severities) {
      quarter.severities.push_back({loss.orders, loss.chance});
    }
    quarters_.push_back(std::move(quarter));
  }
}

std::optional<LossCurve> LossCurveBuilder::finish() const {
  std::vector<stats::WeightedValue> all;
  double most = 0.0;
  double total = 0.0;
  for (const Quarter& quarter : quarters_) {
    for (const stats::WeightedValue& one : quarter.severities) {
      all.push_back(one);
      most = std::max(most, one.value);
      total += one.value * one.weight;
    }
  }
  if (!(total > 0.0)) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(quarters_.size());
  const double step = (3.0 * most + 4.0 * total / n) / static_cast<double>(kPoints);
  const Law law = law_of(all, n, step);

  std::vector<Figures> left_out;
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::vector<stats::WeightedValue> rest;
    double kept = 0.0;
    for (std::size_t q = 0; q < quarters_.size(); ++q) {
      if (q % kGroups != group) {
        rest.insert(rest.end(), quarters_[q].severities.begin(), quarters_[q].severities.end());
        kept += 1.0;
      }
    }
    left_out.push_back(figures_of(law_of(rest, kept, step)));
  }

  const Figures figures = figures_of(law);
  const auto estimate = [&](std::size_t figure) {
    return with_error(figures[figure], left_out, figure, quarters_.size());
  };
  LossCurve curve{.quarters = quarters_.size(),
                  .faults_per_quarter = law.count,
                  .mean = estimate(0),
                  .standard_deviation = stats::standard_deviation(law.sum),
                  .chance_of_none = std::exp(-law.count),
                  .points = {},
                  .assumptions = assumptions()};
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const std::size_t first = 1 + kFiguresALevel * i;
    LossCurvePoint& point = curve.points.emplace_back(
        LossCurvePoint{kLevels[i], estimate(first), estimate(first + 1), estimate(first + 2)});
    constexpr double kRounding = 1e-9;
    const double beyond = n * (1.0 - point.level) + kRounding;
    if (beyond < kBeyondForQuantile) {
      point.quantile.interval.reset();
      point.largest.interval.reset();
    }
    if (beyond < kBeyondForTailMean) {
      point.tail_mean.interval.reset();
    }
  }
  return curve;
}

std::vector<AssumptionCheck> LossCurveBuilder::assumptions() const {
  std::vector<double> counts;
  std::vector<double> counts_with_loss;  // of quarters that can have lost orders, with
  std::vector<double> severities;        // the mean that a fault of theirs can have cost
  double lost = 0.0;
  double alone = 0.0;
  for (const Quarter& quarter : quarters_) {
    double weight = 0.0;
    double orders = 0.0;
    for (const stats::WeightedValue& one : quarter.severities) {
      weight += one.weight;
      orders += one.weight * one.value;
    }
    counts.push_back(quarter.faults);
    if (weight > 0.0) {
      counts_with_loss.push_back(quarter.faults);
      severities.push_back(orders / weight);
    }
    lost += quarter.lost;
    alone += quarter.lost_alone;
  }
  const auto n = static_cast<double>(counts.size());
  const double centre = mean(counts);
  double squares = 0.0;
  for (const double count : counts) {
    squares += (count - centre) * (count - centre);
  }
  // Rejected at 1 %, and by so much that it widens the curve.
  constexpr double kMuchDispersion = 1.2;
  constexpr double kRejected = 0.99;
  const double dispersion = centre > 0.0 ? squares / (n - 1.0) / centre : 1.0;
  const bool dispersed =
      dispersion > kMuchDispersion && stats::chi_square_cdf(dispersion * (n - 1.0), n - 1.0) > kRejected;
  constexpr double kMuchOverlap = 0.03;
  const double overlap = alone > 0.0 ? 1.0 - lost / alone : 0.0;
  constexpr double kMuchCorrelation = 0.2;
  constexpr double kNormal99 = 2.576;
  const double tie = correlation(counts_with_loss, severities);
  const bool tied = std::abs(tie) > std::max(kMuchCorrelation, kNormal99 / std::sqrt(n));
  return {{CurveAssumption::poisson_counts, dispersion, !dispersed},
          {CurveAssumption::faults_add_up, overlap, std::abs(overlap) <= kMuchOverlap},
          {CurveAssumption::severity_apart, tie, !tied}};
}

}  // namespace faultline
