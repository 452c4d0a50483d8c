#include "models/io/history/pager_incident.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "models/io/history/json_members.h"

namespace faultline {
namespace {

constexpr std::size_t kLongestSeverity = 40;

bool is_pagerduty(const JsonNode& item) {
  return item.find("incident_number") != nullptr && item.find("created_at") != nullptr;
}

bool is_opsgenie(const JsonNode& item) {
  return item.find("createdAt") != nullptr &&
         (item.find("tinyId") != nullptr || item.find("impactedServices") != nullptr);
}

/// A text, or what an object says in short.
std::string_view summary_member(const JsonNode& item, std::string_view key) {
  const JsonNode* member = item.find(key);
  return member != nullptr && member->is(JsonKind::object) ? text_member(*member, "summary") : text_member(item, key);
}

void read_pagerduty(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record, std::string& problem) {
  record.begin = needed_moment(item, "created_at", options.zone, problem);
  const std::string_view priority = summary_member(item, "priority");
  record.severity = printable(priority.empty() ? text_member(item, "urgency") : priority, kLongestSeverity);
  auto end = moment_member(item, "resolved_at", options.zone, problem);
  if (!end && text_member(item, "status") == "resolved") {
    end = moment_member(item, "last_status_change_at", options.zone, problem);
  }
  if (end) record.recovered_hours = hours_between(record.begin, *end);
}

void read_opsgenie(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record, std::string& problem) {
  const Moment created = needed_moment(item, "createdAt", options.zone, problem);
  const auto impact = moment_member(item, "impactStartDate", options.zone, problem);
  record.begin = impact.value_or(created);
  if (impact) record.detected_hours = std::max(0.0, hours_between(*impact, created));
  record.severity = printable(text_member(item, "priority"), kLongestSeverity);
  auto end = moment_member(item, "impactEndDate", options.zone, problem);
  const std::string_view status = text_member(item, "status");
  if (!end && (status == "resolved" || status == "closed")) {
    end = moment_member(item, "updatedAt", options.zone, problem);
  }
  if (end) record.recovered_hours = hours_between(record.begin, *end);
}

}  // namespace

bool is_pager_incident(const JsonNode& item) {
  return item.is(JsonKind::object) && (is_pagerduty(item) || is_opsgenie(item));
}

void read_pager_incident(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record,
                         std::string& problem) {
  record.id = id_member(item, "id");
  if (is_pagerduty(item)) {
    read_pagerduty(item, options, record, problem);
  } else {
    read_opsgenie(item, options, record, problem);
  }
}

}  // namespace faultline
