#include "cli/optimize_command.h"

#include <fmt/format.h>

#include <optional>
#include <ostream>
#include <system_error>
#include <utility>

#include "analysis/optimize/answer.h"
#include "analysis/optimize/answer_text.h"
#include "analysis/store/output_file.h"
#include "analysis/store/sqlite.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/optimize_run.h"
#include "models/core/input_error.h"
#include "models/io/candidate_scenario.h"
#include "models/io/decisions.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

fs::path decisions_file(const OptimizeOptions& options, const ScenarioRun& plain) {
  const fs::path file =
      options.decisions.empty() ? plain.file().parent_path() / std::string(kDecisionsFile) : options.decisions;
  std::error_code error;
  if (options.decisions.empty() && !fs::exists(file, error)) {
    throw InputError({file.string(), "", "", "there is no file of decisions beside the scenario",
                      "name one with --decisions; `faultline schema decisions` says what it holds"});
  }
  return file;
}

Goal goal_of(const OptimizeOptions& options, const Decisions& decisions, const Economics& economics,
             const fs::path& file) {
  Goal goal{options.minimise.value_or(decisions.minimise), decisions.limits, options.limit_margin_fraction,
            prices_of(economics, decisions.prices)};
  goal.limits.lost_orders = options.max_lost_orders ? options.max_lost_orders : goal.limits.lost_orders;
  goal.limits.lead_time_hours = options.max_lead_time_hours ? options.max_lead_time_hours : goal.limits.lead_time_hours;
  goal.limits.undelivered_fraction = options.max_undelivered_fraction.value_or(goal.limits.undelivered_fraction);
  std::vector<InputProblem> problems;
  const auto needs = [&](Price price, const char* key, const char* what) {
    if (!(goal.prices[price] > 0.0)) {
      problems.push_back({file.string(), std::string("/prices/") + key, "0",
                          std::string(what) + " needs a price above 0 to be " +
                              std::string(kMinimiseNames[static_cast<std::size_t>(goal.minimise)]),
                          std::string("state it there, or with --set /economics/") + key + "=VALUE"});
    }
  };
  if (goal.in_money()) {
    needs(Price::cost_per_engineer_hour, "cost_per_engineer_hour", "an engineer hour");
  }
  if (goal.minimise == Minimise::total_cost) {
    needs(Price::margin_per_order, "margin_per_order", "a lost order");
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  return goal;
}

OptimisationDescription describe(const OptimizeOptions& options, const ScenarioRun& plain, const Decisions& decisions,
                                 Goal goal) {
  if (options.most_replications < options.first_replications) {
    throw InputError({"--most-replications", "", std::to_string(options.most_replications),
                      fmt::format("must be at least the {} of --first-replications", options.first_replications), ""});
  }
  const RunDescription run = plain.describe(plain.policies({}), options.seed.value_or(plain.scenario().run.seed), 1);
  OptimisationDescription own;
  own.tool_version = run.tool_version;
  own.git_hash = run.git_hash;
  own.scenario_id = run.scenario_id;
  own.scenario_title = run.scenario_title;
  own.scenario_sha256 = run.scenario_sha256;
  own.scenario_json = run.scenario_json;
  own.decisions_title = decisions.title;
  own.start = decisions.start;
  own.goal = std::move(goal);
  own.confidence = options.confidence;
  own.difference_fraction = options.difference_fraction;
  own.seed = run.seed;
  own.first_batches = options.first_replications / kQuartersPerBatch;
  own.most_batches = options.most_replications / kQuartersPerBatch;
  own.candidates = candidates_of(decisions);
  return own;
}

std::string in_format(const Optimisation& search, const OptimisationAnswer& answer, const std::string& results_sha256,
                      Format format) {
  switch (format) {
    case Format::json:
      return optimisation_json(search, answer, results_sha256);
    case Format::csv:
      return optimisation_csv(search, answer);
    case Format::markdown:
      return optimisation_markdown(search, answer);
    case Format::table:
      break;
  }
  return optimisation_table(search, answer);
}

void say_warnings(const std::vector<std::string>& warnings, std::ostream& err) {
  constexpr std::size_t kEnough = 5;
  for (std::size_t i = 0; i < std::min(warnings.size(), kEnough); ++i) {
    err << "faultline: warning: " << warnings[i] << "\n";
  }
  if (warnings.size() > kEnough) {
    err << fmt::format("faultline: warning: and {} more about the policies tried\n", warnings.size() - kEnough);
  }
}

// The scenario with the policy, checked before it is written.
void apply(const OptimizeOptions& options, const ScenarioRun& plain, const Decisions& decisions, const fs::path& file,
           const Candidate& candidate, std::ostream& err) {
  const LoadOptions load = load_options(options.scenario);
  const std::string written =
      scenario_with_candidate(document_as_written(plain.file(), load), file, decisions, candidate);
  (void)parse_scenario(written, options.apply);
  write_file(options.apply, written);
  if (!options.quiet) {
    err << fmt::format("Scenario with policy {}: {}\n", candidate.id, options.apply.string());
  }
}

bool is_scenario(const fs::path& file) {
  try {
    (void)parse_scenario(read_text_file(file.string()), file);
    return true;
  } catch (const InputError&) {
    return false;
  }
}

// Before hours of work: like every file that a command is told to write, an earlier one is replaced, but not one that
// may be read here, nor something else than what would be written.
void check_apply(const OptimizeOptions& options, const ScenarioRun& plain) {
  std::error_code error;
  if (options.apply.empty() || !fs::exists(options.apply, error)) {
    return;
  }
  if (fs::equivalent(options.apply, plain.file(), error)) {
    throw InputError(
        {options.apply.string(), "", "", "is the scenario itself, which stays as it is", "write to another file"});
  }
  if (!is_scenario(options.apply)) {
    throw InputError({options.apply.string(), "", "", "is there already and is no scenario, so it stays as it is",
                      "write to another file"});
  }
}

std::string kept_so_far(const OptimisationFile& file) {
  return fmt::format("{} quarters are kept in {}", file.quarters(), file.path().string());
}

}  // namespace

int run_optimize(const OptimizeOptions& options, std::ostream& out, std::ostream& err) {
  const ScenarioRun plain(options.scenario);
  check_apply(options, plain);
  const fs::path decisions_path = decisions_file(options, plain);
  const Decisions decisions = parse_decisions(read_text_file(decisions_path.string()), decisions_path);
  OptimisationDescription description =
      describe(options, plain, decisions, goal_of(options, decisions, plain.scenario().economics, decisions_path));
  const OptimizeRun run(
      plain, candidate_scenarios(description.scenario_json, decisions_path, decisions, description.candidates));
  description.candidates_sha256 = run.sha256();
  if (!options.quiet) {
    const std::vector<std::string> known = plain.describe(plain.policies({}), 0, 1).warnings;
    say_warnings(run.warnings(known), err);
  }
  Optimisation search(std::move(description));

  const std::string& scenario_id = search.description().scenario_id;
  const fs::path folder = options.out.empty() ? results_folder({}, scenario_id + "-optimize") : options.out;
  make_folder(folder);
  const fs::path path = folder / "results.sqlite";
  const std::string resume_hint = options.command + (options.resume ? "" : " --resume");
  std::optional<InterruptScope> interrupt{std::in_place};  // from before the file is there until the quarters are done
  OptimisationFile file = options.resume ? OptimisationFile::resume(path, search.description())
                                         : OptimisationFile::create(path, search.description());
  OptimisationAnswer answer;
  try {
    const bool done = run.finish(search, file, options.threads, interrupt->flag(), options.progress && !options.quiet);
    interrupt.reset();
    if (!done) {
      err << "faultline: interrupted; " << kept_so_far(file) << "\nGo on with: " << resume_hint << "\n";
      return kInterrupted;
    }
    answer = answer_of(search);
    if (answer.recommended) {
      answer.warnings = run.warnings_of(*answer.recommended);
    }
    file.finish(search, answer);
  } catch (const StorageFailure& failure) {
    throw StorageFailure(std::string(failure.what()) + "\n" + kept_so_far(file) +
                         ". When there is room again, go on with: " + resume_hint);
  }
  const std::string hash = file.results_sha256();
  out << in_format(search, answer, hash, options.format);
  if (!options.quiet) {
    err << fmt::format("Results: {}\nresults_sha256 {}\n", path.string(), hash);
  }
  if (!options.apply.empty()) {
    if (answer.settled && answer.recommended) {
      apply(options, plain, decisions, decisions_path, search.description().candidates[*answer.recommended], err);
    } else {
      err << "faultline: no policy is recommended: " << options.apply.string() << " was not written\n";
    }
  }
  return !answer.settled ? kLimitUndecided : (answer.recommended ? kDone : kLimitBroken);
}

}  // namespace faultline::cli
