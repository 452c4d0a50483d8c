#include "analysis/report/tail_losses_text.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "analysis/report/chart_format.h"
#include "analysis/report/json_parts.h"
#include "analysis/report/table.h"
#include "analysis/store/csv.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

using Figure = std::optional<stats::Estimate>;

constexpr std::size_t kOrdersWidth = 19;
constexpr std::size_t kPercentWidth = 12;
constexpr std::size_t kCountWidth = 6;

std::string count_cell(double count, int digits) {
  std::string text = format_number(count, digits);
  return text.size() <= kCountWidth ? text : format_brief(count, digits);
}

std::string long_range(const stats::Interval& interval) {
  return format_number(interval.low, 3) + ".." + format_number(interval.high, 3);
}

// Whether the numbers of a figure need their short forms.
bool is_wide(const stats::Estimate& figure) {
  return format_number(figure.value, 3).size() > kOrdersWidth ||
         (figure.interval && long_range(*figure.interval).size() > kOrdersWidth);
}

std::string orders_cell(const Figure& figure) {
  if (!figure) {
    return "refused";
  }
  return is_wide(*figure) ? format_brief(figure->value, 3) : format_number(figure->value, 3);
}

std::string orders_range(const Figure& figure) {
  if (!figure || !figure->interval) {
    return "";
  }
  const stats::Interval& interval = *figure->interval;
  return is_wide(*figure) ? format_brief(interval.low, 3) + ".." + format_brief(interval.high, 3)
                          : long_range(interval);
}

std::string percent_cell(const Figure& saved) {
  if (!saved) {
    return "-";
  }
  std::string text = fmt::format("{:.0f}", std::round(100 * saved->value) + 0.0);
  return text.size() <= kPercentWidth ? text : format_brief(100 * saved->value, 3);
}

std::string percent_range(const Figure& saved) {
  if (!saved) {
    return "";
  }
  const double low = 100 * saved->interval->low;
  const double high = 100 * saved->interval->high;
  std::string text = fmt::format("{:.0f}..{:.0f}", low, high);
  return text.size() <= kPercentWidth ? text : format_brief(low, 2) + ".." + format_brief(high, 2);
}

long once_in(double level) { return std::lround(1.0 / (1.0 - level)); }

// Why figures are missing, a line for each.
std::string refusals(std::span<const TailLosses> tails) {
  std::string text;
  for (const TailLosses& tail : tails) {
    const auto add = [&](const std::string& what, const std::string& refused) {
      text += refused.empty() ? "" : terminal_text(printable(tail.policy, 40) + ", " + what + " " + refused + ".");
    };
    for (const TailLevel& level : tail.levels) {
      add("1 quarter in " + format_number(static_cast<double>(once_in(level.level)), 4), level.refused);
    }
    for (const TailChance& chance : tail.chances) {
      add("more than " + format_number(chance.orders, 4) + " orders", chance.refused);
    }
  }
  return text.empty() ? "" : "\n" + text;
}

Json support_json(stats::TailSupport support) {
  Json json;
  json["effective_quarters"] = support.effective;
  json["largest_share_of_weight"] = support.largest_share;
  return json;
}

Json refused_json(const std::string& refused) { return refused.empty() ? Json() : Json(refused); }

}  // namespace

std::string tail_losses_table(const RunDescription& run, std::span<const TailLosses> tails) {
  const auto line = [](std::string_view a, std::string_view b, std::string_view c, std::string_view d,
                       std::string_view e, std::string_view f) {
    return fmt::format("{:<12} {:>{}} {:>{}} {:>{}} {:>{}} {:>{}}\n", a, b, kOrdersWidth, c, kOrdersWidth, d,
                       kPercentWidth, e, kCountWidth, f, kCountWidth);
  };
  std::string text = line("1 quarter in", "loses more than", "then on average", "saved %", "counts", "worth");
  text += line("", "(95 %)", "(95 %)", "(95 %)", "as", "plain");
  text += std::string(79, '-') + "\n";
  for (const TailLosses& tail : tails) {
    text += printable(tail.policy, 78) + "\n";
    for (const TailLevel& level : tail.levels) {
      text += line(fmt::format("{:>8}", format_number(static_cast<double>(once_in(level.level)), 4)),
                   orders_cell(level.quantile), orders_cell(level.tail_mean), percent_cell(level.saved_fraction),
                   count_cell(std::floor(level.support.effective), 3),
                   level.quantile_worth ? count_cell(*level.quantile_worth, 2) : "-");
      if (level.quantile || level.tail_mean) {
        text += line("", orders_range(level.quantile), orders_range(level.tail_mean),
                     percent_range(level.saved_fraction), "", "");
      }
    }
    for (const TailChance& chance : tail.chances) {
      text += fmt::format("  more than {} orders: {}\n", format_number(chance.orders, 4),
                          chance.probability
                              ? fmt::format("chance {:.2g} ({:.2g}..{:.2g})", chance.probability->value,
                                            chance.probability->interval->low, chance.probability->interval->high)
                              : "refused");
    }
    text += fmt::format("  weights: mean {:.2f} (standard error {:.2f}), largest {}, all count as {:.0f} %\n",
                        tail.mean_weight, tail.mean_weight_error, format_number(tail.largest_weight, 2),
                        100 * tail.effective_share);
  }
  text += refusals(tails);
  text += fmt::format(
      "\nGross lost orders of {:.0f} days by importance sampling over {} quarters: dear\n"
      "luck is drawn oftener than it comes and counts by so much less. Intervals at\n"
      "95 %, each alone. Saved: of the first policy's tail mean.\n"
      "Counts as: effective number of quarters beyond. Worth: plain quarters that know\n"
      "the chance of more as well as each of these, as estimated here.\n"
      "Beyond 1 in 100 intervals can hold less often than they say: how often they did\n"
      "where it was measured is in docs/methodology/tail-losses.md.\n",
      run.horizon_days, tails.empty() ? 0 : tails.front().quarters);
  return text;
}

std::string tail_losses_json(const RunDescription& run, std::span<const TailLosses> tails) {
  Json json;
  json["tool"] = "faultline " + run.tool_version;
  json["scenario"] = run.scenario_id;
  json["variant"] = run.variant_id.empty() ? Json() : Json(run.variant_id);
  json["scenario_sha256"] = run.scenario_sha256;
  json["seed"] = run.seed;
  json["replications"] = run.replications;
  json["pilot_replications"] = kPilotQuarters;
  json["method"] = "importance sampling of single faults' luck, likelihood ratios";
  json["policies"] = Json::array();
  for (const TailLosses& tail : tails) {
    Json own;
    own["id"] = tail.policy;
    Json weights;
    weights["mean"] = tail.mean_weight;
    weights["standard_error"] = tail.mean_weight_error;
    weights["largest"] = tail.largest_weight;
    weights["effective_fraction"] = tail.effective_share;
    weights["faults_replaced_per_quarter"] = tail.replaced_per_quarter;
    weights["changes_sent_out_of_band_per_quarter"] = tail.diverted_per_quarter;
    own["weights"] = std::move(weights);
    own["levels"] = Json::array();
    for (const TailLevel& level : tail.levels) {
      Json one;
      one["level"] = level.level;
      one["quantile"] = estimate(level.quantile);
      one["tail_mean"] = estimate(level.tail_mean);
      one["tail_mean_saved_fraction"] = estimate(level.saved_fraction);
      one["tail_mean_saved_fraction_low"] = estimate(level.saved_fraction_low);
      one["beyond"] = support_json(level.support);
      one["exceedance_worth_plain_quarters"] = number(level.quantile_worth);
      one["tail_mean_worth_plain_quarters"] = number(level.tail_mean_worth);
      one["refused"] = refused_json(level.refused);
      own["levels"].push_back(std::move(one));
    }
    own["exceedance"] = Json::array();
    for (const TailChance& chance : tail.chances) {
      Json one;
      one["lost_orders"] = chance.orders;
      one["probability"] = estimate(chance.probability);
      one["beyond"] = support_json(chance.support);
      one["refused"] = refused_json(chance.refused);
      own["exceedance"].push_back(std::move(one));
    }
    own["undelivered_fraction"] = tail.undelivered_fraction;
    json["policies"].push_back(std::move(own));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string tail_losses_csv(std::span<const TailLosses> tails) {
  std::string text =
      "policy,level,quantile,quantile_low,quantile_high,tail_mean,tail_mean_low,tail_mean_high,tail_mean_saved_"
      "fraction,saved_low,saved_high,tail_mean_saved_fraction_if_low,effective_quarters,exceedance_worth_plain_"
      "quarters,tail_mean_worth_plain_quarters,undelivered_fraction\n";
  const auto figure = [](const Figure& one) {
    return one ? csv_number(one->value) + "," + csv_number(one->interval->low) + "," + csv_number(one->interval->high)
               : std::string(",,");
  };
  for (const TailLosses& tail : tails) {
    for (const TailLevel& level : tail.levels) {
      text += csv_field(tail.policy) + "," + csv_number(level.level) + "," + figure(level.quantile) + "," +
              figure(level.tail_mean) + "," + figure(level.saved_fraction) + "," +
              (level.saved_fraction_low ? csv_number(level.saved_fraction_low->value) : "") + "," +
              csv_number(level.support.effective) + "," + csv_number(level.quantile_worth) + "," +
              csv_number(level.tail_mean_worth) + "," + csv_number(tail.undelivered_fraction) + "\n";
    }
  }
  return text;
}

}  // namespace faultline::report
