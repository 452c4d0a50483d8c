#include "cli/compare_draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "analysis/draws/draw_report.h"
#include "analysis/store/output_file.h"
#include "cli/exit_code.h"
#include "cli/scenario_run.h"
#include "cli/sweep_run.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

// Draws are of one scenario: as it stands, or one variant of it.
ScenarioChoice one_variant(const ScenarioRun& plain, const CompareOptions& options) {
  ScenarioChoice choice = options.scenario;
  const std::vector<std::string> asked = options.variants.value_or(std::vector<std::string>());
  const std::vector<ScenarioVariant> variants = plain.variants(asked);
  if (variants.size() == 1 && asked.size() == 1) {
    choice.variant = variants.front().id;
  } else if (!variants.empty()) {
    std::string ids;
    for (const ScenarioVariant& variant : variants) ids += (ids.empty() ? "" : ", ") + printable(variant.id);
    throw InputError({plain.file().string(), "/variants", "", "parameters are drawn for one variant at a time",
                      "add --variant with one of " + ids});
  }
  return choice;
}

std::string in_format(const SweepFile& file, const DrawReport& report, Format format) {
  switch (format) {
    case Format::json:
      return draw_json(report);
    case Format::csv:
      return draw_csv(file);
    case Format::markdown:
      return draw_markdown(report);
    case Format::table:
      break;
  }
  return draw_table(report);
}

std::vector<SweepTarget> targets_of(const ParameterDraws& draws) {
  std::vector<SweepTarget> targets;
  for (const DrawnParameter& parameter : draws.parameters) {
    const Uncertainty& about = parameter.law.uncertainty();
    SweepTarget target;
    target.name = parameter.source.pointer;
    target.places.emplace_back(parameter.source.pointer, about.value);
    target.whole = about.whole;
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace

int compare_draws(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  std::optional<ScenarioRun> scenario(std::in_place, options.scenario);
  const ScenarioChoice choice = one_variant(*scenario, options);
  if (choice.variant != options.scenario.variant) {
    scenario.emplace(choice);
  }
  const ScenarioRun& plain = *scenario;
  const RunDescription run =
      plain.describe(plain.policies(options.policies), options.seed.value_or(plain.scenario().run.seed),
                     options.replications.value_or(kDefaultDrawReplications));
  ParameterDraws draws = draw_parameters(plain.scenario(), plain.file().string(), *options.parameter_draws, run.seed);
  const SweepDescription sweep = describe_sweep(run, draws.design);
  const SweepDocuments documents(plain, choice, run.scenario_json);
  SweepCells cells(plain, documents, run, targets_of(draws));
  const fs::path folder =
      options.out.empty()
          ? results_folder({}, run.scenario_id + (run.variant_id.empty() ? "" : "-" + run.variant_id) + "-draws")
          : options.out;
  const std::optional<SweepFile> file =
      run_cells(cells, sweep, folder,
                {options.threads, options.progress && !options.quiet, options.resume, options.command}, err);
  if (!file) {
    return kInterrupted;
  }
  draws.warnings.insert(draws.warnings.begin(), run.warnings.begin(), run.warnings.end());
  const DrawReport report = analyse_draws(*file, std::move(draws));
  write_file(folder / "report.html", draw_page(report));
  if (!options.quiet) {
    for (const std::string& warning : report.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
    say_failures(file->sweep().design, report.failures, err);
  }
  out << in_format(*file, report, options.format);
  if (!options.quiet) {
    err << fmt::format("Results: {}  Report: {}\nresults_sha256 {}\n", file->path().string(),
                       (folder / "report.html").string(), report.results_sha256);
  }
  return kDone;
}

}  // namespace faultline::cli
