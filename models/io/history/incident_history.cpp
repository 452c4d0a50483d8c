#include "models/io/history/incident_history.h"

#include <algorithm>
#include <map>
#include <utility>

#include "models/io/history/json_members.h"
#include "models/io/history/pager_incident.h"

namespace faultline {
namespace {

constexpr double kMinutesPerHour = 60.0;

/// Calls `read` with each item of an array; it fills a record or says why not.
template <class Read>
History<IncidentRecord> read_items(const JsonNode& array, const std::string& file, Read read) {
  History<IncidentRecord> history;
  for (const JsonNode& item : array.items()) {
    ++history.rows.rows;
    IncidentRecord record;
    std::string problem;
    if (item.is(JsonKind::object)) {
      read(item, record, problem);
    } else {
      problem = "must be an object";
    }
    if (problem.empty()) {
      history.rows.zone_unstated += record.begin.zone_stated ? 0 : 1;
      history.records.push_back(std::move(record));
    } else {
      history.rows.skip(file, item.line(), std::move(problem));
    }
  }
  return history;
}

void read_statuspage_item(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record,
                          std::string& problem) {
  record.id = id_member(item, "id");
  record.begin = needed_moment(item, "created_at", options.zone, problem);
  record.severity = printable(text_member(item, "impact"), 40);
  record.maintenance = record.severity == "maintenance" || text_member(item, "status") == "scheduled";
  if (const auto end = moment_member(item, "resolved_at", options.zone, problem)) {
    record.recovered_hours = hours_between(record.begin, *end);
  }
  const JsonNode* updates = item.find("incident_updates");
  if (updates == nullptr || !updates->is(JsonKind::array)) return;
  for (const JsonNode& update : updates->items()) {
    const std::string_view status = update.is(JsonKind::object) ? text_member(update, "status") : std::string_view();
    if (status != "monitoring" && status != "resolved") continue;
    const auto at = moment_member(update, "created_at", options.zone, problem);
    if (!at) continue;
    const double hours = hours_between(record.begin, *at);
    record.mitigated_hours = std::min(record.mitigated_hours.value_or(hours), hours);
  }
}

void read_google_item(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record,
                      std::string& problem) {
  record.id = id_member(item, "id");
  record.begin = needed_moment(item, "begin", options.zone, problem);
  record.severity = printable(text_member(item, "severity"), 40);
  if (const auto declared = moment_member(item, "created", options.zone, problem)) {
    record.detected_hours = hours_between(record.begin, *declared);
  }
  if (const auto end = moment_member(item, "end", options.zone, problem)) {
    record.recovered_hours = hours_between(record.begin, *end);
  }
}

/// The array of incidents, or null. Opsgenie's API calls it data.
const JsonNode* incident_array(const JsonNode& root) {
  if (root.is(JsonKind::array)) return &root;
  for (const char* key : {"incidents", "data"}) {
    const JsonNode* incidents = root.is(JsonKind::object) ? root.find(key) : nullptr;
    if (incidents != nullptr && incidents->is(JsonKind::array)) return incidents;
  }
  return nullptr;
}

[[noreturn]] void not_incidents(const std::string& file) {
  throw InputError({file, "", "", "holds no incidents that are known how to read",
                    "bring incidents of Statuspage, Google Cloud, PagerDuty or Opsgenie, or a table of post-mortems"});
}

History<IncidentRecord> statuspage_of(const JsonNode& array, const std::string& file, const HistoryOptions& options) {
  History<IncidentRecord> history =
      read_items(array, file, [&](const JsonNode& item, IncidentRecord& record, std::string& problem) {
        read_statuspage_item(item, options, record, problem);
      });
  history.notes.emplace_back(
      "a status page says when it first spoke of an incident, not when it began or was detected: times count from "
      "there");
  return history;
}

History<IncidentRecord> google_of(const JsonNode& array, const std::string& file, const HistoryOptions& options) {
  History<IncidentRecord> history =
      read_items(array, file, [&](const JsonNode& item, IncidentRecord& record, std::string& problem) {
        read_google_item(item, options, record, problem);
      });
  history.notes.emplace_back(
      "time to detect is from the begin, set afterwards, to the first public word: an upper bound, and late write-ups "
      "are among it");
  return history;
}

constexpr const char* kPagerNote =
    "a pager says when it alerted; when the fault began is known only where Opsgenie's impact start says it";

History<IncidentRecord> pager_of(const JsonNode& array, const std::string& file, const HistoryOptions& options) {
  History<IncidentRecord> history =
      read_items(array, file, [&](const JsonNode& item, IncidentRecord& record, std::string& problem) {
        if (is_pager_incident(item)) {
          read_pager_incident(item, options, record, problem);
        } else {
          problem = "is no incident of PagerDuty or Opsgenie";
        }
      });
  history.notes.emplace_back(kPagerNote);
  return history;
}

/// DevLake's raw tables hold the vendor's object, as JSON, in the column `data`.
bool is_raw_table(const std::vector<std::string>& header) {
  const auto has = [&](const char* column) { return std::find(header.begin(), header.end(), column) != header.end(); };
  return has("params") && has("data") && !has("first_event");
}

std::string read_raw_row(std::string_view data, const std::string& file, const HistoryOptions& options,
                         IncidentRecord& record) {
  try {
    const JsonDocument document = parse_records(data, file);
    if (!is_pager_incident(document.root())) return "data: is no incident of PagerDuty or Opsgenie";
    std::string problem;
    read_pager_incident(document.root(), options, record, problem);
    return problem;
  } catch (const InputError&) {
    return "data: no JSON";
  }
}

History<IncidentRecord> raw_table(CsvRows& rows, const std::string& file, const HistoryOptions& options) {
  rows.require_sense(options.columns, {"data"});
  History<IncidentRecord> history;
  while (rows.next()) {
    ++history.rows.rows;
    IncidentRecord record;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = read_raw_row(rows.field("data"), file, options, record);
    if (!problem.empty()) {
      history.rows.skip(file, rows.line(), std::move(problem));
      continue;
    }
    history.rows.zone_unstated += record.begin.zone_stated ? 0 : 1;
    history.records.push_back(std::move(record));
  }
  history.notes.emplace_back(kPagerNote);
  return history;
}

/// Columns of DevLake's issues and incidents, where the caller has not named others.
ColumnNames with_preset(const std::vector<std::string>& header, ColumnNames names) {
  const auto has = [&](const char* column) { return std::find(header.begin(), header.end(), column) != header.end(); };
  if (has("created_date") && has("lead_time_minutes")) {
    names.emplace("first_event", "created_date");
    names.emplace("ttr_min", "lead_time_minutes");
  }
  return names;
}

/// DevLake keeps incidents among other issues.
bool is_other_issue(const CsvRows& rows) {
  return rows.has("lead_time_minutes") && rows.has("type") && rows.field("type") != "INCIDENT";
}

std::string read_minutes(const CsvRows& rows, const char* column, std::optional<double>& hours) {
  const std::string_view text = rows.field(column);
  if (text.empty()) return "";
  const auto minutes = parse_real(text);
  if (!minutes || *minutes < 0.0 || *minutes > 1e8) {
    return std::string(column) + ": no minutes: " + shown_field(text);
  }
  hours = *minutes / kMinutesPerHour;
  return "";
}

/// Zones by name, each made once for a file: making one takes as long as reading its row.
class Zones {
 public:
  const std::optional<TimeZone>& of(const std::string& name) {
    const auto [zone, fresh] = known_.try_emplace(name);
    if (fresh) zone->second = TimeZone::find(name);
    return zone->second;
  }

 private:
  std::map<std::string, std::optional<TimeZone>> known_;
};

std::string read_postmortem(const CsvRows& rows, const HistoryOptions& options, Zones& zones, IncidentRecord& record) {
  record.id = rows.field("id");
  std::optional<TimeZone> zone = options.zone;
  const std::string named(rows.field("timezone"));
  if (!named.empty()) {
    zone = zones.of(named);
    if (!zone) return "timezone: no zone of the IANA database: " + shown_field(named);
  }
  const MomentText begin = parse_moment(rows.field("first_event"), zone);
  if (!begin.moment) return "first_event: " + begin.problem;
  record.begin = *begin.moment;
  record.begin.zone_stated = !named.empty() || record.begin.zone_stated;
  const std::string_view severity = rows.field("severity");
  record.severity = printable(severity.empty() ? rows.field("urgency") : severity, 40);
  const std::string_view related = rows.field("change_related");
  if (related == "0" || related == "1") record.caused_by_change = related == "1";
  std::string problem = read_minutes(rows, "ttd_min", record.detected_hours);
  return problem.empty() ? read_minutes(rows, "ttr_min", record.recovered_hours) : problem;
}

}  // namespace

History<IncidentRecord> read_statuspage(std::string_view text, const std::string& file, const HistoryOptions& options) {
  const JsonDocument document = parse_records(text, file);
  const JsonNode* array = incident_array(document.root());
  if (array == nullptr) not_incidents(file);
  return statuspage_of(*array, file, options);
}

History<IncidentRecord> read_google_cloud(std::string_view text, const std::string& file,
                                          const HistoryOptions& options) {
  const JsonDocument document = parse_records(text, file);
  if (!document.root().is(JsonKind::array)) not_incidents(file);
  return google_of(document.root(), file, options);
}

History<IncidentRecord> read_postmortems(std::string_view text, const std::string& file,
                                         const HistoryOptions& options) {
  const std::vector<std::string> header = CsvRows(text, file).header();
  CsvRows rows(text, file, with_preset(header, options.columns));
  if (is_raw_table(header)) return raw_table(rows, file, options);
  rows.require_sense(options.columns,
                     {"id", "first_event", "timezone", "ttd_min", "ttr_min", "severity", "urgency", "change_related"});
  rows.require({"id", "first_event"});
  History<IncidentRecord> history;
  Zones zones;
  std::size_t others = 0;
  while (rows.next()) {
    if (is_other_issue(rows)) {
      ++others;
      continue;
    }
    ++history.rows.rows;
    IncidentRecord record;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = read_postmortem(rows, options, zones, record);
    if (!problem.empty()) {
      history.rows.skip(file, rows.line(), std::move(problem));
      continue;
    }
    history.rows.zone_unstated += record.begin.zone_stated ? 0 : 1;
    history.records.push_back(std::move(record));
  }
  if (others > 0) history.notes.push_back(std::to_string(others) + " issues that are no incidents are left out");
  return history;
}

History<IncidentRecord> read_incidents(std::string_view text, const std::string& file, const HistoryOptions& options) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) not_incidents(file);
  if (text[first] != '[' && text[first] != '{') return read_postmortems(text, file, options);
  const JsonDocument document = parse_records(text, file);
  const JsonNode* array = incident_array(document.root());
  if (array == nullptr) not_incidents(file);
  const auto has = [&](std::string_view key) {
    return std::any_of(array->items().begin(), array->items().end(),
                       [&](const JsonNode& item) { return item.is(JsonKind::object) && item.find(key) != nullptr; });
  };
  if (std::any_of(array->items().begin(), array->items().end(), is_pager_incident)) {
    return pager_of(*array, file, options);
  }
  if (has("begin")) return google_of(*array, file, options);
  if (has("created_at") || array->size() == 0) return statuspage_of(*array, file, options);
  not_incidents(file);
}

}  // namespace faultline
