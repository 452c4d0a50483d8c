#include "analysis/report/changes_json.h"

#include <array>

namespace faultline::report {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json verdict_or_null(const std::optional<stats::Verdict>& verdict) {
  return verdict ? Json(stats::to_string(*verdict)) : Json(nullptr);
}

Json answer_json(const AnswerChange& answer) {
  return {{"id", answer.id},
          {"lost_orders_before", estimate(answer.lost_before)},
          {"lost_orders_now", estimate(answer.lost_now)},
          {"saved", {{"mean", answer.saved.value}, {"simultaneous_ci95", interval(answer.saved.interval)}}},
          {"verdict", stats::to_string(answer.verdict)},
          {"reason", text_or_null(answer.reason)},
          {"engineer_hours_more", estimate(answer.more_engineer_hours)},
          {"lead_time_p50_hours_more", estimate(answer.more_lead_time_hours)},
          {"verdict_against_reference_before", verdict_or_null(answer.against_reference_before)},
          {"verdict_against_reference_now", verdict_or_null(answer.against_reference_now)}};
}

}  // namespace

Json changes_json(const RunChanges& changes) {
  constexpr std::array<const char*, 3> kKinds{"added", "removed", "changed"};  // by PolicyChange::Kind
  Json json{{"same_results", changes.same_results},
            {"paired", changes.paired},
            {"runs", Json::array()},
            {"inputs", Json::array()},
            {"policies", Json::array()},
            {"answers", Json::array()}};
  for (const FactChange& fact : changes.facts) {
    json["runs"].push_back({{"what", fact.what}, {"before", fact.before}, {"now", fact.now}});
  }
  for (const InputChange& input : changes.inputs) {
    json["inputs"].push_back({{"pointer", input.pointer},
                              {"policy", text_or_null(input.policy)},
                              {"before", text_or_null(input.before)},
                              {"now", text_or_null(input.now)},
                              {"mark_before", text_or_null(input.mark_before)},
                              {"mark_now", text_or_null(input.mark_now)}});
  }
  for (const PolicyChange& policy : changes.policies) {
    json["policies"].push_back({{"id", policy.id}, {"change", kKinds[static_cast<std::size_t>(policy.kind)]}});
  }
  for (const AnswerChange& answer : changes.answers) {
    json["answers"].push_back(answer_json(answer));
  }
  return json;
}

}  // namespace faultline::report
