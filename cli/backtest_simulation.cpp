#include "cli/backtest_simulation.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <span>

#include "analysis/incident_recorder.h"
#include "sim/delivery/change_table.h"
#include "sim/run/task_threads.h"

namespace faultline::cli {
namespace {

constexpr double kWeekHours = 168.0;

struct QuarterRecords {
  std::vector<std::uint64_t> by_week;
  std::uint64_t from_changes = 0;
  std::uint64_t background = 0;
  std::vector<double> hours_to_mitigate;
  std::vector<double> hours_to_recover;
};

/// Whole weeks of the horizon.
std::size_t whole_weeks(const Scenario& scenario) {
  return static_cast<std::size_t>(scenario.time.horizon_hours / kWeekHours + 1e-9);
}

/// Which of them holds a time; nothing outside of all.
std::optional<std::size_t> week_of(const Scenario& scenario, double hours) {
  if (hours < scenario.time.horizon_begin()) return std::nullopt;
  const auto week = static_cast<std::size_t>((hours - scenario.time.horizon_begin()) / kWeekHours);
  return week < whole_weeks(scenario) ? std::optional(week) : std::nullopt;
}

std::optional<double> phase(const SimulatedIncident& incident, IncidentPhase which) {
  return incident.phase_hours.at(static_cast<std::size_t>(which));
}

QuarterRecords records_of(const Scenario& scenario, const std::vector<SimulatedIncident>& incidents,
                          bool since_detection) {
  QuarterRecords records;
  records.by_week.resize(whole_weeks(scenario));
  for (const SimulatedIncident& incident : incidents) {
    const bool known = incident.end && incident.end->severity > 0 && incident.end->detected_by != DetectedBy::nothing;
    const auto begin = phase(incident, since_detection ? IncidentPhase::detected : IncidentPhase::active);
    const auto week = known && begin ? week_of(scenario, *begin) : std::nullopt;
    if (!week) continue;
    ++records.by_week[*week];
    ++(incident.incident.channel == Channel::background ? records.background : records.from_changes);
    const auto keep = [&](IncidentPhase which, std::vector<double>& hours) {
      const auto at = phase(incident, which);
      if (at && *at > *begin) hours.push_back(*at - *begin);
    };
    keep(IncidentPhase::mitigated, records.hours_to_mitigate);
    keep(IncidentPhase::recovered, records.hours_to_recover);
  }
  return records;
}

std::vector<QuarterRecords> simulate(const PreparedScenario& prepared, const SimulationChoice& choice,
                                     const std::function<void(std::uint32_t)>& progress) {
  std::vector<QuarterRecords> quarters(choice.replications);
  std::atomic<std::uint32_t> next = 0;
  std::atomic<std::uint32_t> done = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const PolicyCase policy_case{choice.policy, SecondReviewer::central};
  const auto work = [&] {
    try {
      ReplicationRunner runner(prepared, choice.seed);
      Outcome outcome = make_outcome(prepared.scenario());
      for (std::uint32_t r = next.fetch_add(1); r < choice.replications; r = next.fetch_add(1)) {
        IncidentRecorder recorder(r, 0);
        runner.run(r, std::span(&policy_case, 1), std::span(&outcome, 1), &recorder);
        quarters[r] = records_of(prepared.scenario(), recorder.incidents(), choice.since_detection);
        if (progress) progress(done.fetch_add(1) + 1);
      }
    } catch (...) {
      const std::scoped_lock lock(mutex);
      failure = std::current_exception();
      next = choice.replications;
    }
  };
  const std::uint32_t threads = choice.threads > 0 ? static_cast<std::uint32_t>(choice.threads) : usable_cores();
  run_on_threads(std::clamp(threads, 1U, choice.replications), work);
  if (failure) std::rethrow_exception(failure);
  return quarters;
}

}  // namespace

SimulatedIncidents simulate_incidents(const PreparedScenario& prepared, const SimulationChoice& choice,
                                      const std::function<void(std::uint32_t)>& progress) {
  SimulatedIncidents all;
  const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  std::uint64_t from_changes = 0;
  std::uint64_t background = 0;
  for (const QuarterRecords& quarter : simulate(prepared, choice, progress)) {
    append(all.by_week, quarter.by_week);
    append(all.hours_to_mitigate, quarter.hours_to_mitigate);
    append(all.hours_to_recover, quarter.hours_to_recover);
    from_changes += quarter.from_changes;
    background += quarter.background;
  }
  const auto weeks = static_cast<double>(std::max<std::size_t>(all.by_week.size(), 1));
  all.changes_per_week = static_cast<double>(from_changes) / weeks;
  all.background_per_week = static_cast<double>(background) / weeks;
  return all;
}

std::vector<std::uint64_t> simulate_changes(const Scenario& scenario, std::uint64_t seed, std::uint32_t replications) {
  const ChangeSource source(scenario);
  const std::size_t weeks = whole_weeks(scenario);
  std::vector<std::uint64_t> by_week(weeks * replications);
  std::vector<Change> table;
  std::vector<Change> scratch;
  for (std::uint32_t r = 0; r < replications; ++r) {
    source.fill(KeyedDraws(seed, r), table, scratch);
    for (const Change& change : table) {
      if (const auto week = week_of(scenario, change.submitted_hours)) ++by_week[r * weeks + *week];
    }
  }
  return by_week;
}

Scenario scaled(const Scenario& scenario, double changes, double background) {
  Scenario copy = scenario;
  for (ChangeStream& stream : copy.organisation.streams) stream.velocity_multiplier *= changes;
  copy.background.per_day *= background;
  return copy;
}

}  // namespace faultline::cli
