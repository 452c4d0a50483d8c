#include "cli/leadership_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/metric_names.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/sweep/sensitivity.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

namespace fs = std::filesystem;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Marked as the run marks the input; an alias that moves several has no mark.
std::string mark_of(const RunDescription& run, const std::string& pointer) {
  const auto found = std::find_if(run.sources.begin(), run.sources.end(),
                                  [&pointer](const ParameterSource& source) { return source.pointer == pointer; });
  return found == run.sources.end() ? "" : std::string(kSourceStatusNames[static_cast<std::size_t>(found->status)]);
}

}  // namespace

report::LeadershipSweep leadership_sweep(const fs::path& results, const Comparison& comparison, std::size_t policy) {
  const SweepFile file = SweepFile::open(results_path(results));
  const SweepDescription& sweep = file.sweep();
  const RunDescription& run = comparison.run;
  const auto refuse = [&results](const std::string& found, const std::string& problem) {
    throw InputError({results.string(), "", printable(found), problem, ""});
  };
  if (sweep.design.kind != DesignKind::tornado) {
    refuse(std::string(kDesignNames[static_cast<std::size_t>(sweep.design.kind)]),
           "its design must be tornado: one input at a time");
  }
  if (sweep.scenario_sha256 != run.scenario_sha256) {
    refuse(sweep.scenario_id, "it is a sweep of another scenario than the results, or of another state of it");
  }
  if (sweep.policies.empty() || sweep.policies[0].id != run.policies[0].id) {
    refuse(sweep.policies.empty() ? "" : sweep.policies[0].id,
           "its policies must be compared with " + run.policies[0].id);
  }
  const SensitivityReport found = analyse(file, {{run.policies[policy].id}, SweepOutput::saved});
  const OutputSensitivity& saved = found.outputs.front();
  const CellResult base = file.read(0);
  report::LeadershipSweep answer{
      .policy = policy,
      .base = mean_of(base.policies[0].lost_orders) - mean_of(base.policies[saved.policy].lost_orders),
      .inputs = {},
      .flips = {},
      .replications = sweep.replications,
      .cells = sweep.design.cells(),
      .failed_cells = found.failed_cells};
  for (std::size_t p = 0; p < sweep.design.parameters.size(); ++p) {
    const SweepParameter& parameter = sweep.design.parameters[p];
    std::vector<TornadoLevel> levels = saved.tornado[p];
    if (found.failed_cells > 0 && levels.size() < (parameter.levels > 0 ? parameter.levels : kDefaultLevels)) {
      answer.shortened.push_back(parameter.name);
    }
    if (levels.empty()) {
      continue;
    }
    std::sort(levels.begin(), levels.end(),
              [](const TornadoLevel& a, const TornadoLevel& b) { return a.value < b.value; });
    report::LeadershipInput& input = answer.inputs.emplace_back();
    const auto end_at = [&answer](const TornadoLevel& level) {
      return report::tornado_end(level.value, level.change, answer.base);
    };
    input.bar = {parameter.name, mark_of(run, parameter.name), end_at(levels.front()), end_at(levels.back())};
    for (const TornadoLevel& level : levels) {
      input.savings.push_back(level.saving);
    }
  }
  std::stable_sort(answer.inputs.begin(), answer.inputs.end(),
                   [](const report::LeadershipInput& a, const report::LeadershipInput& b) {
                     return bar_width(a.bar) > bar_width(b.bar);
                   });
  // In whole, long names would take the sheet's last lines; the table of policies tells them.
  const auto short_name = [&sweep](std::size_t p) { return report::shorten(sweep.policies[p].id, 20); };
  for (const FlipPoint& flip : found.flips) {
    const std::string place = flip.by_delivery ? report::format_number(flip.value.interval->low, 2) + " to " +
                                                     report::format_number(flip.value.interval->high, 2)
                                               : report::format_number(flip.value.value, 2);
    answer.flips.push_back(fmt::format("at {} {}: {} below, {} above", sweep.design.parameters[flip.parameter].name,
                                       place, short_name(flip.below), short_name(flip.above)));
  }
  return answer;
}

std::optional<report::LeadershipSweep> sweep_in_question(const fs::path& results, const Comparison& comparison) {
  if (results.empty()) {
    return std::nullopt;
  }
  if (comparison.policies.size() < 2) {
    throw InputError({results.string(), "", "",
                      "a sweep says what would change the choice, and the results hold one policy alone, " +
                          printable(comparison.policies[0].id),
                      "leave --sweep out, or compare it with another policy"});
  }
  return leadership_sweep(results, comparison, report::policy_in_question(comparison));
}

}  // namespace faultline::cli
