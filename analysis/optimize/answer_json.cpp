#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/optimize/answer_text.h"
#include "analysis/store/csv.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 3> kLimitKeys{"lost_orders", "lead_time_hours", "undelivered_fraction"};
constexpr std::array<const char*, kPriceCount> kPriceKeys{"margin_per_order", "cost_per_engineer_hour",
                                                          "cost_of_delay_per_change_day"};
constexpr std::array<const char*, 3> kLimitStates{"open", "kept", "broken"};

// `interval`: "ci95", or another name where it holds for more than this figure.
Json estimate_json(const stats::Estimate& estimate, const char* interval = "ci95") {
  Json json{{"value", estimate.value}};
  json[interval] = estimate.interval ? Json{estimate.interval->low, estimate.interval->high} : Json();
  if (!estimate.warnings.empty()) {
    json["warnings"] = estimate.warnings;
  }
  return json;
}

Json optional_json(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json goal_json(const OptimisationDescription& own) {
  const Goal& goal = own.goal;
  Json prices{{"currency", goal.prices.currency}};
  for (std::size_t p = 0; p < kPriceCount; ++p) {
    prices[kPriceKeys[p]] = goal.prices.values[p];
  }
  return {{"minimise", kMinimiseNames[static_cast<std::size_t>(goal.minimise)]},
          {"limits",
           {{"lost_orders", optional_json(goal.limits.lost_orders)},
            {"lead_time_hours", optional_json(goal.limits.lead_time_hours)},
            {"undelivered_fraction", goal.limits.undelivered_fraction},
            {"margin_fraction", goal.limit_margin_fraction}}},
          {"prices", std::move(prices)}};
}

Json candidate_json(const Optimisation& search, const OptimisationAnswer& answer, std::size_t c) {
  const OptimisationDescription& own = search.description();
  const stats::SelectionState& state = search.selection()->states()[c];
  const CandidateFigures& figures = answer.candidates[c];
  Json limits = Json::object();
  const std::vector<LimitKind> kinds = own.goal.limit_kinds();
  for (std::size_t l = 0; l < kinds.size(); ++l) {
    limits[kLimitKeys[static_cast<std::size_t>(kinds[l])]] = kLimitStates[static_cast<std::size_t>(state.limits[l])];
  }
  return {{"id", own.candidates[c].id},
          {"title", own.candidates[c].title},
          {"quarters", figures.quarters},
          {"outcome", outcome_of(search, answer, c)},
          {"limits", std::move(limits)},
          {"beaten_by", state.beaten_by ? Json(own.candidates[*state.beaten_by].id) : Json()},
          {"out_after_quarters", state.in_play ? Json() : Json(state.out_after * kQuartersPerBatch)},
          {"objective", estimate_json(figures.objective)},
          {"friction", estimate_json(figures.friction)},
          {"lost_orders", estimate_json(figures.lost_orders)},
          {"lead_time_hours", estimate_json(figures.lead_time_hours)},
          {"undelivered_fraction", estimate_json(figures.undelivered_fraction)}};
}

Json open_limits_json(const Optimisation& search, std::size_t candidate) {
  Json json = Json::array();
  for (const LimitKind kind : open_limits(search, candidate)) {
    json.push_back(kLimitKeys[static_cast<std::size_t>(kind)]);
  }
  return json;
}

Json runner_up_json(const Optimisation& search, const OptimisationAnswer& answer) {
  if (!answer.runner_up) {
    return nullptr;
  }
  Json flips = Json::array();
  for (const PriceFlip& flip : answer.price_flips) {
    flips.push_back({{"price", kPriceKeys[static_cast<std::size_t>(flip.price)]},
                     {"now", flip.now},
                     {"wins", flip.above ? "above" : "below"},
                     {"at", estimate_json(flip.at)}});
  }
  Json ranges = Json::array();
  for (const LimitRange& range : answer.limit_ranges) {
    ranges.push_back({{"limit", kLimitKeys[static_cast<std::size_t>(range.kind)]},
                      {"now", optional_json(range.now)},
                      {"from", estimate_json(range.from)},
                      {"below", estimate_json(range.below)}});
  }
  return {{"id", search.description().candidates[*answer.runner_up].id},
          {"worse_by", estimate_json(answer.runner_up_worse_by)},
          {"wins_if", std::move(flips)},
          {"wins_if_smaller_by_more_than", estimate_json(answer.runner_up_wins_by, "simultaneous_ci95")},
          {"wins_if_limit", std::move(ranges)},
          {"open_limits", open_limits_json(search, *answer.runner_up)}};
}

Json limit_flip_json(const Optimisation& search, const OptimisationAnswer& answer) {
  if (!answer.limit_flip) {
    return nullptr;
  }
  const LimitFlip& flip = *answer.limit_flip;
  return {{"id", search.description().candidates[flip.candidate].id},
          {"limit", kLimitKeys[static_cast<std::size_t>(flip.kind)]},
          {"now", flip.now},
          {"known_to_break", surely_breaks(flip.needed, flip.now)},
          {"needed", estimate_json(flip.needed)},
          {"better_by", estimate_json(flip.better_by)},
          {"wins_below", flip.next ? estimate_json(flip.until) : Json()},
          {"next", flip.next ? Json(search.description().candidates[*flip.next].id) : Json()},
          {"open_limits", open_limits_json(search, flip.candidate)}};
}

Json nearest_json(const Optimisation& search, const OptimisationAnswer& answer) {
  if (!answer.nearest) {
    return nullptr;
  }
  Json limits = Json::array();
  for (const LimitGap& gap : answer.nearest->gaps) {
    limits.push_back({{"limit", kLimitKeys[static_cast<std::size_t>(gap.kind)]},
                      {"now", gap.now},
                      {"known_to_break", surely_breaks(gap.needed, gap.now)},
                      {"needed", estimate_json(gap.needed)},
                      {"over", estimate_json(gap.over)},
                      {"surely_admits", gap.surely}});
  }
  return {{"id", search.description().candidates[answer.nearest->candidate].id},
          {"worst_over_fraction", answer.nearest->worst_fraction},
          {"limits", std::move(limits)},
          {"open_limits", open_limits_json(search, answer.nearest->candidate)}};
}

}  // namespace

std::string optimisation_json(const Optimisation& search, const OptimisationAnswer& answer,
                              const std::string& results_sha256) {
  const OptimisationDescription& own = search.description();
  Json json{{"tool", "faultline " + own.tool_version},
            {"scenario", own.scenario_id},
            {"scenario_sha256", own.scenario_sha256},
            {"results_sha256", results_sha256},
            {"seed", own.seed},
            {"start", own.start},
            {"goal", goal_json(own)},
            {"settled", answer.settled},
            {"probability_of_correct_selection", answer.settled ? Json(own.confidence) : Json()},
            {"difference_that_matters", search.indifference()}};
  json["recommended"] = answer.recommended ? Json(own.candidates[*answer.recommended].id) : Json();
  json["warnings"] = answer.warnings;
  json["runner_up"] = runner_up_json(search, answer);
  json["better_beyond_a_limit"] = limit_flip_json(search, answer);
  json["nearest"] = nearest_json(search, answer);
  json["policies"] = Json::array();
  for (std::size_t c = 0; c < own.candidates.size(); ++c) {
    json["policies"].push_back(candidate_json(search, answer, c));
  }
  json["front"] = {{"quarters", own.first_batches * kQuartersPerBatch}, {"points", Json::array()}};
  for (const FrontPoint& point : answer.front) {
    json["front"]["points"].push_back({{"id", own.candidates[point.candidate].id},
                                       {"friction", estimate_json(point.friction, "simultaneous_ci95")},
                                       {"lost_orders", estimate_json(point.lost_orders, "simultaneous_ci95")},
                                       {"lead_time_hours", estimate_json(point.lead_time_hours, "simultaneous_ci95")}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string optimisation_csv(const Optimisation& search, const OptimisationAnswer& answer) {
  std::string text = "policy,title,quarters,outcome,on_front,is_nearest";
  for (const char* figure : {"objective", "friction", "lost_orders", "lead_time_hours", "undelivered_fraction"}) {
    text += std::string(",") + figure + "," + figure + "_ci95_low," + figure + "_ci95_high";
  }
  text += "\n";
  for (std::size_t c = 0; c < answer.candidates.size(); ++c) {
    const Candidate& candidate = search.description().candidates[c];
    const CandidateFigures& figures = answer.candidates[c];
    const bool on_front = std::any_of(answer.front.begin(), answer.front.end(),
                                      [c](const FrontPoint& point) { return point.candidate == c; });
    const bool is_nearest = answer.nearest && answer.nearest->candidate == c;
    text += csv_field(candidate.id) + "," + csv_field(candidate.title) + "," + std::to_string(figures.quarters) + "," +
            csv_field(outcome_of(search, answer, c)) + "," + (on_front ? "1" : "0") + "," + (is_nearest ? "1" : "0");
    for (const stats::Estimate* figure : {&figures.objective, &figures.friction, &figures.lost_orders,
                                          &figures.lead_time_hours, &figures.undelivered_fraction}) {
      text += "," + csv_number(figure->value) + "," + (figure->interval ? csv_number(figure->interval->low) : "") +
              "," + (figure->interval ? csv_number(figure->interval->high) : "");
    }
    text += "\n";
  }
  return text;
}

}  // namespace faultline
