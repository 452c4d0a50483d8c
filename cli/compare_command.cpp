#include "cli/compare_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>

#include "analysis/incident_recorder.h"
#include "analysis/limit.h"
#include "analysis/report/page.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"
#include "analysis/store/output_file.h"
#include "analysis/store/results_file.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

std::string resume_hint(const CompareOptions& options) {
  return options.resume ? options.command : options.command + " --resume";
}

std::string kept_so_far(const ResultsFile& results) {
  const RunDescription& run = results.run();
  const std::uint32_t done = std::min(results.blocks() * kBlockSize, run.replications);
  return fmt::format("{} of {} replications are kept in {}", done, run.replications, results.path().string());
}

// Runs the blocks that are missing; false when interrupted. The low blocks come first and hold more cases.
bool run_missing_blocks(const ScenarioRun& scenario, const CompareOptions& options, ResultsFile& results,
                        ComparisonBuilder& builder) {
  const RunDescription& run = results.run();
  const std::vector<PolicyCase> cases = policy_cases(run, scenario.scenario());
  const InterruptScope interrupt;
  const std::uint32_t done_before = builder.replications();
  Progress progress(run.replications, done_before, options.progress && !options.quiet && isatty(STDERR_FILENO) == 1);
  const auto deliver = [&](Block&& block) {
    results.append(block);
    builder.add(block);
  };
  const std::uint32_t ends[2] = {run.low_blocks(), run.blocks()};
  for (const std::uint32_t end : ends) {
    if (results.blocks() >= end) {
      continue;
    }
    const std::uint32_t before = builder.replications();
    BlockRunOptions blocks;
    blocks.first_block = results.blocks();
    blocks.end_block = end;
    blocks.block_size = kBlockSize;
    blocks.replications = run.replications;
    blocks.threads = options.threads;
    blocks.stop = &interrupt.flag();
    const std::size_t case_count = run.cases_in_block(blocks.first_block);
    if (!run_blocks(scenario.prepared(), run.seed, std::span(cases).first(case_count), blocks, deliver,
                    [&](std::uint32_t done) { progress.update(before + done); })) {
      return false;
    }
  }
  return true;
}

// The replication whose loss is nearest to a quantile.
std::uint32_t nearest_replication(std::span<const double> losses, double wanted) {
  std::uint32_t nearest = 0;
  for (std::uint32_t r = 1; r < losses.size(); ++r) {
    if (std::abs(losses[r] - wanted) < std::abs(losses[nearest] - wanted)) {
      nearest = r;
    }
  }
  return nearest;
}

// Incidents of the quarters nearest to the median, the 95 % and the 99 % loss of each policy.
std::vector<IncidentRecord> selected_incidents(const ScenarioRun& scenario, const ComparisonBuilder& builder,
                                               const Comparison& comparison) {
  std::vector<IncidentRecord> incidents;
  const std::vector<PolicyCase> cases = policy_cases(comparison.run, scenario.scenario());
  ReplicationRunner runner(scenario.prepared(), comparison.run.seed);
  Outcome outcome = make_outcome(scenario.scenario());
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    std::vector<std::uint32_t> chosen;
    for (const stats::Estimate* quantile : {&policy.p50, &policy.p95, &policy.p99}) {
      const std::uint32_t replication =
          nearest_replication(builder.values(p, Metric::lost_orders_gross), quantile->value);
      if (std::find(chosen.begin(), chosen.end(), replication) == chosen.end()) {
        chosen.push_back(replication);
      }
    }
    for (const std::uint32_t replication : chosen) {
      IncidentRecorder recorder(replication, p);
      runner.run(replication, std::span(&cases[p], 1), std::span(&outcome, 1), &recorder);
      incidents.insert(incidents.end(), recorder.incidents().begin(), recorder.incidents().end());
    }
  }
  return incidents;
}

std::string in_format(const Comparison& comparison, Format format) {
  switch (format) {
    case Format::json:
      return report::summary_json(comparison);
    case Format::csv:
      return report::csv_table(comparison);
    case Format::markdown:
      return report::markdown_table(comparison);
    case Format::table:
      break;
  }
  return report::terminal_table(comparison);
}

// The worst state over policies and limits decides.
int check_limits(const CompareOptions& options, const Comparison& comparison, std::ostream& err) {
  LimitState worst = LimitState::kept;
  const auto check = [&](const PolicyResult& policy, std::string_view what, const stats::Estimate& figure,
                         const std::optional<double>& limit) {
    if (!limit) {
      return;
    }
    const LimitState state = check_limit(figure, *limit);
    worst = std::max(worst, state);
    if (state != LimitState::kept) {
      const std::string range =
          figure.interval ? fmt::format("{} to {}", report::format_count(figure.interval->low, figure.standard_error),
                                        report::format_count(figure.interval->high, figure.standard_error))
                          : "too few replications for an interval";
      err << fmt::format("faultline: limit {}: {} of {} is {} (95 %: {}), the limit {}\n",
                         state == LimitState::broken ? "broken" : "not settled", what, printable(policy.id),
                         report::format_count(figure.value, figure.standard_error), range,
                         report::format_count(*limit));
    }
  };
  for (const PolicyResult& policy : comparison.policies) {
    check(policy, "mean lost orders", policy.lost_orders.mean, options.max_mean_lost_orders);
    check(policy, "p99 of lost orders", policy.p99, options.max_p99_lost_orders);
  }
  if (worst == LimitState::undecided) {
    return !options.undecided_passes ? kLimitUndecided : *options.undecided_passes ? kDone : kLimitBroken;
  }
  return worst == LimitState::broken ? kLimitBroken : kDone;
}

}  // namespace

int compare(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun scenario(options.scenario);
  const RunSettings& settings = scenario.scenario().run;
  const RunDescription run =
      scenario.describe(scenario.policies(options.policies), options.seed.value_or(settings.seed),
                        options.replications.value_or(settings.replications));
  const fs::path folder = results_folder(options.out, run.scenario_id);
  make_folder(folder);
  const fs::path file = folder / "results.sqlite";
  ResultsFile results = options.resume ? ResultsFile::resume(file, run) : ResultsFile::create(file, run);
  ComparisonBuilder builder(run);
  try {
    results.replay_into(builder);
    if (!run_missing_blocks(scenario, options, results, builder)) {
      err << "faultline: interrupted; " << kept_so_far(results) << "\nGo on with: " << resume_hint(options) << "\n";
      return kInterrupted;
    }
    const Comparison comparison = builder.finish(results.results_sha256());
    if (!results.complete()) {
      results.finish(comparison, selected_incidents(scenario, builder, comparison));
    }
    write_file(folder / "report.html", report::report_page(comparison));
    if (!options.quiet) {
      for (const std::string& warning : comparison.warnings) {
        err << "faultline: warning: " << warning << "\n";
      }
    }
    out << in_format(comparison, options.format);
    if (!options.quiet) {
      err << fmt::format("Results: {}  Report: {}\nresults_sha256 {}\n", file.string(),
                         (folder / "report.html").string(), comparison.results_sha256);
    }
    return check_limits(options, comparison, err);
  } catch (const StorageFailure& failure) {
    throw StorageFailure(std::string(failure.what()) + "\n" + kept_so_far(results) +
                         ". When there is room again, go on with: " + resume_hint(options));
  }
}

}  // namespace faultline::cli
