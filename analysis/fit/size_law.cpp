#include "analysis/fit/size_law.h"

#include <algorithm>
#include <cmath>

#include "analysis/fit/wording.h"
#include "analysis/stats/quantile.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::fit {
namespace {

constexpr std::size_t kFewestValues = 30;
constexpr std::size_t kMostTested = 100'000;         // of more the test takes a sample, or it would take minutes
constexpr std::uint64_t kSeed = 0x66697453697A6573;  // "fitSizes"
constexpr double kRootTwoPi = 2.50662827463100050242;
constexpr double kLeastSd = 0.02;

/// Values pooled: counts between edges on the logarithmic scale. Single multiples of the grain up to 20, then steps of
/// 6 %.
struct Bins {
  std::vector<double> edges;  ///< natural logarithms, one more than there are counts; the first is -infinity
  std::vector<double> counts;
  double n = 0.0;
};

Bins make_bins(double largest, double grain) {
  Bins bins;
  bins.edges.push_back(-1e9);
  const double most = std::max(2.0, std::ceil(largest / grain));
  double multiple = 1.0;
  while (multiple <= most) {
    multiple += multiple < 20.0 ? 1.0 : std::floor(multiple * 0.06) + 1.0;
    bins.edges.push_back(elementary::log((multiple - 0.5) * grain));
  }
  bins.edges.back() = 1e9;
  bins.counts.assign(bins.edges.size() - 1, 0.0);
  return bins;
}

void count(Bins& bins, double log_value) {
  const auto above = std::upper_bound(bins.edges.begin() + 1, bins.edges.end() - 1, log_value);
  bins.counts[static_cast<std::size_t>(above - bins.edges.begin()) - 1] += 1.0;
  bins.n += 1.0;
}

double density(double z) { return elementary::exp(-0.5 * z * z) / kRootTwoPi; }

/// Chance of an interval and the moments of the logarithm within it.
struct IntervalMoments {
  double chance;
  double mean;
  double square;
};

IntervalMoments interval_moments(const LognormalPart& part, double low, double high) {
  const double a = std::max(-40.0, (low - part.log_mean) / part.log_sd);
  const double b = std::min(40.0, (high - part.log_mean) / part.log_sd);
  if (b <= a) return {0.0, low > part.log_mean ? low : high, 0.0};
  // Upper tails as lower ones: a difference of numbers near 1 would lose them.
  const double chance = a > 0.0 ? elementary::normal_cdf(-a) - elementary::normal_cdf(-b)
                                : elementary::normal_cdf(b) - elementary::normal_cdf(a);
  const double middle =
      0.5 * (std::max(low, part.log_mean + a * part.log_sd) + std::min(high, part.log_mean + b * part.log_sd));
  if (b - a < 0.05 || chance < 1e-12) {
    const double narrow = b - a < 0.05 ? density(0.5 * (a + b)) * (b - a) : chance;
    return {narrow, middle, middle * middle};
  }
  const double shift = (density(a) - density(b)) / chance;
  const double spread = 1.0 + (a * density(a) - b * density(b)) / chance;
  const double mean = part.log_mean + part.log_sd * shift;
  const double variance = std::max(0.0, part.log_sd * part.log_sd * (spread - shift * shift));
  return {chance, mean, variance + mean * mean};
}

/// One round of expectation-maximisation; returns the log-likelihood before it.
double improve(const Bins& bins, std::vector<LognormalPart>& parts) {
  struct Sums {
    double weight = 0.0;
    double mean = 0.0;
    double square = 0.0;
  };
  std::vector<Sums> sums(parts.size());
  std::vector<IntervalMoments> moments(parts.size());
  double log_likelihood = 0.0;
  for (std::size_t i = 0; i < bins.counts.size(); ++i) {
    if (bins.counts[i] == 0.0) continue;
    double chance = 0.0;
    for (std::size_t j = 0; j < parts.size(); ++j) {
      moments[j] = interval_moments(parts[j], bins.edges[i], bins.edges[i + 1]);
      chance += parts[j].weight * moments[j].chance;
    }
    chance = std::max(chance, 1e-300);
    log_likelihood += bins.counts[i] * elementary::log(chance);
    for (std::size_t j = 0; j < parts.size(); ++j) {
      const double share = bins.counts[i] * parts[j].weight * moments[j].chance / chance;
      sums[j].weight += share;
      sums[j].mean += share * moments[j].mean;
      sums[j].square += share * moments[j].square;
    }
  }
  for (std::size_t j = 0; j < parts.size(); ++j) {
    if (sums[j].weight < 1e-6) continue;
    parts[j].weight = sums[j].weight / bins.n;
    parts[j].log_mean = sums[j].mean / sums[j].weight;
    const double variance = sums[j].square / sums[j].weight - parts[j].log_mean * parts[j].log_mean;
    parts[j].log_sd = std::max(kLeastSd, std::sqrt(std::max(0.0, variance)));
  }
  return log_likelihood;
}

double quantile_of(const Bins& bins, double p) {
  double below = 0.0;
  for (std::size_t i = 0; i < bins.counts.size(); ++i) {
    below += bins.counts[i];
    if (below >= p * bins.n) return i == 0 ? bins.edges[1] - 0.5 : std::min(bins.edges[i + 1], bins.edges[i] + 0.5);
  }
  return bins.edges[bins.edges.size() - 2];
}

std::vector<LognormalPart> starting_point(const Bins& bins, std::size_t components) {
  const double middle = quantile_of(bins, 0.5);
  const double spread = std::max(0.3, 0.5 * (quantile_of(bins, 0.84) - quantile_of(bins, 0.16)));
  if (components == 1) return {{1.0, middle, spread}};
  return {{0.5, quantile_of(bins, 0.2), 0.6 * spread}, {0.5, quantile_of(bins, 0.8), 0.6 * spread}};
}

LognormalFit fit_bins(const Bins& bins, std::vector<LognormalPart> parts, std::size_t most_rounds) {
  double before = -1e300;
  LognormalFit fit;
  for (std::size_t i = 0; i < most_rounds; ++i) {
    fit.log_likelihood = improve(bins, parts);
    if (fit.log_likelihood - before < 1e-4) break;
    before = fit.log_likelihood;
  }
  if (parts.size() == 2 && parts[0].log_mean > parts[1].log_mean) std::swap(parts[0], parts[1]);
  const double parameters = parts.size() == 1 ? 2.0 : 5.0;
  fit.bic = parameters * elementary::log(bins.n) - 2.0 * fit.log_likelihood;
  fit.parts = std::move(parts);
  return fit;
}

/// Largest gap between what was counted and the law, at the edges.
double distance(const Bins& bins, const LognormalFit& fit) {
  double seen = 0.0;
  double largest = 0.0;
  for (std::size_t i = 0; i + 1 < bins.counts.size(); ++i) {
    seen += bins.counts[i];
    double meant = 0.0;
    for (const LognormalPart& part : fit.parts) {
      meant += part.weight * elementary::normal_cdf((bins.edges[i + 1] - part.log_mean) / part.log_sd);
    }
    largest = std::max(largest, std::abs(seen / bins.n - meant));
  }
  return largest;
}

double bootstrap_p_value(const Bins& bins, const LognormalFit& fit, std::size_t rounds) {
  constexpr std::size_t kRoundsOfFit = 60;
  const double observed = distance(bins, fit);
  std::size_t beyond = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    const KeyedDraws draws(kSeed, static_cast<std::uint32_t>(round));
    Bins sample = bins;
    std::fill(sample.counts.begin(), sample.counts.end(), 0.0);
    sample.n = 0.0;
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(bins.n); ++i) {
      const PhiloxCounter words = draws.block(i, 0, draw_detail(1));
      const LognormalPart& part =
          fit.parts.size() == 1 || uniform32(words[2]) < fit.parts[0].weight ? fit.parts[0] : fit.parts[1];
      count(sample, part.log_mean + part.log_sd * elementary::normal_quantile(uniform64(words[0], words[1])));
    }
    beyond += distance(sample, fit_bins(sample, fit.parts, kRoundsOfFit)) >= observed ? 1 : 0;
  }
  return static_cast<double>(beyond + 1) / static_cast<double>(rounds + 1);
}

Bins bins_of(std::span<const double> values, double grain) {
  const double largest = *std::max_element(values.begin(), values.end());
  Bins bins = make_bins(largest, grain);
  for (const double value : values) count(bins, elementary::log(value));
  return bins;
}

/// About kMostTested of the values, drawn by their positions.
std::vector<double> sample_of(std::span<const double> values) {
  const KeyedDraws draws(kSeed, 0xFFFFFFFF);
  const double share = static_cast<double>(kMostTested) / static_cast<double>(values.size());
  std::vector<double> some;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (draws.uniform(static_cast<std::uint32_t>(i), 1, draw_detail(2)) < share) some.push_back(values[i]);
  }
  return some;
}

}  // namespace

LognormalFit fit_lognormals(std::span<const double> values, double grain, std::size_t components) {
  const Bins bins = bins_of(values, grain);
  return fit_bins(bins, starting_point(bins, components), components == 1 ? 200 : 1000);
}

std::optional<SizeLaw> size_law(std::span<const double> values, double grain, std::size_t rounds) {
  if (values.size() < kFewestValues) return std::nullopt;
  const Bins bins = bins_of(values, grain);
  SizeLaw law;
  law.single = fit_bins(bins, starting_point(bins, 1), 200);
  law.mixture = fit_bins(bins, starting_point(bins, 2), 1000);
  const bool two = law.mixture.bic < law.single.bic;
  LognormalFit& chosen = two ? law.mixture : law.single;
  if (values.size() <= kMostTested) {
    chosen.p_value = bootstrap_p_value(bins, chosen, rounds);
  } else {
    const Bins some = bins_of(sample_of(values), grain);
    chosen.p_value = bootstrap_p_value(some, fit_bins(some, chosen.parts, 1000), rounds);
  }
  const std::string name = two ? "a mixture of two lognormals" : "a lognormal";
  law.choice = two ? LawChoice::mixture : LawChoice::lognormal;
  law.verdict = name + (two ? " beats one" : " suffices") + " (BIC " + short_number(law.single.bic) + " for one, " +
                short_number(law.mixture.bic) + " for two)";
  if (chosen.p_value < 0.05) {
    law.choice = LawChoice::empirical;
    law.verdict += " but does not fit (bootstrap p " + short_p(chosen.p_value) + "): use the quantiles";
  } else {
    law.verdict += " and fits (bootstrap p " + short_p(chosen.p_value) + ")";
  }
  return law;
}

}  // namespace faultline::fit
