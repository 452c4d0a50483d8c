// What the table of changes must look like, by sample size. About 60 comparisons at z = 4.5 (two-sided 6.8e-6) and two
// chi-square tests at 1e-5: a false alarm of the file at a new seed has probability 5e-4. Seeds are fixed.
#include "sim/delivery/change_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

constexpr double kZ = 4.5;
constexpr double kWeek = 168.0;

TimeFrame weeks(double count) {
  TimeFrame time;
  time.warm_up_hours = 0.0;
  time.horizon_hours = count * kWeek;
  time.run_off_hours = 0.0;
  return time;
}

std::vector<Change> table_of(const Scenario& scenario, std::uint32_t replication) {
  const ChangeSource source(scenario);
  std::vector<Change> table;
  std::vector<Change> scratch;
  source.fill(KeyedDraws(91, replication), table, scratch);
  return table;
}

/// One team that works alike in every hour: `m` changes a day.
Scenario flat_team(double per_day, double dispersion, double count_weeks) {
  Scenario scenario = support::make_scenario(20, 1, weeks(count_weeks));
  Organisation& organisation = scenario.organisation;
  std::fill(organisation.activity[0].weight_per_hour.begin(), organisation.activity[0].weight_per_hour.end(),
            1.0 / kWeek);
  organisation.streams = {ChangeStream{}};
  organisation.streams[0].changes_per_developer_week = per_day * 7.0 / organisation.teams[0].developers;
  organisation.daily_dispersion = dispersion;
  return scenario;
}

std::vector<double> daily_counts(const std::vector<Change>& table, double span_hours, int stream = -1) {
  std::vector<double> counts(static_cast<std::size_t>(span_hours / 24.0), 0.0);
  for (const Change& change : table) {
    if (stream < 0 || change.stream_index == stream) {
      counts[static_cast<std::size_t>(change.submitted_hours / 24.0)] += 1.0;
    }
  }
  return counts;
}

void expect_share(double hits, double trials, double probability, const std::string& what) {
  const double error = std::sqrt(probability * (1.0 - probability) / trials);
  EXPECT_NEAR(hits / trials, probability, kZ * error) << what;
}

/// Mean m and variance over mean D of independent counts, with the standard errors that the negative binomial implies.
void expect_mean_and_dispersion(const std::vector<double>& counts, double mean, double dispersion) {
  const auto n = static_cast<double>(counts.size());
  double sum = 0.0;
  double squares = 0.0;
  double fourths = 0.0;
  for (const double count : counts) {
    const double off = count - mean;
    sum += count;
    squares += off * off;
    fourths += off * off * off * off;
  }
  const double variance = squares / n;
  EXPECT_NEAR(sum / n, mean, kZ * std::sqrt(mean * dispersion / n));
  const double error = std::sqrt((fourths / n - variance * variance) / n);
  EXPECT_NEAR(variance / mean, dispersion, kZ * error / mean);
  EXPECT_LT(error / mean, 0.1 * dispersion) << "too blunt";
}

struct DispersionCase {
  double dispersion;
  double none;          // P(N = 0)
  double more_than_20;  // P(N > 2m)
};

class DailyCounts : public testing::TestWithParam<DispersionCase> {};

// published-answers, section 5.6, with 10 changes a day.
TEST_P(DailyCounts, AreNegativeBinomial) {
  const DispersionCase& given = GetParam();
  const Scenario scenario = flat_team(10.0, given.dispersion, 150.0);
  std::vector<double> counts;
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    const std::vector<double> more = daily_counts(table_of(scenario, replication), scenario.time.end());
    counts.insert(counts.end(), more.begin(), more.end());
  }
  const auto days = static_cast<double>(counts.size());
  expect_mean_and_dispersion(counts, 10.0, given.dispersion);
  expect_share(static_cast<double>(std::count(counts.begin(), counts.end(), 0.0)), days, given.none, "no change");
  expect_share(static_cast<double>(std::count_if(counts.begin(), counts.end(), [](double n) { return n > 20.0; })),
               days, given.more_than_20, "more than twice the mean");
}

INSTANTIATE_TEST_SUITE_P(Table, DailyCounts,
                         testing::Values(DispersionCase{1.0, 4.5399930e-5, 0.00158826},
                                         DispersionCase{1.5, 0.000300729, 0.00955173},
                                         DispersionCase{3.0, 0.004115226, 0.04620083},
                                         DispersionCase{4.3, 0.012033684, 0.07286601}));

TEST(DailyCountsOfAStream, HaveTheirShareOfTheDispersion) {
  Scenario scenario = flat_team(7.5, 3.0, 150.0);
  ChangeStream agent = scenario.organisation.streams[0];
  agent.origin = Origin::agent;
  agent.changes_per_developer_week /= 3.0;  // a quarter of the ten a day in all
  scenario.organisation.streams.push_back(agent);
  std::array<std::vector<double>, 3> counts;
  for (std::uint32_t replication = 0; replication < 10; ++replication) {
    const std::vector<Change> table = table_of(scenario, replication);
    for (int which = -1; which < 2; ++which) {
      const std::vector<double> more = daily_counts(table, scenario.time.end(), which);
      std::vector<double>& all = counts[static_cast<std::size_t>(which + 1)];
      all.insert(all.end(), more.begin(), more.end());
    }
  }
  expect_mean_and_dispersion(counts[0], 10.0, 3.0);
  expect_mean_and_dispersion(counts[1], 7.5, 1.0 + 0.75 * 2.0);  // D_a = 1 + a (D - 1)
  expect_mean_and_dispersion(counts[2], 2.5, 1.0 + 0.25 * 2.0);
}

TEST(ChangeTable, CountsFollowTheRateOfEachStream) {
  Scenario scenario = support::make_scenario(30, 4, weeks(20.0));
  Organisation& organisation = scenario.organisation;
  organisation.daily_dispersion = 1.0;
  organisation.teams[1].velocity_multiplier = 3.0;
  organisation.teams[2].developers = 2;
  organisation.streams[1].velocity_multiplier = 0.5;
  const ChangeSource source(scenario);
  std::vector<Change> table;
  std::vector<Change> scratch;
  std::array<std::array<double, 2>, 4> counts{};
  constexpr std::uint32_t kReplications = 20;
  for (std::uint32_t replication = 0; replication < kReplications; ++replication) {
    source.fill(KeyedDraws(91, replication), table, scratch);
    for (const Change& change : table) counts[change.team][change.stream_index] += 1.0;
  }
  double all = 0.0;
  for (std::size_t team = 0; team < 4; ++team) {
    for (std::size_t stream = 0; stream < 2; ++stream) {
      const double expected =
          20.0 * kReplications * organisation.teams[team].developers * organisation.teams[team].velocity_multiplier *
          organisation.streams[stream].changes_per_developer_week * organisation.streams[stream].velocity_multiplier;
      all += expected / kReplications;
      EXPECT_NEAR(counts[team][stream], expected, kZ * std::sqrt(expected)) << team << ' ' << stream;
    }
  }
  EXPECT_NEAR(source.expected_changes(), all, 1e-6 * all);
}

TEST(ChangeTable, IsSortedAndConsistent) {
  const Scenario scenario = support::make_scenario(40, 12, weeks(10.0));
  const std::vector<Change> table = table_of(scenario, 0);
  ASSERT_GT(table.size(), 5000U);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Change& change = table[i];
    const Team& team = scenario.organisation.teams[change.team];
    ASSERT_GE(change.submitted_hours, 0.0);
    ASSERT_LT(change.submitted_hours, scenario.time.end());
    ASSERT_EQ(change.ordinal >> 16, static_cast<std::uint32_t>(change.submitted_hours / 24.0));
    ASSERT_LT(change.author, team.developers);
    ASSERT_NE(std::find(team.services.begin(), team.services.end(), ServiceId{change.service}), team.services.end());
    ASSERT_EQ(change.origin, scenario.organisation.streams[change.stream_index].origin);
    if (i > 0) {
      const Change& before = table[i - 1];
      ASSERT_LT(std::tie(before.submitted_hours, before.stream, before.ordinal),
                std::tie(change.submitted_hours, change.stream, change.ordinal));
    }
  }
}

TEST(ChangeTable, FollowsTheHourOfTheWeek) {
  Scenario scenario = support::make_scenario(30, 6, weeks(40.0));
  scenario.organisation.daily_dispersion = 1.0;
  const std::vector<double>& weights = scenario.organisation.activity[0].weight_per_hour;
  std::vector<double> counts(168, 0.0);
  double changes = 0.0;
  for (std::uint32_t replication = 0; replication < 3; ++replication) {
    for (const Change& change : table_of(scenario, replication)) {
      counts[static_cast<std::size_t>(std::fmod(change.submitted_hours, kWeek))] += 1.0;
      changes += 1.0;
    }
  }
  double chi_square = 0.0;
  int cells = 0;
  for (std::size_t hour = 0; hour < 168; ++hour) {
    if (weights[hour] == 0.0) {
      EXPECT_EQ(counts[hour], 0.0) << "hour " << hour;
      continue;
    }
    const double expected = changes * weights[hour];
    ASSERT_GT(expected, 5.0);
    chi_square += (counts[hour] - expected) * (counts[hour] - expected) / expected;
    ++cells;
  }
  // Wilson and Hilferty: the 1e-5 quantile on the upper side.
  const double df = cells - 1;
  const double spread = 2.0 / (9.0 * df);
  EXPECT_LT(chi_square, df * std::pow(1.0 - spread + 4.26 * std::sqrt(spread), 3));
}

TEST(ChangeTable, SpreadsChangesEvenlyWithinAnHour) {
  const Scenario scenario = flat_team(200.0, 1.0, 20.0);
  std::array<double, 20> counts{};
  const std::vector<Change> table = table_of(scenario, 0);
  for (const Change& change : table) {
    counts[static_cast<std::size_t>(20.0 * (change.submitted_hours - std::floor(change.submitted_hours)))] += 1.0;
  }
  const double expected = static_cast<double>(table.size()) / 20.0;
  double chi_square = 0.0;
  for (const double count : counts) chi_square += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi_square, 57.9);  // 1e-5 with 19 degrees of freedom (Wilson and Hilferty)
}

struct SizeLawCase {
  double alpha;
  double captured;  // of all defects, by the largest tenth
};

class SizeLaw : public testing::TestWithParam<SizeLawCase> {};

// published-answers, section 4: with P(defect) ~ lines^alpha and rare, lognormal lines of log-sd s make ranking by size
// a binormal gate of d' = alpha s, so the largest tenth holds Phi(alpha s - z_0.9) of all defects.
TEST_P(SizeLaw, TheLargestTenthHoldsWhatTheClosedFormSays) {
  Scenario scenario = flat_team(400.0, 1.0, 150.0);
  constexpr double kMedianLines = 1e5;  // 1 line, the least, lies 5.8 standard deviations below
  constexpr double kLogSd = 2.0;
  constexpr double kLinesAtTenth = 1.2815515655446004;
  scenario.organisation.streams[0].lines = {kMedianLines, kLogSd, 1e15};
  scenario.defects.alpha = GetParam().alpha;
  scenario.defects.beta = 1e-3 * std::pow(kMedianLines, -GetParam().alpha);
  double defects = 0.0;
  double large = 0.0;
  for (std::uint32_t replication = 0; replication < 3; ++replication) {
    for (const Change& change : table_of(scenario, replication)) {
      if (!change.has(Change::kDefective)) continue;
      defects += 1.0;
      large += std::log(change.lines / kMedianLines) >= kLogSd * kLinesAtTenth ? 1.0 : 0.0;
    }
  }
  ASSERT_GT(defects, 1000.0);
  expect_share(large, defects, GetParam().captured, "share of defects in the largest tenth");
}

// The band that the field's 28 to 42 % leaves for alpha is 0.35 to 0.54; 0.10 is the elasticity of reverts.
INSTANTIATE_TEST_SUITE_P(Table, SizeLaw,
                         testing::Values(SizeLawCase{0.10, 0.1397}, SizeLawCase{0.35, 0.2804},
                                         SizeLawCase{0.42, 0.3294}, SizeLawCase{0.50, 0.3891}));

TEST(ChangeTable, DrawsLinesWorkAndFlagsByTheirLaws) {
  Scenario scenario = flat_team(400.0, 1.0, 20.0);
  ChangeStream& stream = scenario.organisation.streams[0];
  stream.lines = {24.0, 2.0, 1e9};
  stream.touches_pricing_fraction = 0.05;
  stream.documented_fraction = 0.7;
  const ReviewPractice& practice = scenario.organisation.review;
  const std::vector<Change> table = table_of(scenario, 0);
  const auto n = static_cast<double>(table.size());
  ASSERT_GT(n, 50'000.0);
  const auto share = [&](auto&& predicate, double probability, const std::string& what) {
    expect_share(static_cast<double>(std::count_if(table.begin(), table.end(), predicate)), n, probability, what);
  };
  const auto flag = [](std::uint8_t bit) { return [bit](const Change& change) { return change.has(bit); }; };
  share(flag(Change::kTouchesPricing), 0.05, "pricing");
  share(flag(Change::kDocumented), 0.7, "documented");
  share(flag(Change::kHabitBypass), practice.habit_bypass_fraction, "habit");
  share(flag(Change::kImpatient), practice.impatient_fraction, "impatient");
  share(flag(Change::kStale), practice.stale_fraction, "stale");
  // Quantiles of lognormal lines and work: P(X <= median e^(z sd)) = Phi(z).
  for (const double z : {-1.0, 0.0, 1.0, 2.0}) {
    const double below = 0.5 * std::erfc(-z / std::sqrt(2.0));
    share([&](const Change& c) { return static_cast<double>(c.lines) <= 24.0 * std::exp(2.0 * z); }, below, "lines");
    share([&](const Change& c) { return static_cast<double>(c.base_work_hours) <= 0.25 * std::exp(z); }, below, "work");
  }
  for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
    share([&](const Change& c) { return static_cast<std::size_t>(c.kind) == kind; }, stream.kind_weight[kind], "kind");
  }
  share([](const Change& c) { return c.out_of_band_rank < 0.3F; }, 0.3, "out of band");
  share([](const Change& c) { return c.author < 2; }, 0.25, "authors");
  share([](const Change& c) { return c.service % 4 == 1; }, 0.25, "services");
}

TEST(ChangeTable, CutsLinesAtOneAndAtTheMaximum) {
  Scenario scenario = flat_team(200.0, 1.0, 4.0);
  scenario.organisation.streams[0].lines = {24.0, 3.0, 100.0};
  const std::vector<Change> table = table_of(scenario, 0);
  float least = 1e9F;
  float most = 0.0F;
  for (const Change& change : table) {
    least = std::min(least, change.lines);
    most = std::max(most, change.lines);
  }
  EXPECT_EQ(least, 1.0F);
  EXPECT_EQ(most, 100.0F);
}

TEST(ChangeTable, DefectsFollowLinesOriginAndKind) {
  Scenario scenario = flat_team(400.0, 1.0, 30.0);
  scenario.defects.beta = 0.02;
  scenario.defects.alpha = 0.42;
  scenario.defects.origin_multiplier[static_cast<std::size_t>(Origin::human)] = 1.5;
  scenario.defects.kind_multiplier[0] = 1.0;
  scenario.defects.kind_multiplier[1] = 2.0;
  const std::vector<Change> table = table_of(scenario, 0);
  // Compare, within bands of lines and kinds, the sum of 1 - exp(-beta lines^alpha) with the count.
  for (std::size_t kind = 0; kind < 2; ++kind) {
    for (const auto& [low, high] : {std::pair{1.0, 10.0}, {10.0, 100.0}, {100.0, 1000.0}, {1000.0, 1e9}}) {
      double expected = 0.0;
      double variance = 0.0;
      double found = 0.0;
      for (const Change& change : table) {
        const double lines = static_cast<double>(change.lines);
        if (static_cast<std::size_t>(change.kind) != kind || lines < low || lines >= high) continue;
        const double rate = 0.02 * 1.5 * scenario.defects.kind_multiplier[kind] * std::pow(lines, 0.42);
        const double p = 1.0 - std::exp(-rate);
        expected += p;
        variance += p * (1.0 - p);
        found += change.has(Change::kDefective) ? 1.0 : 0.0;
      }
      ASSERT_GT(expected, 50.0);
      EXPECT_NEAR(found, expected, kZ * std::sqrt(variance)) << "kind " << kind << ", from " << low << " lines";
    }
  }
}

TEST(ChangeTable, ExponentialWorkHasTheStatedMean) {
  Scenario scenario = flat_team(400.0, 1.0, 10.0);
  scenario.organisation.review.exponential_work = true;
  scenario.organisation.review.base_work = {0.5, 0.0};
  const std::vector<Change> table = table_of(scenario, 0);
  double sum = 0.0;
  for (const Change& change : table) sum += static_cast<double>(change.base_work_hours);
  const auto n = static_cast<double>(table.size());
  EXPECT_NEAR(sum / n, 0.5, kZ * 0.5 / std::sqrt(n));
}

std::vector<Change> of_team(const std::vector<Change>& table, std::uint32_t stream) {
  std::vector<Change> kept;
  std::copy_if(table.begin(), table.end(), std::back_inserter(kept),
               [&](const Change& c) { return c.stream == stream; });
  return kept;
}

TEST(ChangeTable, ATeamDrawsTheSameWhateverOtherTeamsExist) {
  const Scenario many = support::make_scenario(40, 8, weeks(6.0));
  Scenario few = support::make_scenario(40, 8, weeks(6.0));
  std::vector<Team>& teams = few.organisation.teams;
  teams = {teams[5], teams[2]};  // fewer, in another order
  std::swap(few.organisation.streams[0], few.organisation.streams[1]);
  const std::vector<Change> table = table_of(many, 3);
  const std::vector<Change> other = table_of(few, 3);
  for (const char* name : {"team-5/human", "team-2/automated"}) {
    const std::vector<Change> a = of_team(table, stable_hash(name));
    const std::vector<Change> b = of_team(other, stable_hash(name));
    ASSERT_GT(a.size(), 50U);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].ordinal, b[i].ordinal);
      EXPECT_EQ(a[i].submitted_hours, b[i].submitted_hours);
      EXPECT_EQ(a[i].lines, b[i].lines);
      EXPECT_EQ(a[i].service, b[i].service);
      EXPECT_EQ(a[i].flags, b[i].flags);
      EXPECT_EQ(a[i].base_work_hours, b[i].base_work_hours);
      EXPECT_EQ(a[i].author, b[i].author);
    }
  }
}

TEST(ChangeTable, ReplicationsDifferAndRepeat) {
  const Scenario scenario = support::make_scenario(20, 2, weeks(3.0));
  const std::vector<Change> first = table_of(scenario, 0);
  const std::vector<Change> again = table_of(scenario, 0);
  const std::vector<Change> second = table_of(scenario, 1);
  ASSERT_EQ(first.size(), again.size());
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(first[0].submitted_hours, again[0].submitted_hours);
  EXPECT_NE(first[0].submitted_hours, second[0].submitted_hours);
}

TEST(ChangeTable, IsEmptyWithoutDevelopersOrVelocity) {
  Scenario scenario = support::make_scenario(20, 2, weeks(3.0));
  scenario.organisation.teams[0].developers = 0;
  scenario.organisation.teams[1].velocity_multiplier = 0.0;
  EXPECT_TRUE(table_of(scenario, 0).empty());
  EXPECT_EQ(ChangeSource(scenario).expected_changes(), 0.0);
}

}  // namespace
}  // namespace faultline
