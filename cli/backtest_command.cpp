#include "cli/backtest_command.h"

#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "analysis/fit/change_fit.h"
#include "analysis/fit/deployment_fit.h"
#include "analysis/fit/wording.h"
#include "analysis/store/output_file.h"
#include "cli/backtest_answer.h"
#include "cli/backtest_simulation.h"
#include "cli/exit_code.h"
#include "cli/measured_values.h"
#include "cli/progress.h"
#include "cli/scenario_location.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace {

constexpr std::uint32_t kReplications = 200;

/// Events of one kind, and the files that hold them.
struct Stream {
  std::string name;
  std::string file;  ///< the first one's name, for messages
  std::vector<Moment> moments;
};

struct Records {
  std::optional<Stream> incidents;
  std::vector<IncidentRecord> incident_records;  ///< those that count
  bool since_detection = false;
  std::optional<Stream> changes;
  std::vector<ChangeRecord> change_records;  ///< empty for deployments
};

template <class Record>
void keep_account(const History<Record>& history, const BacktestOptions& options, BacktestAnswer& answer,
                  std::ostream& err) {
  if (!options.quiet) say_rows(history.rows, history.notes, options, err);
  answer.notes.insert(answer.notes.end(), history.notes.begin(), history.notes.end());
}

void add_inputs(const std::vector<HistorySource>& sources, BacktestAnswer& answer) {
  for (const HistorySource& source : sources) {
    answer.inputs.push_back({std::filesystem::path(source.name).filename().string(), sha256_hex(source.text)});
  }
}

void take_incidents(const BacktestOptions& options, const fit::FitOptions& how, Records& records,
                    BacktestAnswer& answer, std::ostream& err) {
  const std::vector<HistorySource> sources = read_sources(options.incidents);
  add_inputs(sources, answer);
  const auto history = read_incident_records(sources, options);
  keep_account(history, options, answer, err);
  records.incidents = Stream{"incidents", sources.front().name, {}};
  bool begin_known = false;
  for (const IncidentRecord& incident : history.records) {
    if (incident.maintenance || !how.within(incident.begin)) continue;
    records.incidents->moments.push_back(incident.begin);
    records.incident_records.push_back(incident);
    begin_known = begin_known || incident.detected_hours.has_value();
  }
  records.since_detection = !begin_known;
  answer.notes.emplace_back(
      "every incident of the records counts, of whatever severity, announced maintenance left out: their severities "
      "are "
      "not those of the scenario");
}

void take_changes(const BacktestOptions& options, const fit::FitOptions& how, Records& records, BacktestAnswer& answer,
                  std::ostream& err) {
  const std::vector<HistorySource> sources = read_sources(options.changes);
  add_inputs(sources, answer);
  if (are_deployments(sources, options)) {
    const auto history = read_deployment_records(sources, options);
    keep_account(history, options, answer, err);
    records.changes = Stream{"deployments", sources.front().name, {}};
    for (const DeploymentRecord* one : fit::production_of(history.records)) {
      if (how.within(one->at)) records.changes->moments.push_back(one->at);
    }
    answer.notes.emplace_back(
        "deployments are held against the changes that the scenario's people and programs submit");
    return;
  }
  auto history = read_change_records(sources, options);
  keep_account(history, options, answer, err);
  records.changes = Stream{"changes", sources.front().name, {}};
  for (const ChangeRecord& change : history.records) {
    if (!change.is_merge() && change.origin != Origin::automated && how.within(change.landed)) {
      records.changes->moments.push_back(change.landed);
    }
  }
  records.change_records = std::move(history.records);
  answer.notes.emplace_back("changes are those that landed, merges and bots left out");
}

/// Whole weeks of a stream, or a problem with the split.
std::optional<backtest::SplitWeeks> split(const Stream& stream, const fit::FitOptions& how, std::int64_t until,
                                          std::vector<InputProblem>& problems) {
  if (stream.moments.empty()) {
    problems.push_back({stream.file, "", "", "no record lies in the days that are asked for",
                        "leave out --window, or check its dates"});
    return std::nullopt;
  }
  backtest::SplitWeeks weeks = backtest::split_weeks(stream.moments, how, until);
  const std::string reason = backtest::unfit_reason(weeks);
  if (reason.empty()) return weeks;
  problems.push_back({stream.file, "", "--until " + iso_day(until), reason,
                      "its " + stream.name + " run from " + iso_day(weeks.period.first_day) + " to " +
                          iso_day(weeks.period.last_day)});
  return std::nullopt;
}

FitAnswer fit_training(const Records& records, const fit::FitOptions& how, const fit::Period& period,
                       const BacktestOptions& options) {
  FitAnswer fitted;
  const fit::FitOptions earlier = backtest::covered_before(how, period, options.until);
  fitted.findings = fit::fit_changes(records.change_records, earlier);
  fitted.zone = options.zone;
  return fitted;
}

double mean_of(const std::vector<std::uint64_t>& counts) {
  double sum = 0.0;
  for (const std::uint64_t count : counts) sum += static_cast<double>(count);
  return counts.empty() ? 0.0 : sum / static_cast<double>(counts.size());
}

bool any_event(const std::vector<std::uint64_t>& counts) {
  return std::any_of(counts.begin(), counts.end(), [](std::uint64_t count) { return count > 0; });
}

/// The scenario brought to the training part's rates, and its weeks.
class ScenarioForecast {
 public:
  ScenarioForecast(const ScenarioRun& run, Scenario scenario, SimulationChoice choice, bool shows_progress,
                   BacktestAnswer& answer)
      : run_(run), scenario_(std::move(scenario)), choice_(choice), shows_progress_(shows_progress), answer_(answer) {
    answer_.changes.background_per_day_before = answer_.changes.background_per_day = scenario_.background.per_day;
  }

  std::optional<backtest::CountLaw> changes(const std::string& name, double wanted_per_week) {
    const double now = mean_of(simulate_changes(scenario_, choice_.seed, choice_.replications));
    if (!(now > 0.0)) {
      answer_.changes.notes.emplace_back("the scenario has no changes in whole weeks: it forecasts none");
      return std::nullopt;
    }
    answer_.changes.change_factor = wanted_per_week / now;
    scenario_ = scaled(scenario_, wanted_per_week / now, 1.0);
    answer_.changes.notes.push_back("all streams of changes times " + report_number(wanted_per_week / now) +
                                    ": as many changes a week as " + name + " before the split; teams and graph stay");
    return backtest::CountLaw::seen(simulate_changes(scenario_, choice_.seed, choice_.replications));
  }

  /// Background incidents are set so that those detected are as many as wanted; when changes alone cause more, they
  /// stay, and the forecast counts each incident with a chance.
  std::optional<SimulatedIncidents> incidents(double wanted_per_week) {
    SimulatedIncidents first = simulated();
    const double missing = wanted_per_week - first.changes_per_week;
    ScenarioChanges& changes = answer_.changes;
    if (missing > 0.0 && first.background_per_week > 0.0) {
      scenario_ = scaled(scenario_, 1.0, missing / first.background_per_week);
      changes.background_per_day = scenario_.background.per_day;
      changes.notes.push_back("background incidents set from " + report_number(changes.background_per_day_before) +
                              " to " + report_number(changes.background_per_day) + " a day: with the " +
                              report_number(first.changes_per_week) +
                              " a week that changes cause, as many as the records have before the split");
      first = simulated();
    } else {
      const double all = first.changes_per_week + first.background_per_week;
      changes.notes.push_back(
          missing > 0.0 ? "the scenario has " + report_number(all) +
                              " incidents a week and no background to scale: independent ones are added"
                        : "changes alone cause " + report_number(first.changes_per_week) +
                              " incidents a week in the scenario, more than the records have: each of its incidents "
                              "counts with a chance of " +
                              report_number(wanted_per_week / all));
    }
    if (any_event(first.by_week)) return first;
    changes.notes.emplace_back("the scenario has no incident in whole weeks: it forecasts none");
    return std::nullopt;
  }

 private:
  static std::string report_number(double x) { return fit::short_number(x); }

  SimulatedIncidents simulated() const {
    const PreparedScenario prepared(scenario_, run_.prepared().shared_loss_table());
    Progress progress(choice_.replications, 0, shows_progress_);
    return simulate_incidents(prepared, choice_, [&](std::uint32_t done) { progress.update(done); });
  }

  const ScenarioRun& run_;
  Scenario scenario_;
  SimulationChoice choice_;
  bool shows_progress_;
  BacktestAnswer& answer_;
};

/// Positive times of the records on one side of the split.
std::vector<double> times(const Records& records, std::optional<double> IncidentRecord::*which,
                          const fit::FitOptions& how, std::int64_t until, bool test) {
  std::vector<double> hours;
  for (const IncidentRecord& incident : records.incident_records) {
    const std::optional<double>& time = incident.*which;
    if ((how.day_of(incident.begin) >= until) == test && time && *time > 0.0) hours.push_back(*time);
  }
  return hours;
}

void check_durations(const Records& records, const fit::FitOptions& how, const std::optional<SimulatedIncidents>& sim,
                     BacktestAnswer& answer) {
  const auto check = [&](const char* name, std::optional<double> IncidentRecord::*which,
                         std::vector<double> SimulatedIncidents::*simulated) {
    const std::vector<double> before = times(records, which, how, answer.until, false);
    const std::vector<double> came = times(records, which, how, answer.until, true);
    if (before.size() < backtest::kFewestDurations || came.size() < backtest::kFewestDurations) return;
    backtest::DurationCheck result{name, came.size(), {}};
    result.predictors.push_back(backtest::score_durations("records alone", before, came));
    if (sim && ((*sim).*simulated).size() >= backtest::kFewestDurations) {
      result.predictors.push_back(backtest::score_durations("scenario", (*sim).*simulated, came));
    }
    answer.durations.push_back(std::move(result));
  };
  check("time_to_mitigate_hours", &IncidentRecord::mitigated_hours, &SimulatedIncidents::hours_to_mitigate);
  check("time_to_recover_hours", &IncidentRecord::recovered_hours, &SimulatedIncidents::hours_to_recover);
}

std::string in_format(const BacktestAnswer& answer, Format format) {
  switch (format) {
    case Format::json:
      return backtest_json(answer);
    case Format::csv:
      return backtest_csv(answer);
    case Format::markdown:
      return backtest_markdown(answer);
    case Format::table:
      break;
  }
  return backtest_text(answer);
}

Records take_records(const BacktestOptions& options, const fit::FitOptions& how, BacktestAnswer& answer,
                     std::ostream& err) {
  Records records;
  if (!options.incidents.empty()) take_incidents(options, how, records, answer, err);
  if (!options.changes.empty()) take_changes(options, how, records, answer, err);
  return records;
}

/// The scenario with what was measured before the split in it.
Scenario with_measured(const ScenarioRun& run, const BacktestOptions& options, const Records& records,
                       const fit::FitOptions& how, const std::optional<backtest::SplitWeeks>& weeks,
                       BacktestAnswer& answer) {
  if (records.change_records.empty() || !weeks) {
    answer.scenario_sha256 = run.describe({}, 1, 1).scenario_sha256;
    return run.scenario();
  }
  PutIn put = put_measured(read_text_file(run.file().string()), fit_training(records, how, weeks->period, options));
  LoadedScenario loaded = parse_scenario(put.scenario, run.file(), load_options(options.scenario));
  answer.scenario_sha256 = loaded.sha256;
  answer.changes.replaced = std::move(put.replaced);
  answer.changes.not_put_in = std::move(put.kept);
  return std::move(loaded.scenario);
}

}  // namespace

int run_backtest(const BacktestOptions& options, std::ostream& out, std::ostream& err) {
  if (options.incidents.empty() && options.changes.empty()) {
    err << "backtest needs records: --incidents, --changes or both (see backtest --help)\n";
    return kWrongUse;
  }
  if (const std::string problem = problem_of(options); !problem.empty()) {
    err << problem << "\n";
    return kWrongUse;
  }
  check_output(options.output, options.incidents);
  check_output(options.output, options.changes);
  const fit::FitOptions how = fit_options(options);
  const ScenarioRun run(options.scenario);
  const PolicyId policy = options.policy.empty() ? run.scenario().baseline : run.policies({options.policy}).front();
  BacktestAnswer answer;
  answer.scenario = run.scenario().id;
  answer.policy = run.scenario().policies[policy.index()].id;
  answer.until = options.until;
  answer.seed = options.seed.value_or(run.scenario().run.seed);
  answer.replications = options.replications.value_or(kReplications);
  answer.zone = options.zone;
  answer.windows = options.windows;
  answer.skip_at_most = options.skip_at_most;

  const Records records = take_records(options, how, answer, err);
  std::vector<InputProblem> problems;
  std::optional<backtest::SplitWeeks> incident_weeks;
  std::optional<backtest::SplitWeeks> change_weeks;
  if (records.incidents) incident_weeks = split(*records.incidents, how, options.until, problems);
  if (records.changes) change_weeks = split(*records.changes, how, options.until, problems);
  if (!problems.empty()) throw InputError(std::move(problems));

  const bool bar = options.progress && !options.quiet && isatty(STDERR_FILENO) == 1;
  ScenarioForecast forecast(run, with_measured(run, options, records, how, change_weeks, answer),
                            {policy, answer.seed, answer.replications, options.threads, records.since_detection}, bar,
                            answer);
  std::optional<backtest::CountCheck> change_check;
  if (change_weeks) {
    const double wanted = backtest::weekly_rate(change_weeks->training_days, change_weeks->training).per_week;
    const auto simulated = forecast.changes(records.changes->name, wanted);
    change_check = backtest::check_counts(records.changes->name, *std::move(change_weeks), simulated, answer.seed);
  }
  if (incident_weeks) {
    const double wanted = backtest::weekly_rate(incident_weeks->training_days, incident_weeks->training).per_week;
    const auto simulated = forecast.incidents(wanted);
    std::optional<backtest::CountLaw> law;
    if (simulated) law = backtest::CountLaw::seen(simulated->by_week);
    answer.streams.push_back(backtest::check_counts("incidents", *std::move(incident_weeks), law, answer.seed));
    check_durations(records, how, simulated, answer);
    answer.notes.emplace_back(
        records.since_detection ? "the records begin with the first word about an incident: simulated times begin with "
                                  "its detection"
                                : "the records begin with the fault: so do simulated times");
  }
  if (change_check) answer.streams.push_back(*std::move(change_check));
  if (!options.output.empty()) {
    write_file(options.output, backtest_json(answer));
    if (!options.quiet) err << printable(options.output.string(), 4096) << ": written\n";
  }
  out << in_format(answer, options.format);
  return kDone;
}

}  // namespace faultline::cli
