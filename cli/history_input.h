// Records of the past from the files that the user names: what fit and backtest share.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "analysis/fit/fit_options.h"
#include "models/io/history/row_account.h"
#include "models/observations/change_record.h"
#include "models/observations/demand_hour.h"
#include "models/observations/deployment_record.h"
#include "models/observations/incident_record.h"
#include "models/observations/review_record.h"

namespace faultline::cli {

/// How records are to be read.
struct HistoryChoice {
  std::vector<std::string> columns;  ///< WANTED=NAME
  std::vector<std::string> windows;  ///< YYYY-MM-DD..YYYY-MM-DD
  /// Of the clock by which days and hours are told, and of times that name none; "author": each record's own clock.
  std::string zone = "UTC";
  std::string salt;
  double skip_at_most = 0.01;  ///< share of rows that may be malformed
};

/// A text to read and the name under which to speak of it.
struct HistorySource {
  std::string name;
  std::string text;
};

/// What is wrong with the command line, and not with the files: a zone, window or column that cannot be. Empty:
/// nothing.
[[nodiscard]] std::string problem_of(const HistoryChoice& choice);

/// The files, then what `git log` says of a working copy unless `git` is empty. Throws InputError.
[[nodiscard]] std::vector<HistorySource> read_sources(const std::vector<std::filesystem::path>& files,
                                                      const std::filesystem::path& git = {});

/// Throws InputError when `output` is one of the files that are read: an answer must not take the place of records.
void check_output(const std::filesystem::path& output, const std::vector<std::filesystem::path>& files);

/// Clock and windows. Throws InputError on those that do not exist.
[[nodiscard]] fit::FitOptions fit_options(const HistoryChoice& choice);

/// Records of all sources in order of time, each once. They throw InputError when a source is of another form, or when
/// too many of its rows are malformed.
[[nodiscard]] History<ChangeRecord> read_change_records(const std::vector<HistorySource>& sources,
                                                        const HistoryChoice& choice);
[[nodiscard]] History<DemandHour> read_demand_hours(const std::vector<HistorySource>& sources,
                                                    const HistoryChoice& choice);
[[nodiscard]] History<IncidentRecord> read_incident_records(const std::vector<HistorySource>& sources,
                                                            const HistoryChoice& choice);
[[nodiscard]] History<DeploymentRecord> read_deployment_records(const std::vector<HistorySource>& sources,
                                                                const HistoryChoice& choice);
[[nodiscard]] History<ReviewRecord> read_review_records(const std::vector<HistorySource>& sources,
                                                        const HistoryChoice& choice);

/// Whether the sources are tables of deployments, as far as the first one's header tells.
[[nodiscard]] bool are_deployments(const std::vector<HistorySource>& sources, const HistoryChoice& choice);

/// Which rows were skipped, and why, and what had to be taken for granted.
void say_rows(const RowAccount& rows, const std::vector<std::string>& notes, const HistoryChoice& choice,
              std::ostream& err);

}  // namespace faultline::cli
