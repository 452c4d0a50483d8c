#include "analysis/backtest/predictor_score.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/stats/serial_dependence.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::backtest {
namespace {

double normal_score(double rank) { return elementary::normal_quantile(std::clamp(rank, 1e-6, 1.0 - 1e-6)); }

double unevenness(const RankHistogram& ranks, std::size_t weeks) {
  const double expected = static_cast<double>(weeks) / static_cast<double>(kRankBins);
  double sum = 0.0;
  for (const double seen : ranks) sum += (seen - expected) * (seen - expected) / expected;
  return sum;
}

/// One future's weeks.
void draw_future(const Forecast& forecast, const FutureDraws& how, std::uint32_t future,
                 std::span<std::uint64_t> weeks) {
  const KeyedDraws draws(how.seed, future);
  constexpr std::uint32_t kStream = stable_hash("backtest-future");
  const auto which =
      static_cast<std::size_t>(draws.uniform(0, kStream, draw_detail(1)) * static_cast<double>(forecast.given.size()));
  const CountLaw& law = forecast.given[std::min(which, forecast.given.size() - 1)];
  const double fresh = std::sqrt(1.0 - how.correlation * how.correlation);
  double z = 0.0;
  for (std::size_t week = 0; week < weeks.size(); ++week) {
    const double e =
        elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(week), kStream, draw_detail(2)));
    z = week == 0 ? e : how.correlation * z + fresh * e;
    weeks[week] = law.quantile(std::clamp(elementary::normal_cdf(z), 1e-15, 1.0 - 1e-15));
  }
}

}  // namespace

double correlation_of_weeks(const CountLaw& law, std::span<const std::uint64_t> counts) {
  std::vector<double> scores;
  for (const std::uint64_t count : counts) scores.push_back(normal_score(law.rank(count)));
  return std::clamp(stats::lag_one_correlation(scores), 0.0, 0.95);
}

PredictorScore score(std::string name, const Forecast& forecast, std::span<const std::uint64_t> counts,
                     const FutureDraws& draws) {
  const CountLaw& law = forecast.pooled;
  PredictorScore result;
  result.name = std::move(name);
  result.mean = law.mean();
  result.dispersion = law.dispersion();
  for (const std::uint64_t count : counts) {
    result.week_ranks.push_back(law.rank(count));
    result.week_scores.push_back(law.ranked_score(count));
    add_rank(law, count, result.ranks);
  }
  result.mean_score =
      std::accumulate(result.week_scores.begin(), result.week_scores.end(), 0.0) / static_cast<double>(counts.size());
  const auto inside = [](const Band& band, std::span<const std::uint64_t> weeks) {
    return static_cast<std::size_t>(
        std::count_if(weeks.begin(), weeks.end(), [&](std::uint64_t count) { return band.holds(count); }));
  };
  for (std::size_t i = 0; i < kBandLevels.size(); ++i) {
    BandScore& one = result.bands.at(i);
    one.band = law.band(kBandLevels.at(i));
    one.inside = inside(one.band, counts);
    one.share = *stats::proportion_estimate(one.inside, counts.size());
  }
  const double seen = unevenness(result.ranks, counts.size());
  std::array<std::uint32_t, kBandLevels.size()> fewer{};
  std::array<std::uint32_t, kBandLevels.size()> more{};
  std::uint32_t as_uneven = 0;
  std::vector<std::uint64_t> weeks(counts.size());
  for (std::uint32_t future = 0; future < draws.futures; ++future) {
    draw_future(forecast, draws, future, weeks);
    RankHistogram ranks{};
    for (const std::uint64_t count : weeks) add_rank(law, count, ranks);
    as_uneven += unevenness(ranks, weeks.size()) >= seen ? 1 : 0;
    for (std::size_t i = 0; i < kBandLevels.size(); ++i) {
      const std::size_t held = inside(result.bands.at(i).band, weeks);
      fewer.at(i) += held <= result.bands.at(i).inside ? 1 : 0;
      more.at(i) += held >= result.bands.at(i).inside ? 1 : 0;
    }
  }
  // What came is one more future: a chance is never 0 (Davison and Hinkley 1997, section 4.2).
  const auto share = [&](std::uint32_t count) { return (count + 1.0) / (draws.futures + 1.0); };
  result.ranks_p = share(as_uneven);
  for (std::size_t i = 0; i < kBandLevels.size(); ++i) {
    result.bands.at(i).p_fewer = share(fewer.at(i));
    result.bands.at(i).p_more = share(more.at(i));
  }
  return result;
}

}  // namespace faultline::backtest
