#include "cli/sweep_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include "analysis/store/output_file.h"
#include "analysis/store/sqlite.h"
#include "analysis/sweep/sweep_file.h"
#include "analysis/sweep/sweep_summary.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/sweep_cells.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

// The design's parameters as asked for; values follow once the scenario has been looked at.
struct Asked {
  DesignKind kind = DesignKind::table;
  Design table;                            // of a CSV file
  std::vector<SweepParameter> parameters;  // without base
};

InputProblem about_vary(const std::string& name, std::string found, std::string problem, std::string suggestion = "") {
  return {"--vary", printable(name, 200), std::move(found), std::move(problem), std::move(suggestion)};
}

std::vector<SweepParameter> parameters_of(const std::vector<Variation>& variations) {
  std::vector<SweepParameter> parameters;
  std::vector<InputProblem> problems;
  for (const Variation& own : variations) {
    const std::string range = fmt::format("{}:{}", own.low, own.high);
    if (own.low > own.high) {
      problems.push_back(
          about_vary(own.name, range, "the bounds are reversed", fmt::format("write {}:{}", own.high, own.low)));
    } else if (own.low == own.high) {
      problems.push_back(about_vary(own.name, range, "the bounds are the same: nothing would vary",
                                    "set it with --set and leave --vary out"));
    }
    if (own.logarithmic && !(own.low > 0.0)) {
      problems.push_back(about_vary(own.name, range, "a logarithmic range must lie above 0"));
    }
    SweepParameter parameter;
    parameter.name = own.name;
    parameter.low = own.low;
    parameter.high = own.high;
    parameter.levels = own.levels;
    parameter.logarithmic = own.logarithmic;
    parameter.whole = own.whole;
    parameters.push_back(std::move(parameter));
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  return parameters;
}

Asked what_was_asked(const SweepOptions& options) {
  Asked asked;
  const auto* const named = std::find(kDesignNames.begin(), kDesignNames.end() - 1, options.design);
  if (named != kDesignNames.end() - 1) {
    asked.kind = static_cast<DesignKind>(named - kDesignNames.begin());
    if (options.variations.empty()) {
      throw InputError({"--vary", "", "", "nothing varies", "say what does, like --vary /defects/beta=0.001:0.003"});
    }
    asked.parameters = parameters_of(options.variations);
    return asked;
  }
  if (!options.design.ends_with(".csv")) {
    const std::vector<std::string> names(kDesignNames.begin(), kDesignNames.end() - 1);
    std::string list;
    for (const std::string& name : names) {
      list += name + ", ";
    }
    throw InputError({"--design", "", printable(options.design),
                      "must be one of " + list + "or a file that ends in .csv",
                      nearest_name(options.design, names).value_or("")});
  }
  if (!options.variations.empty()) {
    throw InputError({"--vary", "", "", "a design from a file brings its own parameters: its first line names them",
                      "leave --vary out"});
  }
  asked.table = read_design(read_text_file(options.design), options.design);
  asked.parameters = asked.table.parameters;
  return asked;
}

std::vector<SweepTarget> find_targets(const ScenarioRun& plain, const SweepDocuments& documents,
                                      std::vector<SweepParameter>& parameters) {
  const ScenarioNumbers numbers(documents.numbers(), plain.scenario().sources);
  std::vector<SweepTarget> targets;
  std::vector<InputProblem> problems;
  for (SweepParameter& parameter : parameters) {
    try {
      SweepTarget target = numbers.find(parameter.name, [&](const std::string& pointer) {
        return loader_reads(plain, documents.resolved, pointer, parameter.low);
      });
      target.whole = target.whole || parameter.whole;
      parameter.base = target.base;
      targets.push_back(std::move(target));
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  check_apart(targets);
  return targets;
}

SweepDescription describe(const RunDescription& run, Design design) {
  SweepDescription sweep;
  sweep.tool_version = run.tool_version;
  sweep.git_hash = run.git_hash;
  sweep.scenario_id = run.scenario_id;
  sweep.scenario_title = run.scenario_title;
  sweep.scenario_sha256 = run.scenario_sha256;
  sweep.scenario_json = run.scenario_json;
  sweep.horizon_days = run.horizon_days;
  sweep.smallest_difference_that_matters_fraction = run.smallest_difference_that_matters_fraction;
  sweep.seed = run.seed;
  sweep.replications = run.replications;
  sweep.precision = run.precision;
  sweep.policies = run.policies;
  sweep.design = std::move(design);
  const double quarters = static_cast<double>(sweep.design.cells()) * sweep.replications;
  if (quarters > std::numeric_limits<std::uint32_t>::max()) {
    throw InputError({"--replications", "", std::to_string(sweep.replications),
                      fmt::format("over {} cells these are more quarters than can be counted", sweep.design.cells()),
                      "take fewer replications or cells"});
  }
  return sweep;
}

std::string kept_so_far(const SweepFile& file) {
  return fmt::format("{} of {} cells are kept in {}", file.cells(), file.sweep().design.cells(), file.path().string());
}

std::string resume_hint(const SweepOptions& options) {
  return options.resume ? options.command : options.command + " --resume";
}

// False when interrupted.
bool run_missing_cells(const SweepCells& cells, const SweepOptions& options, const InterruptScope& interrupt,
                       SweepFile& file) {
  const SweepDescription& sweep = file.sweep();
  const auto quarters_at = [&](std::size_t cell) { return static_cast<std::uint32_t>(cell * sweep.replications); };
  Progress progress(quarters_at(sweep.design.cells()), quarters_at(file.cells()),
                    options.progress && !options.quiet && isatty(STDERR_FILENO) == 1);
  while (file.cells() < sweep.design.cells()) {
    const std::size_t cell = file.cells();
    if (interrupt.flag().load()) {
      return false;
    }
    std::vector<std::span<const double>> points;
    for (std::size_t i = cell; i < std::min(sweep.design.cells(), cell + cells.together()); ++i) {
      points.push_back(sweep.design.values.point(i));
    }
    const auto results = cells.run(points, options.threads, interrupt.flag(),
                                   [&](std::uint32_t done) { progress.update(quarters_at(cell) + done); });
    if (!results) {
      return false;
    }
    for (const CellResult& result : *results) {
      file.append(result);
    }
  }
  return true;
}

void say_failures(const SweepSummary& summary, std::ostream& err) {
  constexpr std::size_t kEnough = 5;
  for (std::size_t i = 0; i < std::min(summary.failures.size(), kEnough); ++i) {
    err << fmt::format("faultline: warning: cell {} could not be run: {}\n", summary.failures[i].cell,
                       summary.failures[i].reason);
  }
  if (summary.failures.size() > kEnough) {
    err << fmt::format("faultline: warning: and {} more cells; the results file has all reasons\n",
                       summary.failures.size() - kEnough);
  }
}

std::string in_format(const SweepFile& file, const SweepSummary& summary, Format format) {
  switch (format) {
    case Format::json:
      return sweep_json(file.sweep(), summary);
    case Format::csv:
      return sweep_csv(file);
    default:
      return sweep_table(file.sweep(), summary);
  }
}

}  // namespace

int run_sweep(const SweepOptions& options, std::ostream& out, std::ostream& err) {
  Asked asked = what_was_asked(options);
  const ScenarioRun plain(options.scenario);
  const RunSettings& settings = plain.scenario().run;
  const std::uint32_t replications = options.replications.value_or(settings.replications);
  const stats::PrecisionGoal goal = precision_goal(options.precision, replications);
  RunDescription run = plain.describe(plain.policies(options.policies), options.seed.value_or(settings.seed),
                                      goal.asked() ? goal.least : replications);
  run.precision = goal;
  const SweepDocuments documents(plain, options.scenario, run.scenario_json);
  std::vector<SweepTarget> targets = find_targets(plain, documents, asked.parameters);
  for (std::size_t p = 0; p < targets.size(); ++p) {
    // A factor is no whole number; what it makes is.
    asked.parameters[p].whole = targets[p].whole && !targets[p].factor;
  }
  Design design = asked.kind == DesignKind::table
                      ? std::move(asked.table)
                      : make_design(asked.kind, options.points, options.second_order, run.seed, asked.parameters);
  design.parameters = asked.parameters;
  const SweepDescription sweep = describe(run, std::move(design));
  const SweepCells cells(plain, documents, run, std::move(targets));

  const fs::path folder = options.out.empty() ? results_folder({}, run.scenario_id + "-sweep") : options.out;
  make_folder(folder);
  const fs::path path = folder / "results.sqlite";
  std::optional<InterruptScope> interrupt{std::in_place};  // from before the file is there until the cells are done
  SweepFile file = options.resume ? SweepFile::resume(path, sweep) : SweepFile::create(path, sweep);
  try {
    const bool done = run_missing_cells(cells, options, *interrupt, file);
    interrupt.reset();
    if (!done) {
      err << "faultline: interrupted; " << kept_so_far(file) << "\nGo on with: " << resume_hint(options) << "\n";
      return kInterrupted;
    }
    if (!file.complete()) {
      file.finish();
    }
  } catch (const StorageFailure& failure) {
    throw StorageFailure(std::string(failure.what()) + "\n" + kept_so_far(file) +
                         ". When there is room again, go on with: " + resume_hint(options));
  }
  const SweepSummary summary = summarise(file);
  if (!options.quiet) {
    for (const std::string& warning : run.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
    say_failures(summary, err);
  }
  out << in_format(file, summary, options.format);
  if (!options.quiet) {
    err << fmt::format("Results: {}\nresults_sha256 {}\nGo on with: faultline sensitivity {}\n", path.string(),
                       summary.results_sha256, folder.string());
  }
  if (summary.failures.size() == sweep.design.cells()) {
    throw InputError({plain.file().string(), "", "", "no cell of the sweep could be run: " + summary.failures[0].reason,
                      "choose other ranges"});
  }
  return kDone;
}

}  // namespace faultline::cli
