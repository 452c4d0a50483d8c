#include "cli/compare_variants.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "analysis/report/variant_charts.h"
#include "analysis/report/variant_json.h"
#include "analysis/report/variant_page.h"
#include "analysis/report/variant_table.h"
#include "analysis/store/output_file.h"
#include "analysis/variant_comparison.h"
#include "cli/chart_folder.h"
#include "cli/comparison_run.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/limit_check.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

std::string in_format(const VariantComparison& comparison, Format format) {
  switch (format) {
    case Format::json:
      return report::variant_summary_json(comparison);
    case Format::csv:
      return report::variant_csv_table(comparison);
    case Format::markdown:
      return report::variant_markdown_table(comparison);
    case Format::table:
      break;
  }
  return report::variant_terminal_table(comparison);
}

ScenarioChoice with_variant(const ScenarioChoice& choice, const std::string& id) {
  ScenarioChoice one = choice;
  one.variant = id;
  return one;
}

// Whatever their folders held goes now, and not when each one's turn comes: an interrupted run can then be resumed.
void begin_anew(const std::vector<VariantLabel>& variants, const CompareOptions& options) {
  for (const VariantLabel& variant : variants) {
    const ScenarioRun scenario(with_variant(options.scenario, variant.id));
    const RunDescription run = scenario.describe(options);
    const ComparisonRun emptied(scenario, run, results_folder(options.out, run), false);
  }
}

void say_interrupted(const ComparisonRun& run, const std::string& id, std::size_t finished, std::size_t all,
                     const CompareOptions& options, std::ostream& err) {
  err << fmt::format("faultline: interrupted; {} of {} variants are finished, of {} {}\nGo on with: {}\n", finished,
                     all, printable(id), run.kept_so_far(), resume_hint(options));
}

}  // namespace

int compare_variants(const ScenarioRun& plain, const std::vector<ScenarioVariant>& variants,
                     const CompareOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<VariantLabel> labels;
  std::vector<std::string> ids;
  for (const ScenarioVariant& variant : variants) {
    labels.push_back({variant.id, variant.title, variant.value, variant.set});
    ids.push_back(variant.id);
  }
  labels = in_order(std::move(labels));
  // What they warn of is said with the results.
  (void)check_variants(read_text_file(plain.file().string()), plain.file(), load_options(options.scenario), ids);
  const InterruptScope interrupt;  // from before the first file is there; what it raises ends the next run
  if (!options.resume) {
    begin_anew(labels, options);
  }
  VariantComparisonBuilder builder(labels);
  LimitState worst = LimitState::kept;
  for (std::size_t v = 0; v < labels.size(); ++v) {
    const ScenarioRun scenario(with_variant(options.scenario, labels[v].id));
    const RunDescription description = scenario.describe(options);
    ComparisonRun run(scenario, description, results_folder(options.out, description), true);
    const std::optional<Comparison> comparison = run.finish(options);
    if (!comparison) {
      say_interrupted(run, labels[v].id, v, labels.size(), options, err);
      return kInterrupted;
    }
    builder.add(run.outcomes(), *comparison);
    if (!options.quiet) {
      err << fmt::format("Variant {} of {}, {}: {}\n", v + 1, labels.size(), printable(labels[v].id),
                         (run.folder() / "report.html").string());
    }
    worst = std::max(worst, worst_limit(options.limits, *comparison, labels[v].id + ", ", err));
  }
  const VariantComparison comparison = builder.finish();
  const fs::path page = results_folder(options.out, plain.scenario().id) / "report.html";
  write_file(page, report::variant_page(comparison));
  if (!options.charts.empty()) {
    write_charts(report::variant_charts(comparison), options.charts);
  }
  if (!options.quiet) {
    for (const std::string& warning : comparison.warnings) {
      err << "faultline: warning: " << warning << "\n";
    }
  }
  out << in_format(comparison, options.format);
  if (!options.quiet) {
    err << "Report: " << page.string() << "\n";
  }
  return exit_code(worst, options.undecided_passes);
}

}  // namespace faultline::cli
