#include "cli/fit_command.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "analysis/capacity/review_capacity.h"
#include "analysis/fit/change_fit.h"
#include "analysis/fit/demand_fit.h"
#include "analysis/fit/deployment_fit.h"
#include "analysis/fit/incident_fit.h"
#include "analysis/fit/review_fit.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/fit_into.h"
#include "cli/fit_json.h"
#include "cli/fit_text.h"
#include "cli/git_process.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/core/sha256.h"
#include "models/io/history/change_history.h"
#include "models/io/history/demand_history.h"
#include "models/io/history/deployment_history.h"
#include "models/io/history/incident_history.h"
#include "models/io/history/order_records.h"
#include "models/io/history/review_history.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace {

/// A text to read and the name under which to speak of it.
struct Source {
  std::string name;
  std::string text;
};

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

std::vector<Source> read_sources(const FitCommandOptions& options) {
  std::vector<Source> sources;
  for (const auto& file : options.files) sources.push_back({file.string(), read_text_file(file.string())});
  if (!options.git.empty()) {
    sources.push_back({"git log of " + options.git.filename().string(), run_git(options.git, git_log_arguments())});
  }
  return sources;
}

/// Each record's own clock instead of one for all.
constexpr std::string_view kOwnClock = "author";

HistoryOptions history_options(const FitCommandOptions& options) {
  return {Identities(options.salt), find_zone(options.zone == kOwnClock ? "UTC" : options.zone),
          parse_columns(options.columns)};
}

fit::FitOptions fit_options(const FitCommandOptions& options) {
  fit::FitOptions how;
  how.windows = parse_windows(options.windows);
  if (options.zone == kOwnClock) {
    how.clock = [](const Moment& moment) { return moment.utc_seconds + moment.offset_seconds; };
    return how;
  }
  const TimeZone zone = find_zone(options.zone);
  how.clock = [zone](const Moment& moment) {
    const TimeZone::Local local = zone.to_local(moment.utc_seconds);
    return local.day * kSecondsPerDay + local.second_of_day;
  };
  return how;
}

/// Reads all sources with one reader, checks the share of malformed rows and puts the records in order.
template <class Record, class Read, class Time>
History<Record> read_history(const std::vector<Source>& sources, const FitCommandOptions& options, Read read,
                             Time time) {
  History<Record> history;
  for (const Source& source : sources) {
    History<Record> one = read(source.text, source.name);
    one.rows.check(source.name, options.skip_at_most);
    append(history, std::move(one));
  }
  drop_duplicates(history);
  put_in_order(history, time);
  return history;
}

/// Keeps what is said of the rows; the records go.
template <class Record>
void keep_account(FitAnswer& answer, History<Record>& history) {
  answer.rows = std::move(history.rows);
  for (SkippedRow& row : answer.rows.shown) row.file = std::filesystem::path(row.file).filename().string();
  answer.notes = std::move(history.notes);
}

void measure_changes(const std::vector<Source>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  const HistoryOptions how = history_options(options);
  auto history = read_history<ChangeRecord>(
      sources, options, [&](const std::string& text, const std::string& name) { return read_changes(text, name, how); },
      [](const ChangeRecord& change) { return change.landed.utc_seconds; });
  answer.findings = fit::fit_changes(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_demand(const std::vector<Source>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  const HistoryOptions how = history_options(options);
  auto history = read_history<DemandHour>(
      sources, options, [&](const std::string& text, const std::string& name) { return read_demand(text, name, how); },
      [](const DemandHour& hour) { return hour.begin.utc_seconds; });
  answer.findings = fit::fit_demand(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_incidents(const std::vector<Source>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  const HistoryOptions how = history_options(options);
  auto history = read_history<IncidentRecord>(
      sources, options,
      [&](const std::string& text, const std::string& name) { return read_incidents(text, name, how); },
      [](const IncidentRecord& incident) { return incident.begin.utc_seconds; });
  answer.findings = fit::fit_incidents(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_deployments(const std::vector<Source>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  const HistoryOptions how = history_options(options);
  auto history = read_history<DeploymentRecord>(
      sources, options,
      [&](const std::string& text, const std::string& name) { return read_deployments(text, name, how); },
      [](const DeploymentRecord& deployment) { return deployment.at.utc_seconds; });
  answer.findings = fit::fit_deployments(history.records, fit_options(options));
  keep_account(answer, history);
}

/// Reviews and what was said of them may lie in different files.
void measure_reviews(const std::vector<Source>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  const HistoryOptions how = history_options(options);
  ReviewParts parts;
  for (const Source& source : sources) {
    ReviewParts one;
    read_reviews(source.text, source.name, how, one);
    one.changes.rows.check(source.name, options.skip_at_most);
    parts.add(std::move(one));
  }
  History<ReviewRecord> history = join_reviews(std::move(parts));
  const fit::FitOptions how_to_fit = fit_options(options);
  answer.findings = fit::fit_reviews(history.records, how_to_fit);
  capacity::add_review_capacity(history.records, how_to_fit, answer.findings);
  keep_account(answer, history);
}

void say_rows(const FitAnswer& answer, std::ostream& err) {
  const RowAccount& rows = answer.rows;
  if (rows.skipped > 0) err << "warning: " << rows.skipped << " of " << rows.rows << " rows were skipped\n";
  for (const SkippedRow& row : rows.shown) {
    err << "warning: " << printable(row.file, 200) << ":" << row.line << ": " << row.reason << "\n";
  }
  if (rows.skipped > rows.shown.size()) err << "warning: and " << rows.skipped - rows.shown.size() << " more\n";
  if (rows.duplicates > 0) err << "note: " << rows.duplicates << " rows came twice and count once\n";
  if (rows.out_of_order > 0) err << "note: " << rows.out_of_order << " rows stand out of order\n";
  if (rows.zone_unstated > 0) {
    err << "note: " << rows.zone_unstated << " times name no zone: taken for " << answer.zone << "\n";
  }
  for (const std::string& note : answer.notes) err << "note: " << note << "\n";
}

}  // namespace

int run_fit(const FitCommandOptions& options, std::ostream& out, std::ostream& err) {
  if (options.files.empty() && options.git.empty()) {
    err << "fit needs a kind of record and a file (see fit --help)\n";
    return kWrongUse;
  }
  if (!options.git.empty() && options.kind != FitKind::changes) {
    err << "--git reads changes: fit changes --git DIR\n";
    return kWrongUse;
  }
  try {  // what is wrong with the command line is no fault of the files
    (void)history_options(options);
    (void)fit_options(options);
  } catch (const InputError& error) {
    err << error.what() << "\n";
    return kWrongUse;
  }
  const std::vector<Source> sources = read_sources(options);
  FitAnswer answer;
  answer.zone = options.zone;
  answer.windows = options.windows;
  answer.skip_at_most = options.skip_at_most;
  for (const Source& source : sources) {
    answer.inputs.push_back({std::filesystem::path(source.name).filename().string(), sha256_hex(source.text)});
  }
  switch (options.kind) {
    case FitKind::changes:
      measure_changes(sources, options, answer);
      break;
    case FitKind::demand:
      measure_demand(sources, options, answer);
      break;
    case FitKind::incidents:
      measure_incidents(sources, options, answer);
      break;
    case FitKind::deployments:
      measure_deployments(sources, options, answer);
      break;
    case FitKind::reviews:
      measure_reviews(sources, options, answer);
      break;
  }
  if (answer.findings.groups.empty()) {
    throw InputError({sources.front().name, "", "", "no record lies in the days that are asked for",
                      "leave out --window, or check its dates"});
  }
  if (!options.quiet) say_rows(answer, err);
  if (options.output == "-") {
    out << fit_json(answer);
  } else {
    out << fit_text(answer.findings);
  }
  if (!options.output.empty() && options.output != "-") {
    write_file(options.output, fit_json(answer));
    err << printable(options.output.string(), 4096) << ": written\n";
  }
  if (!options.into.empty()) {
    write_into_scenario(answer, {options.into, options.as, options.allow_outside}, options.output == "-" ? err : out);
  }
  return kDone;
}

}  // namespace faultline::cli
