#include "analysis/report/conditional_means_text.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "analysis/report/chart_format.h"
#include "analysis/report/json_parts.h"
#include "analysis/report/table.h"
#include "analysis/store/csv.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

constexpr std::size_t kOrdersWidth = 16;

std::string orders_text(double orders) { return format_number(orders, 4); }

std::string range_text(const stats::Estimate& estimate) {
  return format_range_within(estimate.interval->low, estimate.interval->high, estimate.standard_error, kOrdersWidth);
}

std::string percent_cell(const std::optional<stats::Estimate>& saved) {
  return saved ? fmt::format("{:.1f}", 100 * saved->value) : "-";
}

std::string percent_range(const std::optional<stats::Estimate>& saved) {
  return saved ? fmt::format("{:.1f}..{:.1f}", 100 * saved->interval->low, 100 * saved->interval->high) : "";
}

std::string line(std::string_view policy, std::string_view orders, std::string_view saved, std::string_view low,
                 std::string_view worth) {
  std::string text = fmt::format("{:<23}{:>17}{:>13}{:>13}{:>14}", policy, orders, saved, low, worth);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::string conditional_means_table(const RunDescription& run, std::span<const ConditionalMean> means) {
  std::string text = line("policy", "lost orders", "saved %", "saved %", "worth plain") +
                     line("", "(95 %)", "(95 %)", "if low", "quarters each") + std::string(80, '-') + "\n";
  for (const ConditionalMean& mean : means) {
    text +=
        line(printable(mean.policy, 22), orders_text(mean.lost_orders.value), percent_cell(mean.saved_fraction),
             percent_cell(mean.saved_fraction_low), mean.worth_quarters ? format_number(*mean.worth_quarters, 2) : "-");
    text += line("", range_text(mean.lost_orders), percent_range(mean.saved_fraction),
                 percent_range(mean.saved_fraction_low), "");
    if (mean.saved_orders) {
      text += fmt::format("  saved, orders: {} ({})\n", orders_text(mean.saved_orders->value),
                          range_text(*mean.saved_orders));
    }
  }
  return text + "\n" +
         terminal_text(fmt::format(
             "Means by conditional expectation per {:.0f} days over {}: the luck of single faults is replaced "
             "by its mean, and how many incidents there were by control variates. Intervals at 95 %, each alone. "
             "Saved: what {} loses more in the same quarters, and as a share of its loss. Low: with a second "
             "reviewer nearly worthless (evidence Z10). Worth: how many "
             "plain quarters give as narrow an interval as each of these, as estimated here.",
             run.horizon_days, how_many(means.empty() ? 0 : means.front().lost_orders.n, "quarter"),
             printable(run.policies.front().id, 40)));
}

std::string conditional_means_json(const RunDescription& run, std::span<const ConditionalMean> means) {
  Json json;
  json["tool"] = "faultline " + run.tool_version;
  json["scenario"] = run.scenario_id;
  json["variant"] = run.variant_id.empty() ? Json() : Json(run.variant_id);
  json["scenario_sha256"] = run.scenario_sha256;
  json["seed"] = run.seed;
  json["replications"] = run.replications;
  json["method"] = means.empty() ? "" : "conditional expectation, " + means.front().lost_orders.method;
  json["policies"] = Json::array();
  for (const ConditionalMean& mean : means) {
    Json own;
    own["id"] = mean.policy;
    own["lost_orders"] = estimate(mean.lost_orders);
    own["lost_orders_net"] = estimate(mean.lost_orders_net);
    own["lost_orders_plain"] = estimate(mean.plain);
    own["saved_orders"] = estimate(mean.saved_orders);
    own["saved_fraction"] = estimate(mean.saved_fraction);
    own["saved_fraction_low"] = estimate(mean.saved_fraction_low);
    own["worth_plain_quarters"] = number(mean.worth_quarters);
    own["plain_off_by_standard_errors"] = number(mean.plain_off_by_errors);
    own["undelivered_fraction"] = mean.undelivered_fraction;
    json["policies"].push_back(std::move(own));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string conditional_means_csv(std::span<const ConditionalMean> means) {
  std::string text =
      "policy,lost_orders,lost_orders_low,lost_orders_high,lost_orders_net,plain_mean,saved_fraction,saved_low,saved_"
      "high,"
      "saved_fraction_if_low,worth_plain_quarters,undelivered_fraction,saved_orders,saved_orders_low,saved_orders_"
      "high\n";
  for (const ConditionalMean& mean : means) {
    const auto saved = [&](auto figure) {
      return mean.saved_fraction ? csv_number(figure(*mean.saved_fraction)) : std::string();
    };
    const auto orders = [&](auto figure) {
      return mean.saved_orders ? csv_number(figure(*mean.saved_orders)) : std::string();
    };
    text += csv_field(mean.policy) + "," + csv_number(mean.lost_orders.value) + "," +
            csv_number(mean.lost_orders.interval->low) + "," + csv_number(mean.lost_orders.interval->high) + "," +
            csv_number(mean.lost_orders_net.value) + "," + csv_number(mean.plain.value) + "," +
            saved([](const stats::Estimate& e) { return e.value; }) + "," +
            saved([](const stats::Estimate& e) { return e.interval->low; }) + "," +
            saved([](const stats::Estimate& e) { return e.interval->high; }) + "," +
            (mean.saved_fraction_low ? csv_number(mean.saved_fraction_low->value) : "") + "," +
            csv_number(mean.worth_quarters) + "," + csv_number(mean.undelivered_fraction) + "," +
            orders([](const stats::Estimate& e) { return e.value; }) + "," +
            orders([](const stats::Estimate& e) { return e.interval->low; }) + "," +
            orders([](const stats::Estimate& e) { return e.interval->high; }) + "\n";
  }
  return text;
}

}  // namespace faultline::report
