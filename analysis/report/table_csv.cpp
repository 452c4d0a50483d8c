#include <fmt/format.h>

#include "analysis/report/table.h"
#include "analysis/store/csv.h"

namespace faultline::report {
std::string csv_table(const Comparison& comparison) {
  std::string text =
      "policy,lost_orders_mean,lost_orders_ci95_low,lost_orders_ci95_high,lost_orders_p99,lost_orders_net_mean,"
      "saved_fraction,saved_fraction_low,saved_fraction_high,saved_fraction_second_reviewer_low,lead_time_p50_hours,"
      "engineer_hours_mean,undelivered_fraction,verdict\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const PairResult* pair = p > 0 ? &comparison.against_reference(p) : nullptr;
    const auto fraction = [](const Saving* saving) -> std::optional<double> {
      return saving != nullptr && saving->fraction ? std::optional(saving->fraction->value) : std::nullopt;
    };
    const Saving* saving = pair != nullptr ? &pair->saving : nullptr;
    const Saving* saving_low = pair != nullptr && pair->saving_low ? &*pair->saving_low : nullptr;
    const stats::Interval* mean = policy.lost_orders.mean.interval ? &*policy.lost_orders.mean.interval : nullptr;
    const stats::Interval* saved = saving != nullptr ? saving->fraction_interval() : nullptr;
    const auto low = [](const stats::Interval* i) { return i != nullptr ? csv_number(i->low) : ""; };
    const auto high = [](const stats::Interval* i) { return i != nullptr ? csv_number(i->high) : ""; };
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(policy.id),
                        csv_number(policy.lost_orders.mean.value), low(mean), high(mean), csv_number(policy.p99.value),
                        csv_number(policy.lost_orders_net.value), csv_number(fraction(saving)), low(saved), high(saved),
                        csv_number(fraction(saving_low)), csv_number(policy.lead_time_p50_hours),
                        csv_number(policy.engineer_hours.value), csv_number(policy.undelivered_fraction),
                        pair != nullptr ? csv_field(stats::to_string(pair->saving.verdict)) : "");
  }
  return text;
}

}  // namespace faultline::report
