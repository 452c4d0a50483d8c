#include "cli/sweep_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "analysis/sweep/sweep_file.h"
#include "analysis/sweep/sweep_summary.h"
#include "cli/exit_code.h"
#include "cli/sweep_cells.h"
#include "cli/sweep_run.h"
#include "models/core/how_many.h"
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
  std::vector<std::string> warnings;
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

// What a design takes no notice of: who typed it expects something of it.
std::vector<std::string> what_does_nothing(const SweepOptions& options, DesignKind kind) {
  std::vector<std::string> warnings;
  const bool of_levels = kind == DesignKind::grid || kind == DesignKind::tornado;
  if (options.second_order && kind != DesignKind::saltelli) {
    warnings.emplace_back("--second-order does nothing here: indices of pairs are of a saltelli design alone");
  }
  if (options.points && (of_levels || kind == DesignKind::table)) {
    warnings.emplace_back(of_levels ? "--points does nothing here: levels stand in --vary NAME=LO:HI:N"
                                    : "--points does nothing here: the file holds the points");
  }
  for (const Variation& own : options.variations) {
    if (own.levels > 0 && !of_levels) {
      warnings.push_back(
          fmt::format("the {} of {} {} nothing here: levels are of a grid or tornado alone, "
                      "--points says how many points there are",
                      how_many(own.levels, "level"), printable(own.name), own.levels == 1 ? "does" : "do"));
    } else if (own.levels == 1) {
      warnings.push_back(
          fmt::format("one level of {} varies nothing: it is the middle of the range", printable(own.name)));
    }
  }
  return warnings;
}

Asked what_was_asked(const SweepOptions& options) {
  Asked asked;
  const auto named = std::find(kAskedDesigns.begin(), kAskedDesigns.end(), options.design);
  if (named != kAskedDesigns.end()) {
    asked.kind = static_cast<DesignKind>(named - kAskedDesigns.begin());
    if (options.variations.empty()) {
      throw InputError({"--vary", "", "", "nothing varies", "say what does, like --vary /defects/beta=0.001:0.003"});
    }
    asked.warnings = what_does_nothing(options, asked.kind);
    asked.parameters = parameters_of(options.variations);
    return asked;
  }
  if (!options.design.ends_with(".csv")) {
    const std::vector<std::string> names(kAskedDesigns.begin(), kAskedDesigns.end());
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
  asked.warnings = what_does_nothing(options, DesignKind::table);
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
  if (!options.quiet) {
    for (const std::string& warning : asked.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
  }
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
  Design design = asked.kind == DesignKind::table ? std::move(asked.table)
                                                  : make_design(asked.kind, options.points.value_or(kUsualPoints),
                                                                options.second_order, run.seed, asked.parameters);
  design.parameters = asked.parameters;
  const SweepDescription sweep = describe_sweep(run, std::move(design));
  SweepCells cells(plain, documents, run, std::move(targets));

  const fs::path folder = options.out.empty() ? results_folder({}, run.scenario_id + "-sweep") : options.out;
  std::optional<SweepFile> finished =
      run_cells(cells, sweep, folder,
                {options.threads, options.progress && !options.quiet, options.resume, options.command}, err);
  if (!finished) {
    return kInterrupted;
  }
  const SweepFile& file = *finished;
  const SweepSummary summary = summarise(file);
  const bool any_ran = summary.failures.size() < sweep.design.cells();
  if (!options.quiet) {
    for (const std::string& warning : run.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
    say_cell_warnings(file.warnings(), run.warnings, err);
    say_failures(sweep.design, summary.failures, err);
  }
  out << in_format(file, summary, options.format);
  if (!options.quiet) {
    err << fmt::format("Results: {}\nresults_sha256 {}\n", file.path().string(), summary.results_sha256);
    if (any_ran) {
      // A grid is for maps and cliffs.
      err << "Go on with: faultline " << (asked.kind == DesignKind::grid ? "grid" : "sensitivity") << " "
          << folder.string() << "\n";
    }
  }
  if (!any_ran) {
    throw InputError({plain.file().string(), "", "", "no cell of the sweep could be run: " + summary.failures[0].reason,
                      "choose other ranges"});
  }
  return kDone;
}

}  // namespace faultline::cli
