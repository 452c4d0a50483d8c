#include "cli/replay_command.h"

#include <fmt/format.h>

#include <optional>
#include <ostream>
#include <stdexcept>
#include <system_error>

#include "analysis/report/table.h"
#include "analysis/store/blobs.h"
#include "analysis/store/output_file.h"
#include "analysis/store/results_file.h"
#include "cli/event_lines.h"
#include "cli/exit_code.h"
#include "cli/known_command.h"
#include "cli/scenario_run.h"
#include "cli/trace_events.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kStoriesTold = 5;

// The waterfall tells of two policies, so it is no part of what one policy's quarter is.
std::string outcome_sha256(Outcome outcome, std::size_t gates) {
  outcome.waterfall = {};
  std::string canonical;
  for (const std::string& column : store::to_blobs(outcome, gates).columns) {
    store::append_canonical(canonical, column);
  }
  return sha256_hex(canonical);
}

// The stored outcome of the same quarter, if a run of the same scenario and seed holds it.
std::optional<Outcome> stored_outcome(const fs::path& file, const RunDescription& wanted,
                                      const ReplayOptions& options) {
  if (std::error_code error; !fs::exists(file, error)) {
    return std::nullopt;
  }
  const ResultsFile results = ResultsFile::open(file);
  const RunDescription& run = results.run();
  const std::uint32_t block = options.replication / kBlockSize;
  if (run.scenario_sha256 != wanted.scenario_sha256 || run.seed != wanted.seed || block >= results.blocks()) {
    return std::nullopt;
  }
  const SecondReviewer second = options.second_reviewer_low ? SecondReviewer::low : SecondReviewer::central;
  const std::size_t cases = run.cases_in_block(block);
  for (std::size_t c = 0; c < cases; ++c) {
    if (run.policies[run.cases[c].policy].id == options.policy && run.cases[c].second_reviewer == second) {
      return results.read(block).outcomes[(options.replication % kBlockSize) * cases + c];
    }
  }
  return std::nullopt;
}

}  // namespace

int replay(const ReplayOptions& options, std::ostream& out, std::ostream& err) {
  if (!options.known.empty()) {
    return replay_known({options.scenario, options.known, options.json, options.quiet}, out, err);
  }
  const ScenarioRun scenario(options.scenario);
  const std::vector<PolicyId> policies = scenario.policies({options.policy});
  const RunDescription run =
      scenario.describe(policies, options.seed.value_or(scenario.scenario().run.seed), options.replication + 1);

  EventLines log(scenario.scenario());
  Outcome outcome = make_outcome(scenario.scenario());
  const PolicyCase policy_case{policies.front(),
                               options.second_reviewer_low ? SecondReviewer::low : SecondReviewer::central};
  ReplicationRunner runner(scenario.prepared(), run.seed);
  const auto run_with = [&](EventLog& teller) {
    runner.run(options.replication, std::span(&policy_case, 1), std::span(&outcome, 1), &teller);
  };
  run_with(log);
  if (!options.events.empty()) {
    write_file(options.events, log.text());
  }
  if (!options.trace.empty()) {
    // Once more, to the same bits: only a trace asks for every change at every gate.
    TraceEvents trace(scenario.scenario());
    run_with(trace);
    write_file(options.trace, trace.text());
  }

  const double catches = outcome[Metric::canary_catches];
  out << report::terminal_text(fmt::format(
      "{}, quarter {} (seed {}): {} lost orders, {} of severity 1 or 2, {} of severity 3, {}.",
      printable(options.policy), options.replication, run.seed,
      report::format_count(outcome[Metric::lost_orders_gross]),
      how_many(static_cast<std::size_t>(outcome[Metric::incidents_sev1] + outcome[Metric::incidents_sev2]), "incident"),
      outcome[Metric::incidents_sev3], catches == 1.0 ? "1 canary catch" : fmt::format("{} canary catches", catches)));
  for (const std::string& story : log.stories(kStoriesTold)) {
    out << "\n" << report::terminal_text(story);
  }
  const std::string sha256 = outcome_sha256(outcome, run.gates.size());
  out << "\noutcome_sha256 " << sha256 << "\n";
  const fs::path file = results_folder(options.out, run) / "results.sqlite";
  if (const std::optional<Outcome> stored = stored_outcome(file, run, options)) {
    if (outcome_sha256(*stored, run.gates.size()) != sha256) {
      throw std::logic_error("the replayed quarter differs from the one stored in " + file.string());
    }
    out << "The same outcome as in " << file.string() << ", bit for bit.\n";
  } else if (!options.quiet) {
    std::error_code error;
    err << "faultline: " << file.string()
        << (fs::exists(file, error) ? " holds no such quarter to compare with\n"
                                    : " is not there to compare with; --out names the folder of a run\n");
  }
  return kDone;
}

}  // namespace faultline::cli
