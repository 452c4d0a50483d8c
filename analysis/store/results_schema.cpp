#include "analysis/store/results_schema.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "analysis/metric_names.h"
#include "models/core/input_error.h"

namespace faultline::store {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE run (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, ordinal INTEGER, name TEXT, PRIMARY KEY (kind, ordinal)) WITHOUT ROWID;
CREATE TABLE policy (ordinal INTEGER PRIMARY KEY, id TEXT, title TEXT) WITHOUT ROWID;
CREATE TABLE run_case (ordinal INTEGER PRIMARY KEY, policy INTEGER, second_reviewer TEXT) WITHOUT ROWID;
CREATE TABLE parameter_source (ordinal INTEGER PRIMARY KEY, pointer TEXT, value TEXT, status TEXT, source TEXT,
                               is_default INTEGER) WITHOUT ROWID;
CREATE TABLE warning (ordinal INTEGER PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE TABLE block (ordinal INTEGER PRIMARY KEY, first_replication INTEGER, replications INTEGER, sha256 TEXT)
  WITHOUT ROWID;
CREATE TABLE outcome (replication INTEGER, run_case INTEGER, metrics BLOB, loss_by_service BLOB, loss_by_team BLOB,
                      loss_by_origin BLOB, loss_by_kind BLOB, loss_by_channel BLOB, caught_by_gate BLOB,
                      engineer_hours_by_gate BLOB, PRIMARY KEY (replication, run_case)) WITHOUT ROWID;
CREATE TABLE histogram (block INTEGER, run_case INTEGER, name TEXT, bins BLOB, PRIMARY KEY (block, run_case, name))
  WITHOUT ROWID;
CREATE TABLE pair (a INTEGER, b INTEGER, second_reviewer TEXT, replications INTEGER, lost_orders_a_minus_b REAL,
                   ci95_low REAL, ci95_high REAL, simultaneous_low REAL, simultaneous_high REAL, saved_fraction REAL,
                   saved_low REAL, saved_high REAL, verdict TEXT, reason TEXT, PRIMARY KEY (a, b, second_reviewer))
  WITHOUT ROWID;
CREATE TABLE incident (replication INTEGER, run_case INTEGER, number INTEGER, service TEXT, channel TEXT, category TEXT,
                       scope TEXT, magnitude REAL, visible_fraction REAL, order_loss_given_error REAL,
                       change_team TEXT, change_origin TEXT, change_kind TEXT, change_ordinal INTEGER,
                       change_lines REAL, change_submitted_hours REAL, active_hours REAL, detected_hours REAL,
                       diagnosed_hours REAL, mitigated_hours REAL, recovered_hours REAL, detected_by TEXT,
                       severity INTEGER, peak_failed_fraction REAL, lost_orders_gross REAL, lost_orders_net REAL,
                       customer_errors REAL, PRIMARY KEY (replication, run_case, number)) WITHOUT ROWID;
)sql";

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
  real("warm_up_days", run.warm_up_days);
  real("horizon_days", run.horizon_days);
  real("run_off_days", run.run_off_days);
  real("smallest_difference_that_matters_fraction", run.smallest_difference_that_matters_fraction);
  real("cost_of_delay_per_change_day", run.cost_of_delay_per_change_day);
  real("cost_per_engineer_hour", run.cost_per_engineer_hour);
  real("margin_per_order", run.margin_per_order);
}

constexpr std::uint64_t kMostReplications = 100'000'000;

void check_consistent(const RunDescription& run, Database& database, const std::filesystem::path& path) {
  const bool cases_fit =
      run.cases.size() >= run.policies.size() &&
      std::all_of(run.cases.begin(), run.cases.end(), [&](const RunCase& c) { return c.policy < run.policies.size(); });
  const bool fits =
      !run.policies.empty() && cases_fit && run.replications > 0 && run.replications <= kMostReplications &&
      run.low_replications <= run.replications && run.horizon_days > 0 && run.gates.size() <= kMaxGates &&
      load_names(database, "metric").size() == kMetricCount && unsigned_value(database, "block_size") == kBlockSize;
  if (!fits) {
    throw InputError({path.string(), "/run", "", "the tables contradict each other",
                      "run the comparison again into another folder"});
  }
}

}  // namespace

void create_tables(Database& database, int format) {
  database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.execute("PRAGMA user_version = " + std::to_string(format));
  database.execute(kTables);
}

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

void save_pairs(Database& database, const Comparison& comparison) {
  Statement insert(database, "INSERT INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const auto low = [](const stats::Interval* interval) {
    return interval != nullptr ? std::optional(interval->low) : std::nullopt;
  };
  const auto high = [](const stats::Interval* interval) {
    return interval != nullptr ? std::optional(interval->high) : std::nullopt;
  };
  const auto pointer_to = [](const std::optional<stats::Interval>& interval) {
    return interval ? &*interval : nullptr;
  };
  for (const PairResult& pair : comparison.pairs) {
    const auto save = [&](const Saving& saving, std::string_view second_reviewer) {
      const stats::Interval* fraction = saving.fraction_interval();
      const stats::Interval* single = pointer_to(saving.orders.interval);
      const stats::Interval* together = pointer_to(saving.simultaneous);
      insert.integer(0, static_cast<std::int64_t>(pair.a))
          .integer(1, static_cast<std::int64_t>(pair.b))
          .text(2, second_reviewer)
          .integer(3, static_cast<std::int64_t>(saving.orders.n))
          .real(4, saving.orders.value)
          .real(5, low(single))
          .real(6, high(single))
          .real(7, low(together))
          .real(8, high(together))
          .real(9, saving.fraction ? std::optional(saving.fraction->value) : std::nullopt)
          .real(10, low(fraction))
          .real(11, high(fraction))
          .text(12, stats::to_string(saving.verdict))
          .text(13, saving.reason)
          .run();
    };
    save(pair.saving, kSecondReviewerNames[0]);
    if (pair.saving_low) {
      save(*pair.saving_low, kSecondReviewerNames[1]);
    }
  }
}

void save_incidents(Database& database, const RunDescription& run, std::span<const IncidentRecord> incidents) {
  Statement with_change(
      database,
      "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?)");
  Statement without_change(
      database,
      "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL, ?17, ?18, ?19, "
      "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)");
  for (const IncidentRecord& record : incidents) {
    Statement& insert = record.change ? with_change : without_change;
    const LoggedIncident& incident = record.incident;
    insert.integer(0, record.replication)
        .integer(1, static_cast<std::int64_t>(record.run_case))
        .integer(2, incident.number)
        .text(3, run.services[incident.service.index()])
        .text(4, kChannelNames[static_cast<std::size_t>(incident.channel)])
        .text(5, kDefectCategoryNames[static_cast<std::size_t>(incident.category)])
        .text(6, kDefectScopeNames[static_cast<std::size_t>(incident.scope)])
        .real(7, incident.magnitude)
        .real(8, incident.visible_fraction)
        .real(9, incident.order_loss_given_error);
    if (const auto& change = record.change) {
      insert.text(10, run.teams[change->team.index()])
          .text(11, kOriginNames[static_cast<std::size_t>(change->origin)])
          .text(12, kChangeKindNames[static_cast<std::size_t>(change->kind)])
          .integer(13, change->ordinal)
          .real(14, change->lines)
          .real(15, change->submitted_hours);
    }
    for (std::size_t phase = 0; phase < kIncidentPhaseCount; ++phase) {
      insert.real(16 + static_cast<int>(phase), record.phase_hours[phase]);
    }
    const IncidentEnd end = record.end.value_or(IncidentEnd{});
    insert.text(21, kDetectedByNames[static_cast<std::size_t>(end.detected_by)])
        .integer(22, end.severity)
        .real(23, end.peak_failed_fraction)
        .real(24, end.lost_orders_gross)
        .real(25, end.lost_orders_net)
        .real(26, end.customer_errors)
        .run();
  }
}

}  // namespace faultline::store
