#include "cli/fit_command.h"

#include <unistd.h>

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
#include "models/core/input_error.h"
#include "models/core/sha256.h"

namespace faultline::cli {
namespace {

/// Keeps what is said of the rows; the records go.
template <class Record>
void keep_account(FitAnswer& answer, History<Record>& history) {
  answer.rows = std::move(history.rows);
  for (SkippedRow& row : answer.rows.shown) row.file = std::filesystem::path(row.file).filename().string();
  answer.notes = std::move(history.notes);
}

void measure_changes(const std::vector<HistorySource>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  auto history = read_change_records(sources, options);
  answer.findings = fit::fit_changes(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_demand(const std::vector<HistorySource>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  auto history = read_demand_hours(sources, options);
  answer.findings = fit::fit_demand(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_incidents(const std::vector<HistorySource>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  auto history = read_incident_records(sources, options);
  answer.findings = fit::fit_incidents(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_deployments(const std::vector<HistorySource>& sources, const FitCommandOptions& options,
                         FitAnswer& answer) {
  auto history = read_deployment_records(sources, options);
  answer.findings = fit::fit_deployments(history.records, fit_options(options));
  keep_account(answer, history);
}

void measure_reviews(const std::vector<HistorySource>& sources, const FitCommandOptions& options, FitAnswer& answer) {
  auto history = read_review_records(sources, options);
  const fit::FitOptions how = fit_options(options);
  answer.findings = fit::fit_reviews(history.records, how);
  capacity::add_review_capacity(history.records, how, answer.findings);
  keep_account(answer, history);
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
  if (const std::string problem = problem_of(options); !problem.empty()) {
    err << problem << "\n";
    return kWrongUse;
  }
  check_output(options.output, options.files);
  const std::vector<HistorySource> sources = read_sources(options.files, options.git);
  FitAnswer answer;
  answer.zone = options.zone;
  answer.windows = options.windows;
  answer.skip_at_most = options.skip_at_most;
  for (const HistorySource& source : sources) {
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
      if (!options.quiet && isatty(STDERR_FILENO) == 1) {
        err << "The simulator's queue is matched to the reviews: up to some minutes\n";
      }
      measure_reviews(sources, options, answer);
      break;
  }
  if (answer.findings.groups.empty()) {
    throw InputError({sources.front().name, "", "", "no record lies in the days that are asked for",
                      "leave out --window, or check its dates"});
  }
  if (!options.quiet) say_rows(answer.rows, answer.notes, options, err);
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
