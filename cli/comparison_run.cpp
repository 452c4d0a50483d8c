#include "cli/comparison_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "analysis/limit_checks.h"
#include "analysis/report/page.h"
#include "analysis/store/output_file.h"
#include "analysis/told_run.h"
#include "cli/graphviz_layout.h"
#include "cli/planner_inputs.h"
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
      results_.finish(comparison, tell_run(scenario_.prepared(), builder_, comparison, options.threads));
    }
    report::PlannerExtras extras = stored_extras(results_, comparison);
    extras.limits = limit_checks(comparison, options.limits);
    extras.graphviz = graphviz_places(comparison, extras.told);
    write_file(folder_ / "report.html", report::report_page(comparison, extras));
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
