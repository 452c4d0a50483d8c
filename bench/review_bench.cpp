// The review queue alone: changes reviewed per second on one core. The tables of changes are drawn beforehand.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/review_driver.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

struct TotalWait : support::ReviewWatcher {
  const std::vector<Change>* table;
  double hours = 0.0;
  double reviews = 0.0;
  void review_ended(const support::ReviewRecord& record) {
    hours += record.begin_hours - (*table)[record.change].submitted_hours;
    reviews += 1.0;
  }
};

void run_desk(benchmark::State& state, const Organisation& organisation, const Calendar& calendar,
              const std::vector<Change>& table, double span_hours, int approvals) {
  const std::vector<Calendar> calendars{calendar};
  const KeyedDraws draws(1, 0);
  support::ReviewDriver driver(organisation, calendars, span_hours);
  TotalWait total;
  total.table = &table;
  for (auto _ : state) driver.run(table, table.size(), approvals, draws, total);
  state.SetItemsProcessed(static_cast<std::int64_t>(total.reviews) / approvals);
  state.counters["mean_wait_hours"] = total.hours / total.reviews;
}

/// Eight reviewers who are always there, utilisation .9, exponential work of mean 1: M/M/8, mean wait .8769.
void review_mm8(benchmark::State& state) {
  constexpr double kSpan = 140'000.0;
  const std::vector<Change> table =
      support::poisson_arrivals(KeyedDraws(1, 0), 7.2, kSpan, [](double u) { return exponential(u, 1.0); });
  run_desk(state, support::always_open_team(8), Calendar::always(), table, kSpan, 1);
}

/// Eighty teams of eight with the model's practice: daily bouts of 3.2 h a week, attention that follows the queue,
/// stamping, authors who do not review their own. Utilisation .49 as at the reference organisation, or .9.
void review_with_calendar_and_attention(benchmark::State& state) {
  constexpr double kSpan = 168.0 * 13.0;
  constexpr int kTeams = 80;
  constexpr double kMeanWorkHours = 0.41;
  const KeyedDraws draws(1, 0);
  const double utilisation = static_cast<double>(state.range(0)) / 100.0;
  const int approvals = static_cast<int>(state.range(1));
  Organisation organisation;
  for (int i = 0; i < kTeams; ++i) {
    Team team;
    team.id = "team-" + std::to_string(i);
    team.calendar = CalendarId{0};
    organisation.teams.push_back(team);
  }
  const ActivityProfile activity = support::office_activity(kSpan);
  const double reviews_per_week =
      utilisation * kTeams * 8.0 * organisation.review.review_hours_per_week / kMeanWorkHours;
  std::vector<Change> table;
  std::uint32_t ordinal = 0;
  for (std::uint32_t hour = 0; hour < activity.weight_per_hour.size(); ++hour) {
    const double mean = reviews_per_week / approvals * activity.weight_per_hour[hour];
    if (!(mean > 0.0)) continue;
    const std::uint32_t count = poisson(draws.uniform(hour, stable_hash("count"), 0), mean);
    for (std::uint32_t i = 0; i < count; ++i, ++ordinal) {
      const PhiloxCounter words = draws.block(ordinal, stable_hash("change"), 0);
      table.push_back(
          support::reviewable(hour + (i + 0.5) / count, ordinal, lognormal(uniform64(words[0], words[1]), 0.25, 1.0),
                              static_cast<std::uint16_t>(words[2] % 8), static_cast<std::uint16_t>(words[3] % kTeams)));
    }
  }
  run_desk(state, organisation, support::office_hours(kSpan), table, kSpan, approvals);
}

BENCHMARK(review_mm8)->Unit(benchmark::kMillisecond);
BENCHMARK(review_with_calendar_and_attention)
    ->ArgNames({"utilisation", "approvals"})
    ->Args({49, 1})
    ->Args({90, 1})
    ->Args({49, 2})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace faultline
