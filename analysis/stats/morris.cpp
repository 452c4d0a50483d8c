#include "analysis/stats/morris.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <utility>

#include "analysis/stats/luck_groups.h"
#include "analysis/stats/resample.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kResamples = 1000;
constexpr std::uint64_t kSeed = 0x6D6F727269736D75;  // "morrismu"
constexpr std::uint32_t kStream = stable_hash("trajectories");

// One parameter's figures, trajectory by trajectory.
struct Effects {
  std::vector<double> mean;      // over luck
  std::vector<double> absolute;  // of that
  std::vector<double> squared;   // luck taken out
  double spread = 0.0;
  double luck_variance = 0.0;  // of a mean over luck
};

Effects effects_of(const ElementaryEffects& effects, std::size_t parameter) {
  const std::size_t count = effects.trajectories();
  const std::size_t groups = effects.groups;
  const LuckGroups luck(groups);
  const std::vector<double> zero(groups, 0.0);
  std::vector<double> centre(groups, 0.0);
  const auto values_at = [&](std::size_t t) {
    return effects.values.data() + (t * effects.parameters + parameter) * groups;
  };
  for (std::size_t t = 0; t < count; ++t) {
    for (std::size_t g = 0; g < groups; ++g) {
      centre[g] += values_at(t)[g] / static_cast<double>(count);
    }
  }
  Effects result;
  double squares = 0.0;
  for (std::size_t t = 0; t < count; ++t) {
    const double* const values = values_at(t);
    result.mean.push_back(luck.mean(values));
    result.absolute.push_back(std::abs(result.mean.back()));
    result.squared.push_back(luck.product(values, zero.data(), values, zero.data()));
    squares += luck.product(values, centre.data(), values, centre.data());
    MomentAccumulator within;
    for (std::size_t g = 0; g < groups; ++g) {
      within.add(values[g]);
    }
    result.luck_variance += within.variance().value_or(0.0) / static_cast<double>(groups * count);
  }
  result.spread = std::sqrt(std::max(0.0, squares / static_cast<double>(count - 1)));
  return result;
}

double weighted_mean(const std::vector<double>& values, const std::vector<std::uint32_t>& weights) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * values[i];
  }
  return sum / static_cast<double>(values.size());
}

Estimate bootstrapped(const std::vector<double>& values, double confidence) {
  Estimate estimate;
  std::vector<std::uint32_t> weights(values.size(), 1U);
  estimate.value = weighted_mean(values, weights);
  estimate.confidence = confidence;
  estimate.n = values.size();
  estimate.method = "bootstrap of trajectories";
  std::vector<double> resampled;
  for (std::uint32_t r = 0; r < kResamples; ++r) {
    draw_resample(kSeed, r, kStream, weights);
    resampled.push_back(weighted_mean(values, weights));
  }
  take_error_from(std::move(resampled), estimate);
  return estimate;
}

}  // namespace

std::vector<MorrisMeasures> morris_measures(const ElementaryEffects& effects, double confidence) {
  std::vector<MorrisMeasures> result;
  if (effects.parameters == 0 || effects.groups == 0 || effects.trajectories() < 2 ||
      !std::all_of(effects.values.begin(), effects.values.end(), [](double x) { return std::isfinite(x); })) {
    return result;
  }
  for (std::size_t p = 0; p < effects.parameters; ++p) {
    const Effects own = effects_of(effects, p);
    MorrisMeasures measures;
    measures.mean = bootstrapped(own.mean, confidence);
    measures.mean_absolute = bootstrapped(own.absolute, confidence);
    measures.spread = own.spread;
    measures.luck_floor = std::sqrt(2 * own.luck_variance / std::numbers::pi);
    measures.settled = bootstrapped(own.squared, confidence).interval->low > 0.0;
    if (!measures.settled) {
      for (Estimate* estimate : {&measures.mean, &measures.mean_absolute}) {
        estimate->value = 0.0;
        estimate->standard_error.reset();
        estimate->interval.reset();
      }
      measures.spread = 0.0;
    }
    result.push_back(std::move(measures));
  }
  return result;
}

}  // namespace faultline::stats
