#include "analysis/backtest/count_law.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/fit/likelihood.h"
#include "models/core/elementary.h"

namespace faultline::backtest {
namespace {

constexpr double kCutOff = 1e-12;

/// Farther out than any chance above the cut-off.
std::uint64_t last_count(double mean, double dispersion) {
  return static_cast<std::uint64_t>(mean + 9.0 * std::sqrt(mean * dispersion) + 30.0 * dispersion);
}

/// Counts within eight standard deviations of a mean, ends included.
struct Reach {
  std::size_t first;
  std::size_t last;
};
Reach reach(double mean, double variance, std::size_t most) {
  const double away = 8.0 * std::sqrt(variance) + 8.0;
  return {static_cast<std::size_t>(std::max(0.0, mean - away)), std::min(most, static_cast<std::size_t>(mean + away))};
}

std::vector<double> log_factorials(std::size_t most) {
  std::vector<double> logs(most + 1, 0.0);
  for (std::size_t k = 1; k <= most; ++k) logs[k] = logs[k - 1] + elementary::log(static_cast<double>(k));
  return logs;
}

}  // namespace

CountLaw::CountLaw(std::span<const double> weights) : cumulative_(weights.size()) {
  std::partial_sum(weights.begin(), weights.end(), cumulative_.begin());
  const double all = cumulative_.back();
  for (double& x : cumulative_) x /= all;
  const auto end = std::find_if(cumulative_.begin(), cumulative_.end(), [](double x) { return x >= 1.0 - kCutOff; });
  if (end != cumulative_.end()) cumulative_.erase(end + 1, cumulative_.end());
  cumulative_.back() = 1.0;
}

CountLaw CountLaw::negative_binomial(double mean, double dispersion) {
  std::vector<double> weights(last_count(mean, dispersion) + 1);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] = elementary::exp(fit::log_negative_binomial(k, mean, dispersion));
  }
  return CountLaw(weights);
}

CountLaw CountLaw::seen(std::span<const std::uint64_t> counts) {
  std::vector<double> weights(*std::max_element(counts.begin(), counts.end()) + 1, 0.0);
  for (const std::uint64_t count : counts) weights[count] += 1.0;
  return CountLaw(weights);
}

CountLaw CountLaw::mixture(std::span<const CountLaw> laws) {
  CountLaw mixed;
  for (const CountLaw& law : laws) {
    mixed.cumulative_.resize(std::max(mixed.cumulative_.size(), law.cumulative_.size()), 0.0);
  }
  for (const CountLaw& law : laws) {
    for (std::size_t k = 0; k < mixed.cumulative_.size(); ++k) mixed.cumulative_[k] += law.below_or_at(k);
  }
  for (double& x : mixed.cumulative_) x /= static_cast<double>(laws.size());
  mixed.cumulative_.back() = 1.0;
  return mixed;
}

CountLaw CountLaw::moved(double factor) const {
  const double more = std::max(0.0, factor - 1.0) * mean();
  const std::size_t most = cumulative_.size() - 1 + (more > 0.0 ? last_count(more, 1.0) : 0);
  const std::vector<double> logs = log_factorials(most);
  std::vector<double> weights(most + 1, 0.0);
  for (std::size_t n = 0; n < cumulative_.size(); ++n) {
    const double p = chance(n);
    if (p <= 0.0) continue;
    const auto events = static_cast<double>(n);
    if (factor < 1.0) {
      const Reach kept = reach(events * factor, events * factor * (1.0 - factor), n);
      for (std::size_t k = kept.first; k <= kept.last; ++k) {
        const auto x = static_cast<double>(k);
        weights[k] += p * elementary::exp(logs[n] - logs[k] - logs[n - k] + x * elementary::log(factor) +
                                          (events - x) * elementary::log1p(-factor));
      }
    } else if (more > 0.0) {
      const Reach added = reach(more, more, most - n);
      for (std::size_t k = added.first; k <= added.last; ++k) {
        weights[n + k] += p * elementary::exp(static_cast<double>(k) * elementary::log(more) - more - logs[k]);
      }
    } else {
      weights[n] += p;
    }
  }
  return CountLaw(weights);
}

double CountLaw::chance(std::uint64_t count) const {
  if (count >= cumulative_.size()) return 0.0;
  return cumulative_[count] - (count == 0 ? 0.0 : cumulative_[count - 1]);
}

double CountLaw::below_or_at(std::uint64_t count) const {
  return count < cumulative_.size() ? cumulative_[count] : 1.0;
}

double CountLaw::mean() const {
  double sum = 0.0;
  for (const double x : cumulative_) sum += 1.0 - x;
  return sum;
}

double CountLaw::dispersion() const {
  const double m = mean();
  double squares = 0.0;
  for (std::size_t k = 0; k < cumulative_.size(); ++k) {
    const double away = static_cast<double>(k) - m;
    squares += chance(k) * away * away;
  }
  return m > 0.0 ? squares / m : 0.0;
}

std::uint64_t CountLaw::quantile(double probability) const {
  return static_cast<std::uint64_t>(std::lower_bound(cumulative_.begin(), cumulative_.end(), probability) -
                                    cumulative_.begin());
}

Band CountLaw::band(double level) const {
  Band band;
  band.level = level;
  band.low = quantile(0.5 - 0.5 * level);
  band.high = quantile(0.5 + 0.5 * level);
  band.mass = below_or_at(band.high) - (band.low == 0 ? 0.0 : below_or_at(band.low - 1));
  return band;
}

double CountLaw::rank(std::uint64_t count) const { return below_or_at(count) - 0.5 * chance(count); }

double CountLaw::ranked_score(std::uint64_t count) const {
  const std::size_t end = std::max<std::size_t>(cumulative_.size(), count);
  double sum = 0.0;
  for (std::size_t k = 0; k < end; ++k) {
    const double away = below_or_at(k) - (count <= k ? 1.0 : 0.0);
    sum += away * away;
  }
  return sum;
}

void add_rank(const CountLaw& law, std::uint64_t count, RankHistogram& histogram) {
  const double high = law.below_or_at(count);
  const double low = high - law.chance(count);
  constexpr auto kBins = static_cast<double>(kRankBins);
  if (!(high > low)) {  // it can not be: beyond all that the law allows
    histogram.at(std::min(kRankBins - 1, static_cast<std::size_t>(high * kBins))) += 1.0;
    return;
  }
  for (std::size_t bin = 0; bin < kRankBins; ++bin) {
    const double from = static_cast<double>(bin) / kBins;
    const double to = static_cast<double>(bin + 1) / kBins;
    histogram.at(bin) += std::max(0.0, std::min(high, to) - std::max(low, from)) / (high - low);
  }
}

}  // namespace faultline::backtest
