#include "models/io/history/deployment_history.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/history/moment_text.h"

namespace faultline {
namespace {

using Kind = DeploymentRecord::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 5> kKinds{{{"first", Kind::first},
                                                                   {"forward", Kind::forward},
                                                                   {"rollback", Kind::rollback},
                                                                   {"same", Kind::same},
                                                                   {"failed", Kind::failed}}};

/// Columns of DevLake's domain layer, where the caller has not named others.
ColumnNames with_preset(std::string_view text, ColumnNames names) {
  const std::string_view header = text.substr(0, text.find('\n'));
  if (header.find("cicd_scope_id") == std::string_view::npos) return names;
  for (const auto& [wanted, named] : {std::pair{"time", "created_date"}, std::pair{"app", "cicd_scope_id"},
                                      std::pair{"env", "environment"}, std::pair{"tag", "commit_sha"}}) {
    names.emplace(wanted, named);
  }
  return names;
}

std::string read_kind(const CsvRows& rows, DeploymentRecord& record) {
  const std::string_view result = rows.field("result");
  if (result == "FAILURE" || result == "FAILED" || result == "failure" || result == "failed") {
    record.kind = Kind::failed;
  }
  const std::string_view kind = rows.field("kind");
  if (kind.empty()) return "";
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& one) { return one.first == kind; });
  if (found != kKinds.end()) {
    record.kind = found->second;
    return "";
  }
  std::vector<std::string> names;
  std::string listed;
  for (const auto& one : kKinds) {
    names.emplace_back(one.first);
    listed += (listed.empty() ? "" : ", ") + names.back();
  }
  const auto nearest = nearest_name(kind, names);
  return "kind: must be one of " + listed + ": " + shown_field(kind) +
         (nearest ? "; did you mean " + *nearest + "?" : "");
}

std::string read_deployment(const CsvRows& rows, const HistoryOptions& options, DeploymentRecord& record) {
  const MomentText at = parse_moment(rows.field("time"), options.zone);
  if (!at.moment) return "time: " + at.problem;
  record.at = *at.moment;
  record.service = printable(rows.field("app"), 100);
  record.environment = printable(rows.field("env"), 100);
  if (record.service.empty()) return "no app";
  record.version = printable(rows.field("tag"), 100);
  record.id = rows.field("id");
  if (record.id.empty()) {
    record.id =
        std::to_string(record.at.utc_seconds) + "|" + record.service + "|" + record.environment + "|" + record.version;
  }
  return read_kind(rows, record);
}

/// The number of a version such as "v12" or "release_1342".
std::optional<std::uint64_t> version_number(std::string_view version) {
  for (const std::string_view prefix : {"release_", "release-", "v"}) {
    if (version.starts_with(prefix)) {
      version.remove_prefix(prefix.size());
      break;
    }
  }
  return parse_count(version);
}

}  // namespace

bool is_deployment_table(std::string_view text, const std::string& file, const HistoryOptions& options) {
  const CsvRows rows(text, file, with_preset(text, options.columns));
  return rows.has("time") && rows.has("app") && rows.has("env");
}

History<DeploymentRecord> read_deployments(std::string_view text, const std::string& file,
                                           const HistoryOptions& options) {
  CsvRows rows(text, file, with_preset(text, options.columns));
  rows.require_sense(options.columns, {"time", "app", "env", "tag", "kind", "result", "id"});
  rows.require({"time", "app", "env"});
  History<DeploymentRecord> history;
  while (rows.next()) {
    ++history.rows.rows;
    DeploymentRecord record;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = read_deployment(rows, options, record);
    if (!problem.empty()) {
      history.rows.skip(file, rows.line(), std::move(problem));
      continue;
    }
    history.rows.zone_unstated += record.at.zone_stated ? 0 : 1;
    history.records.push_back(std::move(record));
  }
  if (!rows.has("kind")) {
    std::stable_sort(
        history.records.begin(), history.records.end(),
        [](const DeploymentRecord& a, const DeploymentRecord& b) { return a.at.utc_seconds < b.at.utc_seconds; });
    derive_kinds(history.records);
    history.notes.emplace_back(
        "the table does not say what is a rollback: a version lower than before, or seen before");
  }
  return history;
}

void derive_kinds(std::vector<DeploymentRecord>& deployments) {
  struct Place {
    std::string last;
    std::set<std::string> seen;
  };
  std::map<std::pair<std::string, std::string>, Place> places;
  for (DeploymentRecord& deployment : deployments) {
    if (deployment.kind == Kind::failed || deployment.version.empty()) continue;
    Place& place = places[{deployment.service, deployment.environment}];
    const auto before = version_number(place.last);
    const auto now = version_number(deployment.version);
    if (place.last.empty()) {
      deployment.kind = Kind::first;
    } else if (place.last == deployment.version) {
      deployment.kind = Kind::same;
    } else if (before && now) {
      deployment.kind = *now < *before ? Kind::rollback : Kind::forward;
    } else {
      deployment.kind = place.seen.contains(deployment.version) ? Kind::rollback : Kind::forward;
    }
    place.seen.insert(deployment.version);
    place.last = deployment.version;
  }
}

}  // namespace faultline
