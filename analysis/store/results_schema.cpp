#include "analysis/store/results_schema.h"

#include <string>

#include "analysis/metric_names.h"
#include "analysis/store/blobs.h"

namespace faultline::store {
namespace {

// Rows of kilobytes (outcome, histogram) keep their rowid: in a table without one they would spill into overflow pages.
constexpr const char* kTables = R"sql(
CREATE TABLE run (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, ordinal INTEGER, name TEXT, PRIMARY KEY (kind, ordinal)) WITHOUT ROWID;
CREATE TABLE desk (ordinal INTEGER PRIMARY KEY, name TEXT, kind TEXT, people INTEGER, hours_per_week REAL)
  WITHOUT ROWID;
CREATE TABLE policy (ordinal INTEGER PRIMARY KEY, id TEXT, title TEXT) WITHOUT ROWID;
CREATE TABLE run_case (ordinal INTEGER PRIMARY KEY, policy INTEGER, second_reviewer TEXT) WITHOUT ROWID;
CREATE TABLE parameter_source (ordinal INTEGER PRIMARY KEY, pointer TEXT, value TEXT, status TEXT, source TEXT,
                               is_default INTEGER) WITHOUT ROWID;
CREATE TABLE warning (ordinal INTEGER PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE TABLE block (ordinal INTEGER PRIMARY KEY, first_replication INTEGER, replications INTEGER, sha256 TEXT)
  WITHOUT ROWID;
CREATE TABLE histogram (block INTEGER, run_case INTEGER, name TEXT, bins BLOB, PRIMARY KEY (block, run_case, name));
CREATE TABLE pair (a INTEGER, b INTEGER, second_reviewer TEXT, replications INTEGER, lost_orders_a_minus_b REAL,
                   ci95_low REAL, ci95_high REAL, simultaneous_low REAL, simultaneous_high REAL, saved_fraction REAL,
                   saved_low REAL, saved_high REAL, verdict TEXT, reason TEXT, PRIMARY KEY (a, b, second_reviewer))
  WITHOUT ROWID;
CREATE TABLE incident (replication INTEGER, run_case INTEGER, number INTEGER, service TEXT, channel TEXT, category TEXT,
                       scope TEXT, magnitude REAL, visible_fraction REAL, order_loss_given_error REAL,
                       change_team TEXT, change_origin TEXT, change_kind TEXT, change_ordinal INTEGER,
                       change_lines REAL, change_submitted_hours REAL, active_hours REAL, detected_hours REAL,
                       responding_hours REAL, diagnosed_hours REAL, mitigated_hours REAL, recovered_hours REAL,
                       detected_by TEXT, severity INTEGER, peak_failed_fraction REAL, lost_orders_gross REAL,
                       lost_orders_net REAL, customer_errors REAL, PRIMARY KEY (replication, run_case, number)) WITHOUT ROWID;
)sql";

std::string outcome_table() {
  std::string sql = "CREATE TABLE outcome (replication INTEGER, run_case INTEGER";
  for (const std::string_view column : kOutcomeColumns) {
    sql += ", " + std::string(column) + " BLOB";
  }
  return sql + ", PRIMARY KEY (replication, run_case))";
}

}  // namespace

void create_tables(Database& database, int format) {
  database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.execute("PRAGMA user_version = " + std::to_string(format));
  database.execute(kTables);
  database.execute(outcome_table());
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

void save_incidents(Database& database, const RunDescription& run, std::span<const SimulatedIncident> incidents) {
  Statement with_change(
      database,
      "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?, ?)");
  Statement without_change(
      database,
      "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL, ?17, ?18, ?19, "
      "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)");
  for (const SimulatedIncident& record : incidents) {
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
    constexpr int kFirstPhase = 16;
    constexpr int kAfterPhases = kFirstPhase + static_cast<int>(kIncidentPhaseCount);
    for (std::size_t phase = 0; phase < kIncidentPhaseCount; ++phase) {
      insert.real(kFirstPhase + static_cast<int>(phase), record.phase_hours[phase]);
    }
    const IncidentEnd end = record.end.value_or(IncidentEnd{});
    insert.text(kAfterPhases, kDetectedByNames[static_cast<std::size_t>(end.detected_by)])
        .integer(kAfterPhases + 1, end.severity)
        .real(kAfterPhases + 2, end.peak_failed_fraction)
        .real(kAfterPhases + 3, end.lost_orders_gross)
        .real(kAfterPhases + 4, end.lost_orders_net)
        .real(kAfterPhases + 5, end.customer_errors)
        .run();
  }
}

}  // namespace faultline::store
