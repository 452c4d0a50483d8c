// Sizes and durations as figures of a group.
#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/fit/size_law.h"
#include "analysis/stats/quantile.h"
#include "models/core/elementary.h"

namespace faultline::fit {

namespace {

/// Linear between order statistics of a sorted sample.
double linear_quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double above = sorted[std::min(below + 1, sorted.size() - 1)];
  return sorted[below] + (at - static_cast<double>(below)) * (above - sorted[below]);
}

/// Correlation of two columns; nothing when one of them never varies.
std::optional<double> correlation_of(std::span<const double> x, std::span<const double> y) {
  stats::MomentAccumulator of_x;
  stats::MomentAccumulator of_y;
  for (const double value : x) of_x.add(value);
  for (const double value : y) of_y.add(value);
  double product = 0.0;
  double square_x = 0.0;
  double square_y = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product += (x[i] - of_x.mean()) * (y[i] - of_y.mean());
    square_x += (x[i] - of_x.mean()) * (x[i] - of_x.mean());
    square_y += (y[i] - of_y.mean()) * (y[i] - of_y.mean());
  }
  if (!(square_x > 0.0 && square_y > 0.0)) return std::nullopt;
  return std::clamp(product / std::sqrt(square_x * square_y), -0.9999, 0.9999);
}

/// How the errors of median, mean and standard deviation of the logarithm hang together: the correlations of their
/// influence functions over the sample, sign(x - median), x - mean and (x - mean)^2 (Hampel 1974,
/// doi 10.1080/01621459.1974.10482962). The density at the median, which scales the first, drops out.
void add_size_correlations(std::span<const double> sorted, double median, double log_mean, const std::string& stem,
                           Group& group) {
  std::vector<double> side;
  std::vector<double> gap;
  std::vector<double> square;
  for (const double value : sorted) {
    const double off = elementary::log(value) - log_mean;
    side.push_back(value > median ? 1.0 : value < median ? -1.0 : 0.0);
    gap.push_back(off);
    square.push_back(off * off);
  }
  const auto add = [&](const char* a, const char* b, const std::optional<double>& rho) {
    if (rho) group.correlations.push_back({stem + a, stem + b, *rho, "influence functions over the sample"});
  };
  add("_median", "_ln_mean", correlation_of(side, gap));
  add("_median", "_ln_sd", correlation_of(side, square));
  add("_ln_mean", "_ln_sd", correlation_of(gap, square));
}

}  // namespace

void add_size_figures(std::span<const double> values, const SizeWords& words, Group& group) {
  std::vector<double> sorted;
  for (const double value : values) {
    if (value > 0.0) sorted.push_back(value);
  }
  if (sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end());
  const std::optional<SizeLaw> law = size_law(sorted, words.grain);
  const std::string verdict = law ? law->verdict : "too few values for a law";
  const std::optional<double> p =
      !law ? std::nullopt
           : std::optional(law->mixture.bic < law->single.bic ? law->mixture.p_value : law->single.p_value);
  const auto add = [&](const std::string& name, const std::string& meaning, stats::Estimate estimate) {
    group.figures.push_back({name, meaning, std::move(estimate), verdict, p});
  };
  const stats::SortedSample sample(sorted);
  for (const auto& [name, share] : {std::pair{"median", 0.5}, std::pair{"p90", 0.9}}) {
    stats::Estimate estimate;
    if (auto quantile = stats::value_at_risk(sample, share)) estimate = *std::move(quantile);
    estimate.value = linear_quantile(sorted, share);
    estimate.method = "quantile, linear between order statistics; interval of order statistics";
    if (!estimate.interval) estimate.warnings = {"too few values for an interval"};
    add(words.stem + "_" + name, words.meaning + ", " + (share == 0.5 ? "median" : "90th percentile"),
        std::move(estimate));
  }
  stats::MomentAccumulator logs;
  for (const double value : sorted) logs.add(elementary::log(value));
  if (auto mean = logs.finalize()) {
    mean->warnings.clear();
    add(words.stem + "_ln_mean", "mean of the natural logarithm of " + words.meaning, *std::move(mean));
  }
  if (logs.count() < 2) return;
  const auto n = static_cast<double>(logs.count());
  double fourth = 0.0;
  double second = 0.0;
  for (const double value : sorted) {
    const double gap = elementary::log(value) - logs.mean();
    second += gap * gap / n;
    fourth += gap * gap * gap * gap / n;
  }
  if (!(second > 0.0)) return;
  stats::Estimate spread;
  spread.value = std::sqrt(second);
  spread.n = sorted.size();
  spread.method = "standard deviation of the population; interval from the fourth moment, at least a normal law's";
  const double error = std::sqrt(std::max(2.0, fourth / (second * second) - 1.0) / (4.0 * n));
  spread.standard_error = spread.value * error;
  // With few values the fourth moment is itself unsure: Student's t on one degree less than there are.
  const auto half = stats::t_estimate(0.0, error, sorted.size(), stats::kConfidence, "");
  if (half && half->interval) {
    spread.interval = stats::Interval{spread.value * elementary::exp(half->interval->low),
                                      spread.value * elementary::exp(half->interval->high)};
  }
  add(words.stem + "_ln_sd", "standard deviation of the natural logarithm of " + words.meaning, std::move(spread));
  add_size_correlations(sorted, linear_quantile(sorted, 0.5), logs.mean(), words.stem, group);
  if (!law) return;
  const LognormalFit& fit = law->mixture.bic < law->single.bic ? law->mixture : law->single;
  Series parts;
  parts.name = words.stem + "_law";
  parts.meaning = "weight, median and standard deviation of the logarithm of each lognormal part";
  for (const LognormalPart& part : fit.parts) {
    parts.values.insert(parts.values.end(), {part.weight, elementary::exp(part.log_mean), part.log_sd});
  }
  parts.n = sorted.size();
  parts.method = "maximum likelihood on rounded values, expectation-maximisation";
  parts.verdict = law->verdict;
  group.series.push_back(std::move(parts));
  Series quantiles;
  quantiles.name = words.stem + "_quantiles";
  quantiles.meaning = "quantiles at 5, 10, 25, 50, 75, 90, 95 and 99 %";
  for (const double share : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99}) {
    quantiles.values.push_back(linear_quantile(sorted, share));
  }
  quantiles.n = sorted.size();
  quantiles.method = "linear between order statistics";
  quantiles.verdict = kNoLaw;
  group.series.push_back(std::move(quantiles));
}

}  // namespace faultline::fit
