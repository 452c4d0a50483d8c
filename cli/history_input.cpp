#include "cli/history_input.h"

#include <algorithm>
#include <ostream>
#include <system_error>
#include <utility>

#include "cli/fit_json.h"
#include "cli/git_process.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/history/change_history.h"
#include "models/io/history/demand_history.h"
#include "models/io/history/deployment_history.h"
#include "models/io/history/incident_history.h"
#include "models/io/history/order_records.h"
#include "models/io/history/review_history.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace {

TimeZone find_zone(const std::string& name) {
  if (const auto zone = TimeZone::find(name)) return *zone;
  const std::vector<std::string> names = TimeZone::names();
  const auto nearest = nearest_name(name, names);
  throw InputError({"--zone", "", '"' + printable(name) + '"', "no time zone of the IANA database has that name",
                    nearest ? *nearest : "write it like Europe/Berlin"});
}

fit::Window parse_window(const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots != std::string::npos) {
    const auto first = parse_date(std::string_view(text).substr(0, dots));
    const auto last = parse_date(std::string_view(text).substr(dots + 2));
    if (first && last && *first <= *last) return {*first, *last};
  }
  throw InputError(
      {"--window", "", '"' + printable(text) + '"', "must be two dates in order, YYYY-MM-DD..YYYY-MM-DD", ""});
}

std::vector<fit::Window> parse_windows(const std::vector<std::string>& texts) {
  std::vector<fit::Window> windows;
  for (const std::string& text : texts) windows.push_back(parse_window(text));
  std::sort(windows.begin(), windows.end());
  for (std::size_t i = 1; i < windows.size(); ++i) {
    if (windows[i].first <= windows[i - 1].second) {
      throw InputError({"--window", "", iso_day(windows[i].first) + ".." + iso_day(windows[i].second),
                        "windows must not overlap", ""});
    }
  }
  return windows;
}

ColumnNames parse_columns(const std::vector<std::string>& texts) {
  ColumnNames names;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      throw InputError({"--columns", "", '"' + printable(text) + '"', "must be WANTED=NAME", "e.g. created=opened_at"});
    }
    names[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return names;
}

/// Each record's own clock instead of one for all.
constexpr std::string_view kOwnClock = "author";

HistoryOptions history_options(const HistoryChoice& choice) {
  return {Identities(choice.salt), find_zone(choice.zone == kOwnClock ? "UTC" : choice.zone),
          parse_columns(choice.columns)};
}

/// Reads all sources with one reader, checks the share of malformed rows and puts the records in order.
template <class Record, class Read, class Time>
History<Record> read_history(const std::vector<HistorySource>& sources, const HistoryChoice& choice, Read read,
                             Time time) {
  History<Record> history;
  for (const HistorySource& source : sources) {
    History<Record> one = read(source.text, source.name);
    one.rows.check(source.name, choice.skip_at_most);
    append(history, std::move(one));
  }
  drop_duplicates(history);
  put_in_order(history, time);
  return history;
}

}  // namespace

std::vector<HistorySource> read_sources(const std::vector<std::filesystem::path>& files,
                                        const std::filesystem::path& git) {
  std::vector<HistorySource> sources;
  for (const auto& file : files) sources.push_back({file.string(), read_text_file(file.string())});
  if (!git.empty()) {
    sources.push_back({"git log of " + git.filename().string(), run_git(git, git_log_arguments())});
  }
  return sources;
}

void check_output(const std::filesystem::path& output, const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) {
    std::error_code error;
    if (!output.empty() && std::filesystem::equivalent(output, file, error)) {
      throw InputError({output.string(), "", "", "holds the records that are read, and would be lost",
                        "write to another file, e.g. -o measured.json"});
    }
  }
}

std::string problem_of(const HistoryChoice& choice) {
  try {
    (void)history_options(choice);
    (void)fit_options(choice);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

fit::FitOptions fit_options(const HistoryChoice& choice) {
  fit::FitOptions how;
  how.windows = parse_windows(choice.windows);
  if (choice.zone == kOwnClock) {
    how.clock = [](const Moment& moment) { return moment.utc_seconds + moment.offset_seconds; };
    return how;
  }
  const TimeZone zone = find_zone(choice.zone);
  how.clock = [zone](const Moment& moment) {
    const TimeZone::Local local = zone.to_local(moment.utc_seconds);
    return local.day * kSecondsPerDay + local.second_of_day;
  };
  return how;
}

History<ChangeRecord> read_change_records(const std::vector<HistorySource>& sources, const HistoryChoice& choice) {
  const HistoryOptions how = history_options(choice);
  return read_history<ChangeRecord>(
      sources, choice, [&](const std::string& text, const std::string& name) { return read_changes(text, name, how); },
      [](const ChangeRecord& change) { return change.landed.utc_seconds; });
}

History<DemandHour> read_demand_hours(const std::vector<HistorySource>& sources, const HistoryChoice& choice) {
  const HistoryOptions how = history_options(choice);
  return read_history<DemandHour>(
      sources, choice, [&](const std::string& text, const std::string& name) { return read_demand(text, name, how); },
      [](const DemandHour& hour) { return hour.begin.utc_seconds; });
}

History<IncidentRecord> read_incident_records(const std::vector<HistorySource>& sources, const HistoryChoice& choice) {
  const HistoryOptions how = history_options(choice);
  return read_history<IncidentRecord>(
      sources, choice,
      [&](const std::string& text, const std::string& name) { return read_incidents(text, name, how); },
      [](const IncidentRecord& incident) { return incident.begin.utc_seconds; });
}

History<DeploymentRecord> read_deployment_records(const std::vector<HistorySource>& sources,
                                                  const HistoryChoice& choice) {
  const HistoryOptions how = history_options(choice);
  return read_history<DeploymentRecord>(
      sources, choice,
      [&](const std::string& text, const std::string& name) { return read_deployments(text, name, how); },
      [](const DeploymentRecord& deployment) { return deployment.at.utc_seconds; });
}

// Reviews and what was said of them may lie in different files.
History<ReviewRecord> read_review_records(const std::vector<HistorySource>& sources, const HistoryChoice& choice) {
  const HistoryOptions how = history_options(choice);
  ReviewParts parts;
  for (const HistorySource& source : sources) {
    ReviewParts one;
    read_reviews(source.text, source.name, how, one);
    one.changes.rows.check(source.name, choice.skip_at_most);
    parts.add(std::move(one));
  }
  return join_reviews(std::move(parts));
}

bool are_deployments(const std::vector<HistorySource>& sources, const HistoryChoice& choice) {
  return !sources.empty() && is_deployment_table(sources.front().text, sources.front().name, history_options(choice));
}

void say_rows(const RowAccount& rows, const std::vector<std::string>& notes, const HistoryChoice& choice,
              std::ostream& err) {
  if (rows.skipped > 0) err << "warning: " << rows.skipped << " of " << rows.rows << " rows were skipped\n";
  for (const SkippedRow& row : rows.shown) {
    err << "warning: " << printable(row.file, 200) << ":" << row.line << ": " << row.reason << "\n";
  }
  if (rows.skipped > rows.shown.size()) err << "warning: and " << rows.skipped - rows.shown.size() << " more\n";
  if (rows.duplicates > 0) err << "note: " << rows.duplicates << " rows came twice and count once\n";
  if (rows.out_of_order > 0) err << "note: " << rows.out_of_order << " rows stand out of order\n";
  if (rows.zone_unstated > 0) {
    err << "note: " << rows.zone_unstated << " times name no zone: taken for " << choice.zone << "\n";
  }
  for (const std::string& note : notes) err << "note: " << note << "\n";
}

}  // namespace faultline::cli
