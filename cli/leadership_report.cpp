#include "cli/leadership_report.h"

#include <ostream>

#include "analysis/report/leadership.h"
#include "cli/history_checks.h"
#include "cli/leadership_inputs.h"
#include "cli/stored_comparison.h"

namespace faultline::cli {

report::LeadershipFacts stored_leadership_facts(const ComparisonBuilder& outcomes, Comparison comparison,
                                                report::LeadershipExtras extras) {
  std::vector<report::Quarters> quarters;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    quarters.push_back({outcomes.values(p, Metric::lost_orders_gross),
                        outcomes.values(p, Metric::lead_time_median_hours),
                        outcomes.values(p, Metric::changes_deployed)});
  }
  return report::leadership_facts(std::move(comparison), quarters, std::move(extras));
}

std::string leadership_report(const ResultsFile& results, const ReportOptions& options, std::ostream& err) {
  const ComparisonBuilder outcomes = stored_outcomes(results, err);
  Comparison comparison = outcomes.finish(results.complete() ? results.results_sha256() : std::string());
  report::LeadershipExtras extras{.budget = options.budget, .decision = options.decision};
  extras.sweep = sweep_in_question(options.sweeps.empty() ? "" : options.sweeps.front(), comparison);
  extras.history = history_checks(options.history, comparison.run);
  return report::leadership_page(stored_leadership_facts(outcomes, std::move(comparison), std::move(extras)));
}

}  // namespace faultline::cli
