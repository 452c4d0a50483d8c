#include "models/core/samplers.h"

#include <cassert>
#include <cmath>

#include "models/core/elementary.h"

namespace faultline {
namespace {

/// A gamma variate of scale 1, as base * exp(log_boost): kept apart because the product underflows at small shapes.
struct BoostedGamma {
  double base;
  double log_boost;
};

/// The attempt number whose block boosts a shape below 1. Rejection never gets there: fewer than one attempt in 20
/// fails.
constexpr std::uint32_t kBoostAttempt = 0xFFF;

BoostedGamma standard_gamma(const KeyedDraws& draws, std::uint32_t subject, std::uint32_t stream, std::uint32_t purpose,
                            std::uint32_t part, double shape) {
  assert(shape > 0.0);
  const bool boosted = shape < 1.0;
  const double d = (boosted ? shape + 1.0 : shape) - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  double base = d;
  for (std::uint32_t attempt = 0; attempt < kBoostAttempt; ++attempt) {
    const PhiloxCounter words = draws.block(subject, stream, draw_detail(purpose, attempt, part));
    const double x = elementary::normal_quantile(uniform64(words[0], words[1]));
    const double root = 1.0 + c * x;
    if (root <= 0.0) {
      continue;
    }
    const double v = root * root * root;
    const double u = uniform64(words[2], words[3]);
    const double square = x * x;
    if (u < 1.0 - 0.0331 * square * square || elementary::log(u) < 0.5 * square + d * (1.0 - v + elementary::log(v))) {
      base = d * v;
      break;
    }
  }
  const double log_boost =
      boosted ? elementary::log(draws.uniform(subject, stream, draw_detail(purpose, kBoostAttempt, part))) / shape
              : 0.0;
  return {base, log_boost};
}

/// Poisson probability of `count` >= 64 at a mean within 1 of it: Loader's saddle-point form with Stirling's series.
double poisson_probability_near_mean(double count, double mean) {
  const double square = count * count;
  const double stirling = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * square)) / square) / count;
  const double relative = (mean - count) / count;
  const double deviance = count * (relative - elementary::log1p(relative));
  constexpr double kTwoPi = 6.28318530717958647693;
  return elementary::exp(-stirling - deviance) / std::sqrt(kTwoPi * count);
}

}  // namespace

double lognormal(double uniform, double median, double log_sd) {
  return median * elementary::exp(log_sd * elementary::normal_quantile(uniform));
}

double exponential(double uniform, double mean) { return -mean * elementary::log1p(-uniform); }

double gamma_variate(const KeyedDraws& draws, std::uint32_t subject, std::uint32_t stream, std::uint32_t purpose,
                     double shape, double mean) {
  const BoostedGamma gamma = standard_gamma(draws, subject, stream, purpose, 0, shape);
  const double scaled = gamma.base * (mean / shape);
  return shape < 1.0 ? scaled * elementary::exp(gamma.log_boost) : scaled;
}

double beta_variate(const KeyedDraws& draws, std::uint32_t subject, std::uint32_t stream, std::uint32_t purpose,
                    double a, double b) {
  const BoostedGamma first = standard_gamma(draws, subject, stream, purpose, 0, a);
  const BoostedGamma second = standard_gamma(draws, subject, stream, purpose, 1, b);
  return 1.0 / (1.0 + (second.base / first.base) * elementary::exp(second.log_boost - first.log_boost));
}

std::uint32_t poisson(double uniform, double mean) {
  assert(mean >= 0.0 && mean <= 1e5);
  // Terms below this change no sum that is compared with a uniform of 52 bits.
  constexpr double kNegligible = 1e-20;
  constexpr double kDirectMean = 64.0;
  std::uint32_t count = 0;
  double probability;
  if (mean < kDirectMean) {
    probability = elementary::exp(-mean);
  } else {
    // Walk down from the mode to where the lower tail is negligible, so that the search below starts there.
    count = static_cast<std::uint32_t>(mean);
    probability = poisson_probability_near_mean(count, mean);
    const double per_mean = 1.0 / mean;
    for (; count > 0 && probability > kNegligible; --count) {
      probability *= count * per_mean;
    }
  }
  double cumulative = probability;
  while (cumulative < uniform && (count < mean || probability > kNegligible)) {
    ++count;
    probability *= mean / count;
    cumulative += probability;
  }
  return count;
}

}  // namespace faultline
