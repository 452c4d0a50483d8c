// Two stages in series, Poisson arrivals at 1 an hour, exponential work at rates 1.2 and 1.5: Jackson's product form.
// (published-answers, section 5.4) The stages are two teams at one desk; a change that leaves the first enters the
// second. 6 comparisons at z = 4 with 29 degrees of freedom (two-sided 4e-4): a false alarm of the file at a new seed
// has probability 0.0024. Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/replication_means.h"
#include "tests/support/review_driver.h"

namespace faultline {
namespace {

using support::ReplicationMeans;

struct TwoStages : support::ReviewWatcher {
  const std::vector<Change>* table;
  std::uint32_t changes;  // the second stage of change i is change i + changes
  double from_hours;
  double in_system = 0.0;
  double in_second = 0.0;
  double two_and_one = 0.0;  // time with two at the first stage and one at the second
  double response = 0.0;
  double responses = 0.0;
  std::uint32_t at_second = 0;
  std::vector<double> left_first;

  void passes(double from, double to, std::uint32_t /*waiting*/, std::size_t here) {
    if (!(to > from_hours)) return;
    const double hours = to - std::max(from, from_hours);
    in_system += static_cast<double>(here) * hours;
    in_second += at_second * hours;
    if (here == 3 && at_second == 1) two_and_one += hours;
  }
  std::uint32_t completed(std::uint32_t change, double now) {
    if (change < changes) {
      if (now >= from_hours) left_first.push_back(now);
      ++at_second;
      return change + changes;
    }
    --at_second;
    const double submitted = (*table)[change - changes].submitted_hours;
    if (submitted >= from_hours) {
      response += now - submitted;
      responses += 1.0;
    }
    return kNoSlot;
  }
};

TEST(TwoStagesInSeries, AreIndependentMM1s) {
  constexpr double kWarmUp = 2000.0;
  constexpr double kObserved = 60'000.0;
  constexpr double kWindow = 5.0;
  constexpr double kSpan = kWarmUp + kObserved;
  Organisation organisation = support::always_open_team(1);
  organisation.teams.push_back(organisation.teams.front());
  const std::vector<Calendar> calendars{Calendar::always()};
  support::ReviewDriver driver(organisation, calendars, kSpan);
  ReplicationMeans in_first;
  ReplicationMeans in_second;
  ReplicationMeans response;
  ReplicationMeans two_and_one;
  ReplicationMeans departures;
  ReplicationMeans dispersion;
  for (std::uint32_t replication = 0; replication < 30; ++replication) {
    const KeyedDraws draws(54, replication);
    std::vector<Change> table =
        support::poisson_arrivals(draws, 1.0, kSpan, [](double u) { return exponential(u, 1.0 / 1.2); });
    const std::size_t changes = table.size();
    for (std::uint32_t i = 0; i < changes; ++i) {
      const double work = exponential(draws.uniform(i, stable_hash("second stage"), 0), 1.0 / 1.5);
      table.push_back(support::reviewable(0.0, i, work, support::kNobody, 1));
    }
    TwoStages watcher;
    watcher.table = &table;
    watcher.changes = static_cast<std::uint32_t>(changes);
    watcher.from_hours = kWarmUp;
    driver.run(table, changes, 1, draws, watcher);
    in_first.add((watcher.in_system - watcher.in_second) / kObserved);
    in_second.add(watcher.in_second / kObserved);
    response.add(watcher.response, watcher.responses);
    two_and_one.add(watcher.two_and_one / kObserved);
    // Burke: departures of the first stage are Poisson again, so their counts in windows have variance = mean.
    std::vector<double> counts(static_cast<std::size_t>(kObserved / kWindow), 0.0);
    for (const double time : watcher.left_first) {
      counts[std::min(counts.size() - 1, static_cast<std::size_t>((time - kWarmUp) / kWindow))] += 1.0;
    }
    double squares = 0.0;
    for (const double count : counts) squares += (count - kWindow) * (count - kWindow);
    departures.add(static_cast<double>(watcher.left_first.size()) / kObserved);
    dispersion.add(squares / static_cast<double>(counts.size()) / kWindow);
  }
  support::expect_mean(in_first, 5.0, 4.0, 0.02, "number at the first stage");
  support::expect_mean(in_second, 2.0, 4.0, 0.02, "number at the second stage");
  support::expect_mean(response, 7.0, 4.0, 0.02, "response");
  support::expect_mean(two_and_one, 0.0257201646091, 4.0, 0.02, "share of time with (2, 1)");
  support::expect_mean(departures, 1.0, 4.0, 0.01, "departures an hour");
  support::expect_mean(dispersion, 1.0, 4.0, 0.01, "variance over mean of departures");
}

}  // namespace
}  // namespace faultline
