#include "analysis/store/told_tables.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/metric_names.h"
#include "analysis/store/encoded_block.h"
#include "analysis/store/results_schema.h"
#include "models/core/input_error.h"

namespace faultline::store {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS told_quarter (run_case INTEGER, quantile REAL, replication INTEGER, lost_orders REAL,
  incident INTEGER, PRIMARY KEY (run_case, quantile)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timeline (replication INTEGER, run_case INTEGER, number INTEGER, shipped_hours REAL,
  services_reached INTEGER, PRIMARY KEY (replication, run_case, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timeline_service (replication INTEGER, run_case INTEGER, number INTEGER, ordinal INTEGER,
  service TEXT, failing_fraction REAL, PRIMARY KEY (replication, run_case, number, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timeline_loss (replication INTEGER, run_case INTEGER, number INTEGER, ordinal INTEGER,
  hours REAL, orders_per_minute REAL, PRIMARY KEY (replication, run_case, number, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS graph_service (ordinal INTEGER PRIMARY KEY, tier TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS graph_call (caller INTEGER, callee INTEGER, async INTEGER, PRIMARY KEY (caller, callee))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blast_case (run_case INTEGER PRIMARY KEY, quarters INTEGER, incidents INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blast_reach (run_case INTEGER, origin INTEGER, victim INTEGER, incidents INTEGER,
  PRIMARY KEY (run_case, origin, victim)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blast_radius (run_case INTEGER, services INTEGER, incidents INTEGER,
  PRIMARY KEY (run_case, services)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blast_call (run_case INTEGER, caller INTEGER, callee INTEGER, incidents INTEGER,
  PRIMARY KEY (run_case, caller, callee)) WITHOUT ROWID;
)sql";

using Place = std::int64_t;

template <class Names>
std::size_t position(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

[[noreturn]] void refuse(const std::filesystem::path& path, const char* table) {
  throw InputError({path.string(), std::string("/") + table, "", "the tables contradict each other",
                    "run the comparison again into another folder"});
}

void save_timeline(Database& database, const RunDescription& run, const IncidentTimeline& timeline) {
  const auto of = [&timeline](Statement& insert) -> Statement& {
    return insert.integer(0, timeline.incident.replication)
        .integer(1, static_cast<Place>(timeline.incident.run_case))
        .integer(2, timeline.incident.incident.number);
  };
  Statement insert(database, "INSERT INTO timeline VALUES (?, ?, ?, ?, ?)");
  of(insert).real(3, timeline.shipped_hours).integer(4, timeline.reached_in_all).run();
  Statement service(database, "INSERT INTO timeline_service VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < timeline.reached.size(); ++i) {
    of(service)
        .integer(3, static_cast<Place>(i))
        .text(4, run.services[timeline.reached[i].service.index()])
        .real(5, timeline.reached[i].failing_fraction)
        .run();
  }
  Statement loss(database, "INSERT INTO timeline_loss VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < timeline.loss_rate.size(); ++i) {
    of(loss)
        .integer(3, static_cast<Place>(i))
        .real(4, timeline.loss_rate[i].hours)
        .real(5, timeline.loss_rate[i].orders_per_minute)
        .run();
  }
}

void save_blast(Database& database, const BlastTally& tally) {
  Statement service(database, "INSERT INTO graph_service VALUES (?, ?)");
  for (std::size_t i = 0; i < tally.tiers.size(); ++i) {
    service.integer(0, static_cast<Place>(i)).text(1, tally.tiers[i]).run();
  }
  Statement call(database, "INSERT INTO graph_call VALUES (?, ?, ?)");
  for (const MappedCall& mapped : tally.calls) {
    call.integer(0, mapped.caller).integer(1, mapped.callee).integer(2, mapped.async ? 1 : 0).run();
  }
  Statement insert(database, "INSERT INTO blast_case VALUES (?, ?, ?)");
  Statement reach(database, "INSERT INTO blast_reach VALUES (?, ?, ?, ?)");
  Statement radius(database, "INSERT INTO blast_radius VALUES (?, ?, ?)");
  Statement crossed(database, "INSERT INTO blast_call VALUES (?, ?, ?, ?)");
  for (std::size_t p = 0; p < tally.policies.size(); ++p) {
    const PolicyBlast& blast = tally.policies[p];
    const auto run_case = static_cast<Place>(p);
    insert.integer(0, run_case).integer(1, tally.quarters).integer(2, static_cast<Place>(blast.incidents)).run();
    for (const auto& [pair, incidents] : blast.reached) {
      reach.integer(0, run_case).integer(1, pair.first).integer(2, pair.second);
      reach.integer(3, static_cast<Place>(incidents)).run();
    }
    for (const auto& [services, incidents] : blast.by_radius) {
      radius.integer(0, run_case).integer(1, services).integer(2, static_cast<Place>(incidents)).run();
    }
    for (const auto& [pair, incidents] : blast.crossed) {
      crossed.integer(0, run_case).integer(1, pair.first).integer(2, pair.second);
      crossed.integer(3, static_cast<Place>(incidents)).run();
    }
  }
}

// As save_incidents() wrote it; what a picture does not show is left out.
SimulatedIncident load_incident(Statement& select, const RunDescription& run, const std::filesystem::path& path) {
  SimulatedIncident record;
  record.replication = static_cast<std::uint32_t>(select.integer_at(0));
  record.run_case = static_cast<std::size_t>(select.integer_at(1));
  record.incident.number = static_cast<std::uint32_t>(select.integer_at(2));
  const std::size_t service = position(run.services, select.text_at(3));
  const std::size_t channel = position(kChannelNames, select.text_at(4));
  const std::size_t category = position(kDefectCategoryNames, select.text_at(5));
  const std::size_t scope = position(kDefectScopeNames, select.text_at(6));
  const std::size_t detected_by = position(kDetectedByNames, select.text_at(8));
  if (service == run.services.size() || record.run_case >= run.policies.size() || channel == kChannelNames.size() ||
      category == kDefectCategoryNames.size() || scope == kDefectScopeNames.size() ||
      detected_by == kDetectedByNames.size()) {
    refuse(path, "incident");
  }
  record.incident.service = ServiceId{service};
  record.incident.channel = static_cast<Channel>(channel);
  record.incident.category = static_cast<DefectCategory>(category);
  record.incident.scope = static_cast<DefectScope>(scope);
  record.incident.magnitude = select.real_at(7);
  IncidentEnd end{};
  end.detected_by = static_cast<DetectedBy>(detected_by);
  end.severity = static_cast<int>(select.integer_at(9));
  end.peak_failed_fraction = select.real_at(10);
  end.lost_orders_gross = select.real_at(11);
  constexpr int kFirstPhase = 12;
  for (std::size_t phase = 0; phase < kIncidentPhaseCount; ++phase) {
    const int column = kFirstPhase + static_cast<int>(phase);
    if (!select.is_null(column)) {
      record.phase_hours[phase] = select.real_at(column);
    }
  }
  record.end = end;
  return record;
}

void load_timeline_parts(Database& database, const RunDescription& run, const std::filesystem::path& path,
                         IncidentTimeline& timeline) {
  const auto of = [&timeline](Statement& select) {
    select.integer(0, timeline.incident.replication)
        .integer(1, static_cast<Place>(timeline.incident.run_case))
        .integer(2, timeline.incident.incident.number);
  };
  Statement service(database,
                    "SELECT service, failing_fraction FROM timeline_service WHERE replication = ? AND run_case = ? AND "
                    "number = ? ORDER BY ordinal");
  of(service);
  while (service.step()) {
    const std::size_t at = position(run.services, service.text_at(0));
    if (at == run.services.size()) {
      refuse(path, "timeline_service");
    }
    timeline.reached.push_back({ServiceId{at}, service.real_at(1)});
  }
  Statement loss(database,
                 "SELECT hours, orders_per_minute FROM timeline_loss WHERE replication = ? AND run_case = ? AND "
                 "number = ? ORDER BY ordinal");
  of(loss);
  while (loss.step()) {
    timeline.loss_rate.push_back({loss.real_at(0), loss.real_at(1)});
  }
}

void load_timelines(Database& database, const RunDescription& run, const std::filesystem::path& path, ToldRun& told) {
  Statement quarter(database,
                    "SELECT run_case, quantile, replication, lost_orders, incident FROM told_quarter "
                    "ORDER BY run_case, quantile");
  while (quarter.step()) {
    ToldQuarter read{static_cast<std::size_t>(quarter.integer_at(0)), quarter.real_at(1),
                     static_cast<std::uint32_t>(quarter.integer_at(2)), quarter.real_at(3), std::nullopt};
    if (read.policy >= run.policies.size()) {
      refuse(path, "told_quarter");
    }
    if (!quarter.is_null(4)) {
      read.incident = static_cast<std::uint32_t>(quarter.integer_at(4));
    }
    told.quarters.push_back(read);
  }
  Statement select(database,
                   "SELECT replication, run_case, number, service, channel, category, scope, magnitude, detected_by, "
                   "severity, peak_failed_fraction, lost_orders_gross, active_hours, detected_hours, responding_hours, "
                   "diagnosed_hours, mitigated_hours, recovered_hours, shipped_hours, services_reached "
                   "FROM timeline JOIN incident USING (replication, run_case, number) "
                   "ORDER BY run_case, replication, number");
  constexpr int kShipped = 18;
  constexpr int kReached = 19;
  while (select.step()) {
    IncidentTimeline timeline{load_incident(select, run, path), std::nullopt, {}, 0, {}};
    if (!select.is_null(kShipped)) {
      timeline.shipped_hours = select.real_at(kShipped);
    }
    timeline.reached_in_all = static_cast<std::uint32_t>(select.integer_at(kReached));
    load_timeline_parts(database, run, path, timeline);
    told.timelines.push_back(std::move(timeline));
  }
}

void load_blast(Database& database, const RunDescription& run, const std::filesystem::path& path, BlastTally& tally) {
  const auto index = [&](std::int64_t value, std::size_t size, const char* table) {
    if (value < 0 || static_cast<std::size_t>(value) >= size) {
      refuse(path, table);
    }
    return static_cast<std::uint32_t>(value);
  };
  const std::size_t services = run.services.size();
  Statement tiers(database, "SELECT tier FROM graph_service ORDER BY ordinal");
  while (tiers.step()) {
    tally.tiers.push_back(tiers.text_at(0));
  }
  if (tally.tiers.size() != services) {
    refuse(path, "graph_service");
  }
  Statement calls(database, "SELECT caller, callee, async FROM graph_call ORDER BY caller, callee");
  while (calls.step()) {
    tally.calls.push_back({index(calls.integer_at(0), services, "graph_call"),
                           index(calls.integer_at(1), services, "graph_call"), calls.integer_at(2) != 0});
  }
  tally.policies.resize(run.policies.size());
  const auto policy = [&](Statement& select, const char* table) -> PolicyBlast& {
    return tally.policies[index(select.integer_at(0), run.policies.size(), table)];
  };
  Statement cases(database, "SELECT run_case, incidents, quarters FROM blast_case");
  while (cases.step()) {
    policy(cases, "blast_case").incidents = static_cast<std::uint64_t>(cases.integer_at(1));
    tally.quarters = static_cast<std::uint32_t>(cases.integer_at(2));
  }
  const auto pairs = [&](const char* table, const std::string& columns, auto member) {
    Statement select(database, "SELECT run_case, " + columns + ", incidents FROM " + table);
    while (select.step()) {
      (policy(select, table).*
       member)[{index(select.integer_at(1), services, table), index(select.integer_at(2), services, table)}] =
          static_cast<std::uint64_t>(select.integer_at(3));
    }
  };
  pairs("blast_reach", "origin, victim", &PolicyBlast::reached);
  pairs("blast_call", "caller, callee", &PolicyBlast::crossed);
  Statement radius(database, "SELECT run_case, services, incidents FROM blast_radius");
  while (radius.step()) {
    policy(radius, "blast_radius").by_radius[index(radius.integer_at(1), services + 1, "blast_radius")] =
        static_cast<std::uint64_t>(radius.integer_at(2));
  }
}

}  // namespace

void save_told(Database& database, const RunDescription& run, const ToldRun& told) {
  database.execute(kTables);
  save_incidents(database, run, told.incidents);
  Statement quarter(database, "INSERT INTO told_quarter VALUES (?, ?, ?, ?, ?)");
  for (const ToldQuarter& q : told.quarters) {
    quarter.integer(0, static_cast<Place>(q.policy)).real(1, q.quantile).integer(2, q.replication);
    quarter.real(3, q.lost_orders).optional_integer(4, q.incident).run();
  }
  for (const IncidentTimeline& timeline : told.timelines) {
    save_timeline(database, run, timeline);
  }
  save_blast(database, told.blast);
}

std::optional<ToldRun> load_told(Database& database, const RunDescription& run, const std::filesystem::path& path) {
  if (!database.has_table("told_quarter")) {
    return std::nullopt;
  }
  ToldRun told;
  load_timelines(database, run, path, told);
  load_blast(database, run, path, told.blast);
  return told;
}

}  // namespace faultline::store
