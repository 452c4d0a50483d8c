#include "analysis/report/leadership_parts.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/json_parts.h"

namespace faultline::report {
namespace {

// To two digits, so that what is called "under" it is.
double rounded_up(double value) {
  const double step = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return std::ceil(value / step) * step;
}

}  // namespace

std::string bdi(std::string_view name, std::size_t columns) {
  const std::string shown = shorten(name, columns);
  return "<bdi" + (shown == name ? "" : " title=\"" + escape_html(name) + "\"") + ">" + escape_html(shown) + "</bdi>";
}

std::string policy_bdi(const LeadershipFacts& facts, std::size_t policy, std::size_t columns) {
  return bdi(facts.comparison.policies[policy].id, columns);
}

std::string in_money(const RunDescription& run, double orders) {
  return run.margin_per_order > 0
             ? " (" + bdi(run.currency, 8) + "\u00A0" + format_count(run.margin_per_order * orders) + ")"
             : "";
}

std::string budget_chance(const stats::ExceedancePoint& over) {
  if (over.exceedances >= stats::kSupport || !over.probability.interval) {
    return format_chance(over.probability.value);
  }
  return "under " + format_number(rounded_up(100 * over.probability.interval->high), 2) + " in 100";
}

std::string budget_words(const LeadershipFacts& facts) {
  const std::string orders = format_count(facts.budget.orders);
  return facts.budget.given ? "the budget of " + orders + " orders"
                            : orders + " orders, the worst tenth of " + policy_bdi(facts, 0) + " now";
}

std::string leadership_json(const LeadershipFacts& facts) {
  const auto interval = [](const std::optional<stats::Interval>& both) {
    return both ? Json::array({both->low, both->high}) : Json(nullptr);
  };
  const Comparison& comparison = facts.comparison;
  Json json{{"scenario", comparison.run.scenario_id},
            {"results_sha256", comparison.results_sha256},
            {"budget_lost_orders", facts.budget.orders},
            {"recommended", facts.recommended ? Json(comparison.policies[*facts.recommended].id) : Json(nullptr)}};
  json["policies"] = Json::array();
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    Json one{{"lost_orders_mean", policy.lost_orders.mean.value},
             {"over_budget", facts.policies[p].over_budget.probability.value},
             {"lead_time_p50_hours", policy.lead_time_p50_hours ? Json(*policy.lead_time_p50_hours) : Json(nullptr)}};
    if (p > 0) {
      const Relation seen = relation(comparison, 0, p);
      one["saved"] = seen.saved.value;
      one["saved_simultaneous95"] = interval(seen.saved.interval);
      one["verdict"] = stats::to_string(seen.verdict);
    }
    json["policies"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace faultline::report
