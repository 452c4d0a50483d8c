#include "cli/comparison_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "analysis/incident_recorder.h"
#include "analysis/report/page.h"
#include "analysis/store/output_file.h"
#include "cli/progress.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

ResultsFile open_results(const fs::path& folder, const RunDescription& run, bool resume) {
  make_folder(folder);
  const fs::path file = folder / "results.sqlite";
  return resume ? ResultsFile::resume(file, run) : ResultsFile::create(file, run);
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
std::vector<SimulatedIncident> selected_incidents(const ScenarioRun& scenario, const ComparisonBuilder& builder,
                                                  const Comparison& comparison) {
  std::vector<SimulatedIncident> incidents;
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

}  // namespace

ComparisonRun::ComparisonRun(const ScenarioRun& scenario, const RunDescription& run, fs::path folder, bool resume)
    : scenario_(scenario), folder_(std::move(folder)), results_(open_results(folder_, run, resume)), builder_(run) {}

// False when interrupted. The low blocks come first and hold more cases.
bool ComparisonRun::run_missing_blocks(const CompareOptions& options) {
  const RunDescription& run = results_.run();
  const std::vector<PolicyCase> cases = policy_cases(run, scenario_.scenario());
  const std::uint32_t done_before = builder_.replications();
  Progress progress(run.replications, done_before, options.progress && !options.quiet && isatty(STDERR_FILENO) == 1);
  const auto deliver = [&](Block&& block) {
    results_.append(block);
    builder_.add(block);
  };
  const std::uint32_t ends[2] = {run.low_blocks(), run.blocks()};
  for (const std::uint32_t end : ends) {
    if (results_.blocks() >= end) {
      continue;
    }
    const std::uint32_t before = builder_.replications();
    BlockRunOptions blocks;
    blocks.first_block = results_.blocks();
    blocks.end_block = end;
    blocks.block_size = kBlockSize;
    blocks.replications = run.replications;
    blocks.threads = options.threads;
    blocks.stop = &interrupt_->flag();
    const std::size_t case_count = run.cases_in_block(blocks.first_block);
    if (!run_blocks(scenario_.prepared(), run.seed, std::span(cases).first(case_count), blocks, deliver,
                    [&](std::uint32_t done) { progress.update(before + done); })) {
      return false;
    }
  }
  return true;
}

std::optional<Comparison> ComparisonRun::finish(const CompareOptions& options) {
  try {
    results_.replay_into(builder_);
    bool done = run_missing_blocks(options);
    while (done && !results_.complete() && builder_.wanted_replications() > builder_.replications()) {
      results_.extend(builder_.wanted_replications());
      builder_.extend(results_.run().replications);
      done = run_missing_blocks(options);
    }
    interrupt_.reset();
    if (!done) {
      return std::nullopt;
    }
    Comparison comparison = builder_.finish(results_.results_sha256());
    if (!results_.complete()) {
      results_.finish(comparison, selected_incidents(scenario_, builder_, comparison));
    }
    write_file(folder_ / "report.html", report::report_page(comparison));
    return comparison;
  } catch (const StorageFailure& failure) {
    throw StorageFailure(std::string(failure.what()) + "\n" + kept_so_far() +
                         ". When there is room again, go on with: " + resume_hint(options));
  }
}

std::string ComparisonRun::kept_so_far() const {
  const RunDescription& run = results_.run();
  const std::uint32_t done = std::min(results_.blocks() * kBlockSize, run.replications);
  return fmt::format("{} of {} replications are kept in {}", done, run.replications, results_.path().string());
}

std::string resume_hint(const CompareOptions& options) {
  return options.resume ? options.command : options.command + " --resume";
}

}  // namespace faultline::cli
