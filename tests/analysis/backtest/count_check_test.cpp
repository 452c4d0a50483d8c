// On made records whose law is known, forecasts do as they say; each check is wrong by luck, were the seeds free, with
// a chance of 0.1 % (3.29 deviations, of the runs' own spread).
#include "analysis/backtest/count_check.h"

#include <gtest/gtest.h>

#include "analysis/stats/estimate.h"
#include "tests/analysis/backtest/made_weeks.h"

namespace faultline::backtest {
namespace {

constexpr double kZ = 3.29;
constexpr std::uint32_t kRuns = 100;
constexpr std::size_t kTestWeeks = 52;

CountCheck checked(std::uint32_t run, double factor, const std::optional<CountLaw>& simulated = std::nullopt) {
  return check_counts("incidents", testing::made_weeks(run, 104, kTestWeeks, 0.6, 1.6, factor), simulated, 1);
}

TEST(CountCheck, BandsHoldAndRanksAreFlatOnWeeksOfTheSameLaw) {
  std::array<stats::MomentAccumulator, kBandLevels.size()> excess;
  std::array<stats::MomentAccumulator, kRankBins> ranks;
  double refused = 0;
  double moved = 0;
  double even = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const CountCheck check = checked(run, 1.0);
    const PredictorScore& score = check.predictors.front();
    for (std::size_t i = 0; i < kBandLevels.size(); ++i) {
      excess.at(i).add(score.bands.at(i).share.value - score.bands.at(i).band.mass);
    }
    for (std::size_t bin = 0; bin < kRankBins; ++bin) ranks.at(bin).add(score.ranks.at(bin) / kTestWeeks);
    const BandVerdict verdict = band_verdict(score);
    refused += verdict == BandVerdict::too_narrow || verdict == BandVerdict::too_wide ? 1 : 0;
    moved += check.rate_verdict() == RateVerdict::moved ? 1 : 0;
    even += score.ranks_p >= 0.05 ? 1 : 0;
  }
  const auto error = [](const stats::MomentAccumulator& of) { return std::sqrt(*of.variance() / kRuns); };
  for (const auto& one : excess) EXPECT_NEAR(one.mean(), 0.0, kZ * error(one));
  for (const auto& one : ranks) EXPECT_NEAR(one.mean(), 0.1, kZ * error(one));
  const double slack = kZ * std::sqrt(0.05 * 0.95 / kRuns);
  EXPECT_LE(refused / kRuns, 0.05 + slack);
  EXPECT_GE(even / kRuns, 0.95 - slack);
  EXPECT_LE(moved / kRuns, 0.05 + slack);
}

TEST(CountCheck, SaysThatTheRateDoubled) {
  for (std::uint32_t run = 0; run < 20; ++run) {
    const CountCheck check = checked(run, 2.0);
    EXPECT_EQ(check.rate_verdict(), RateVerdict::moved);
    EXPECT_GT(check.rate_ratio.interval->high, 1.6);
    const std::string sentence = verdict_sentence(check, check.predictors.front());
    EXPECT_NE(sentence.find("bands are too narrow; the rate moved after the split"), std::string::npos) << sentence;
  }
}

TEST(CountCheck, ATrendIsSeen) {
  // 1.5 times as many in the second half of the training part.
  const SplitWeeks weeks = testing::made_weeks(3, 104, 104, 2.0, 1.5, 1.5);
  SplitWeeks joined = testing::made_weeks(4, 208, 52, 2.0, 1.5, 1.0);
  joined.training.counts = weeks.training.counts;
  joined.training.counts.insert(joined.training.counts.end(), weeks.test.counts.begin(), weeks.test.counts.end());
  const CountCheck check = check_counts("incidents", joined, std::nullopt, 1);
  EXPECT_GT(check.trend_before->interval->low, 0.0);
  EXPECT_GT(check.correlation, 0.0);
}

TEST(CountCheck, AnEvenSimulationOfUnevenWeeksIsTooNarrowAndScoresWorse) {
  const SplitWeeks weeks = testing::made_weeks(7, 104, 104, 5.0, 9.0, 1.0);
  const CountCheck check = check_counts("changes", weeks, CountLaw::negative_binomial(35.0, 1.0), 1);
  ASSERT_EQ(check.predictors.size(), 2U);
  EXPECT_EQ(band_verdict(check.predictors[0]), BandVerdict::hold);
  EXPECT_EQ(band_verdict(check.predictors[1]), BandVerdict::too_narrow);
  EXPECT_NEAR(check.predictors[1].mean, check.predictors[0].mean, 1e-3 * check.predictors[0].mean)
      << "a simulation is moved to the rate of the records";
  EXPECT_GT(check.score_difference->value, 0.0);
}

// With so few weeks inside 38 independent ones would refuse the bands; these hang together.
TEST(CountCheck, WeeksThatHangTogetherSettleLess) {
  PredictorScore score;
  for (BandScore& one : score.bands) {
    one.band.mass = 0.8;
    one.inside = 25;
    one.share = *stats::proportion_estimate(25, 38);
    one.p_fewer = 0.1;
  }
  EXPECT_EQ(band_verdict(score), BandVerdict::not_settled);
  score.bands.at(2).p_fewer = 0.01;
  EXPECT_EQ(band_verdict(score), BandVerdict::too_narrow);
}

TEST(CountCheck, BandsFarTooWideAreSaidToBe) {
  const SplitWeeks weeks = testing::made_weeks(8, 104, 104, 5.0, 1.0, 1.0);
  const CountCheck check = check_counts("changes", weeks, CountLaw::negative_binomial(35.0, 12.0), 1);
  EXPECT_EQ(band_verdict(check.predictors[1]), BandVerdict::too_wide);
}

TEST(CountCheck, DispersionCoversTheTruth) {
  double held = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const SplitWeeks weeks = testing::made_weeks(run, 104, 8, 3.0, 2.5, 1.0);
    const WeeklyDispersion d = weekly_dispersion(weeks.training.counts);
    held += d.low <= 2.5 && d.high >= 2.5 ? 1 : 0;
  }
  EXPECT_NEAR(held / kRuns, 0.95, kZ * std::sqrt(0.05 * 0.95 / kRuns));
}

}  // namespace
}  // namespace faultline::backtest
