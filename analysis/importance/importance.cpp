#include "analysis/importance/importance.h"

#include <algorithm>
#include <utility>

#include "analysis/stats/paired.h"
#include "analysis/stats/simultaneous.h"

namespace faultline {
namespace {

void sort_parts(std::vector<PartImportance>& parts) {
  std::stable_sort(parts.begin(), parts.end(), [](const PartImportance& a, const PartImportance& b) {
    if (a.part.kind != b.part.kind) return a.part.kind < b.part.kind;
    return a.worth(Force::perfect)->orders.value > b.worth(Force::perfect)->orders.value;
  });
}

void note_shortfall(ImportanceReport& report) {
  const bool warned = std::any_of(report.parts.begin(), report.parts.end(), [](const PartImportance& part) {
    return std::any_of(part.by_force.begin(), part.by_force.end(), [](const std::optional<ForcedWorth>& worth) {
      return worth && !worth->orders.warnings.empty();
    });
  });
  if (warned) {
    report.notes.emplace_back(
        "Some of these differences come from few quarters: their intervals cover less often than 95 % and err towards "
        "small worths. More replications help.");
  }
}

}  // namespace

ImportanceReport assess(const ForcedCases& cases, std::span<const std::vector<double>> lost, const RunDescription& run,
                        double soft_coupling) {
  ImportanceReport report;
  report.run = run;
  report.policy = run.policies.front().id;
  report.soft_coupling = soft_coupling;
  report.notes = cases.notes();
  report.today = stats::mean_estimate(lost.front()).value();
  report.smallest_that_matters = run.smallest_difference_that_matters_fraction * report.today.value;
  report.forced_runs = cases.runs().size();
  for (const Part& part : cases.parts()) report.parts.push_back({part});

  const std::vector<std::span<const double>> columns(lost.begin(), lost.end());
  const auto together = stats::differences_from_first(columns);
  report.critical_value = together ? together->critical_value : 0.0;
  const double confidence =
      together ? stats::single_confidence(together->critical_value, columns.front().size()) : stats::kConfidence;
  for (std::size_t i = 0; i < cases.runs().size(); ++i) {
    const std::span<const double> forced = columns[i + 1];
    ForcedWorth worth;
    worth.orders = together ? together->pairs[i].saving : stats::paired_difference(columns[0], forced).value();
    worth.fraction = stats::percentage_saved(columns[0], forced, confidence);
    if (worth.fraction) worth.ratio = 1.0 - worth.fraction->value;
    worth.verdict = stats::verdict(worth.orders.interval, report.smallest_that_matters);
    const ForcedRun& forced_run = cases.runs()[i];
    report.parts[forced_run.part].by_force[static_cast<std::size_t>(forced_run.force)] = std::move(worth);
  }
  sort_parts(report.parts);
  note_shortfall(report);
  return report;
}

}  // namespace faultline
