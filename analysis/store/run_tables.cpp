// What was run, as the results file keeps it.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "analysis/metric_names.h"
#include "analysis/store/results_schema.h"
#include "analysis/waterfall.h"
#include "models/core/input_error.h"

namespace faultline::store {
namespace {

template <class Names>
void save_names(Statement& insert, std::string_view kind, const Names& names) {
  std::int64_t ordinal = 0;
  for (const auto& name : names) {
    insert.text(0, kind).integer(1, ordinal++).text(2, name).run();
  }
}

std::vector<std::string> load_names(Database& database, std::string_view kind) {
  Statement select(database, "SELECT name FROM name WHERE kind = ? ORDER BY ordinal");
  select.text(0, kind);
  std::vector<std::string> names;
  while (select.step()) {
    names.push_back(select.text_at(0));
  }
  return names;
}

std::uint64_t unsigned_value(Database& database, std::string_view key) {
  const std::string text = load_value(database, key);
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

double real_value(Database& database, std::string_view key) {
  Statement select(database, "SELECT value FROM run WHERE key = ?");
  select.text(0, key);
  return select.step() ? select.real_at(0) : 0.0;
}

void save_real(Database& database, std::string_view key, double value) {
  Statement(database, "INSERT OR REPLACE INTO run VALUES (?, ?)").text(0, key).real(1, value).run();
}

template <class Names>
std::size_t position(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

// One list for saving and loading, so that no field is forgotten on one side.
template <class Run, class Text, class Number, class Real>
void for_each_field(Run& run, Text text, Number number, Real real) {
  text("tool_version", run.tool_version);
  text("git_hash", run.git_hash);
  text("scenario_id", run.scenario_id);
  text("scenario_title", run.scenario_title);
  text("scenario_description", run.scenario_description);
  text("variant_id", run.variant_id);
  text("variant_title", run.variant_title);
  text("scenario_sha256", run.scenario_sha256);
  text("scenario_json", run.scenario_json);
  text("start_utc", run.start_utc);
  text("currency", run.currency);
  number("seed", run.seed);
  number("replications", run.replications);
  number("low_replications", run.low_replications);
  real("precision", run.precision.relative_half_width);
  number("least_replications", run.precision.least);
  number("most_replications", run.precision.most);
  real("warm_up_days", run.warm_up_days);
  real("horizon_days", run.horizon_days);
  real("run_off_days", run.run_off_days);
  real("smallest_difference_that_matters_fraction", run.smallest_difference_that_matters_fraction);
  real("cost_of_delay_per_change_day", run.cost_of_delay_per_change_day);
  real("cost_per_engineer_hour", run.cost_per_engineer_hour);
  real("margin_per_order", run.margin_per_order);
}

constexpr std::uint64_t kMostReplications = 100'000'000;
constexpr double kMostDays = 20'000;  // of horizon and run-off: beyond what a scenario may ask for

bool days_make_sense(const RunDescription& run) {
  return run.horizon_days > 0 && run.run_off_days >= 0 && run.horizon_days + run.run_off_days <= kMostDays;
}

// The teams' own desks come first, in the order of the teams.
bool desks_fit(const RunDescription& run) {
  if (run.desks.size() < run.teams.size()) {
    return false;
  }
  for (std::size_t i = 0; i < run.desks.size(); ++i) {
    const bool is_team = i < run.teams.size();
    if ((run.desks[i].kind == DeskLabel::Kind::team) != is_team || (is_team && run.desks[i].id != run.teams[i])) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> waterfall_names(const RunDescription& run) {
  std::vector<std::string> names(kWaterfallPartNames.begin(), kWaterfallPartNames.begin() + kWaterfallPlainParts);
  for (const std::string& gate : run.gates) {
    names.push_back("caught:" + gate);
  }
  return names;
}

void check_consistent(const RunDescription& run, Database& database, const std::filesystem::path& path) {
  const bool cases_fit =
      run.cases.size() >= run.policies.size() &&
      std::all_of(run.cases.begin(), run.cases.end(), [&](const RunCase& c) { return c.policy < run.policies.size(); });
  const bool fits = !run.policies.empty() && cases_fit && run.replications > 0 &&
                    run.replications <= kMostReplications && run.low_replications <= run.replications &&
                    days_make_sense(run) && run.precision.most <= kMostReplications && desks_fit(run) &&
                    run.gates.size() <= kMaxGates && load_names(database, "metric").size() == kMetricCount &&
                    unsigned_value(database, "block_size") == kBlockSize;
  if (!fits) {
    throw InputError({path.string(), "/run", "", "the tables contradict each other",
                      "run the comparison again into another folder"});
  }
}

}  // namespace

std::string load_value(Database& database, std::string_view key) {
  Statement select(database, "SELECT value FROM run WHERE key = ?");
  select.text(0, key);
  return select.step() ? select.text_at(0) : std::string();
}

void save_value(Database& database, std::string_view key, std::string_view value) {
  Statement(database, "INSERT OR REPLACE INTO run VALUES (?, ?)").text(0, key).text(1, value).run();
}

void save_run(Database& database, const RunDescription& run) {
  for_each_field(
      run, [&](std::string_view key, const std::string& value) { save_value(database, key, value); },
      [&](std::string_view key, std::uint64_t value) { save_value(database, key, std::to_string(value)); },
      [&](std::string_view key, double value) { save_real(database, key, value); });
  save_value(database, "block_size", std::to_string(kBlockSize));
  save_value(database, "status", "running");

  Statement insert_name(database, "INSERT INTO name VALUES (?, ?, ?)");
  save_names(insert_name, "metric", kMetricNames);
  save_names(insert_name, "service", run.services);
  save_names(insert_name, "team", run.teams);
  save_names(insert_name, "gate", run.gates);
  save_names(insert_name, "origin", kOriginNames);
  save_names(insert_name, "change_kind", kChangeKindNames);
  save_names(insert_name, "channel", kChannelNames);
  save_names(insert_name, "gate_miss", kGateMissNames);
  save_names(insert_name, "waterfall_part", waterfall_names(run));

  Statement insert_desk(database, "INSERT INTO desk VALUES (?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < run.desks.size(); ++i) {
    insert_desk.integer(0, static_cast<std::int64_t>(i))
        .text(1, run.desks[i].id)
        .text(2, kDeskKindNames[static_cast<std::size_t>(run.desks[i].kind)])
        .integer(3, run.desks[i].people)
        .real(4, run.desks[i].hours_per_week)
        .run();
  }

  Statement insert_policy(database, "INSERT INTO policy VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < run.policies.size(); ++i) {
    insert_policy.integer(0, static_cast<std::int64_t>(i))
        .text(1, run.policies[i].id)
        .text(2, run.policies[i].title)
        .run();
  }
  Statement insert_case(database, "INSERT INTO run_case VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < run.cases.size(); ++i) {
    insert_case.integer(0, static_cast<std::int64_t>(i))
        .integer(1, run.cases[i].policy)
        .text(2, kSecondReviewerNames[static_cast<std::size_t>(run.cases[i].second_reviewer)])
        .run();
  }
  Statement insert_source(database, "INSERT INTO parameter_source VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < run.sources.size(); ++i) {
    const ParameterSource& source = run.sources[i];
    insert_source.integer(0, static_cast<std::int64_t>(i))
        .text(1, source.pointer)
        .text(2, source.value)
        .text(3, kSourceStatusNames[static_cast<std::size_t>(source.status)])
        .text(4, source.source)
        .integer(5, source.is_default ? 1 : 0)
        .run();
  }
  Statement insert_warning(database, "INSERT INTO warning VALUES (?, ?)");
  for (std::size_t i = 0; i < run.warnings.size(); ++i) {
    insert_warning.integer(0, static_cast<std::int64_t>(i)).text(1, run.warnings[i]).run();
  }
}

RunDescription load_run(Database& database, const std::filesystem::path& path) {
  RunDescription run;
  for_each_field(
      run, [&](std::string_view key, std::string& value) { value = load_value(database, key); },
      [&](std::string_view key, auto& value) {
        value = static_cast<std::remove_reference_t<decltype(value)>>(unsigned_value(database, key));
      },
      [&](std::string_view key, double& value) { value = real_value(database, key); });
  run.services = load_names(database, "service");
  run.teams = load_names(database, "team");
  run.gates = load_names(database, "gate");

  Statement select_desk(database, "SELECT name, kind, people, hours_per_week FROM desk ORDER BY ordinal");
  while (select_desk.step()) {
    const std::size_t kind = position(kDeskKindNames, select_desk.text_at(1));
    run.desks.push_back({select_desk.text_at(0),
                         kind < kDeskKindNames.size() ? static_cast<DeskLabel::Kind>(kind) : DeskLabel::Kind::team,
                         static_cast<std::uint32_t>(select_desk.integer_at(2)), select_desk.real_at(3)});
  }
  Statement select_policy(database, "SELECT id, title FROM policy ORDER BY ordinal");
  while (select_policy.step()) {
    run.policies.push_back({select_policy.text_at(0), select_policy.text_at(1)});
  }
  Statement select_case(database, "SELECT policy, second_reviewer FROM run_case ORDER BY ordinal");
  while (select_case.step()) {
    run.cases.push_back(
        {static_cast<std::uint32_t>(select_case.integer_at(0)),
         select_case.text_at(1) == kSecondReviewerNames[1] ? SecondReviewer::low : SecondReviewer::central});
  }
  Statement select_source(database,
                          "SELECT pointer, value, status, source, is_default FROM parameter_source ORDER BY ordinal");
  while (select_source.step()) {
    const std::size_t status = position(kSourceStatusNames, select_source.text_at(2));
    run.sources.push_back(
        {select_source.text_at(0), select_source.text_at(1),
         status < kSourceStatusNames.size() ? static_cast<SourceStatus>(status) : SourceStatus::assumed,
         select_source.text_at(3), select_source.integer_at(4) != 0});
  }
  Statement select_warning(database, "SELECT text FROM warning ORDER BY ordinal");
  while (select_warning.step()) {
    run.warnings.push_back(select_warning.text_at(0));
  }
  check_consistent(run, database, path);
  return run;
}

}  // namespace faultline::store
