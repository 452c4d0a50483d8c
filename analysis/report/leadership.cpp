#include "analysis/report/leadership.h"

#include "analysis/report/leadership_parts.h"
#include "analysis/report/leadership_style.h"
#include "analysis/report/page_charts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"

namespace faultline::report {

std::string leadership_page(const LeadershipFacts& facts) {
  const RunDescription& run = facts.comparison.run;
  const std::string& title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  const std::string html = page_begin(title + ": the decision on one page", kLeadershipStyle) + leadership_head(facts) +
                           leadership_table(facts) + leadership_panels(facts) + leadership_basis(facts);
  std::string end = page_end(leadership_json(facts) + "\n");
  end.insert(end.rfind("</body>"), leadership_script());
  return with_lean_charts(html) + end;
}

}  // namespace faultline::report
