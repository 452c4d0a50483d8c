#include "analysis/sweep/sweep_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "analysis/policy_result.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/wording.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/precision.h"
#include "analysis/store/csv.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

PolicyRange range_of(std::vector<double> means) {
  PolicyRange range;
  if (!means.empty()) {
    std::sort(means.begin(), means.end());
    range.least = means.front();
    range.median = 0.5 * means[(means.size() - 1) / 2] + 0.5 * means[means.size() / 2];
    range.most = means.back();
  }
  return range;
}

// Fits 12 columns: in short forms, or with an exponent, only where it must.
std::string orders_cell(double orders) {
  constexpr std::size_t kWidth = 12;
  constexpr int kDigits = 4;
  const std::string rounded = fmt::format("{:.{}g}", orders, kDigits);
  for (const std::string& text : {report::format_number(orders, kDigits), report::format_tick(std::stod(rounded))}) {
    if (text.size() <= kWidth) {
      return text;
    }
  }
  return rounded;
}

std::string_view design_name(const Design& design) { return kDesignNames[static_cast<std::size_t>(design.kind)]; }

}  // namespace

std::string cell_name(const Design& design, std::size_t cell) {
  std::string values;
  for (std::size_t p = 0; p < design.parameters.size(); ++p) {
    values += fmt::format("{}{} = {:.6g}", p == 0 ? "" : ", ", printable(design.parameters[p].name, 200),
                          design.values.point(cell)[p]);
  }
  return fmt::format("cell {} ({})", cell, values);
}

SweepSummary summarise(const SweepFile& file) {
  SweepSummary summary;
  const std::size_t policies = file.sweep().policies.size();
  const stats::PrecisionGoal& goal = file.sweep().precision;
  std::vector<std::vector<double>> means(policies);
  std::vector<std::size_t> best_in(policies);
  std::vector<std::size_t> held_out_of(policies);
  for (std::size_t cell = 0; cell < file.cells(); ++cell) {
    const CellResult result = file.read(cell);
    if (!result.failure.empty()) {
      summary.failures.push_back({cell, result.failure});
      continue;
    }
    bool known = true;
    for (std::size_t p = 0; p < policies; ++p) {
      means[p].push_back(result.policies[p].mean());
      known = known && (!goal.asked() || stats::is_known(stats::mean_estimate(result.policies[p].lost_orders), goal));
    }
    summary.short_of_precision += known ? 0 : 1;
    const std::size_t best = best_policy(result);
    ++best_in[best];
    for (std::size_t p = 0; p < policies; ++p) {
      held_out_of[p] += result.policies[best].delivers() && !result.policies[p].delivers() ? 1 : 0;
    }
  }
  for (std::size_t p = 0; p < policies; ++p) {
    summary.policies.push_back(range_of(std::move(means[p])));
    summary.policies.back().best_in = best_in[p];
    summary.policies.back().held_out_of = held_out_of[p];
  }
  summary.results_sha256 = file.complete() ? file.results_sha256() : "";
  return summary;
}

std::string sweep_table(const SweepDescription& sweep, const SweepSummary& summary) {
  const bool any_ran = summary.failures.size() < sweep.design.cells();
  std::string text =
      fmt::format("{}: {} ({}), {} each{}", printable(sweep.scenario_id, 40),
                  report::how_many(sweep.design.cells(), "cell"), design_name(sweep.design),
                  report::how_many(sweep.replications, "quarter"), sweep.precision.asked() ? " at least" : "");
  text += summary.failures.empty() ? "\n" : fmt::format("; {} could not be run\n", summary.failures.size());
  if (sweep.precision.asked()) {
    text +=
        fmt::format("Asked for every mean to {:.3g} %, within {} quarters: {} fell short.\n",
                    100 * sweep.precision.relative_half_width, sweep.precision.most,
                    summary.short_of_precision == 0 ? "no cell" : report::how_many(summary.short_of_precision, "cell"));
  }
  for (const SweepParameter& parameter : sweep.design.parameters) {
    text += fmt::format("  {} from {:.6g} to {:.6g}{}\n", printable(parameter.name, 50), parameter.low, parameter.high,
                        parameter.logarithmic ? ", logarithmic" : "");
  }
  text += fmt::format("\n{:<28}{:>39}{:>13}\n", "policy", "mean lost orders: least median most", "least in");
  text += std::string(80, '-') + "\n";
  const auto figure = [&](double mean) { return any_ran ? orders_cell(mean) : "-"; };
  for (std::size_t p = 0; p < summary.policies.size(); ++p) {
    const PolicyRange& range = summary.policies[p];
    text +=
        fmt::format("{:<28}{:>13}{:>13}{:>13}{:>13}\n", printable(sweep.policies[p].id, 27), figure(range.least),
                    figure(range.median), figure(range.most), any_ran ? report::how_many(range.best_in, "cell") : "-");
  }
  if (std::any_of(summary.policies.begin(), summary.policies.end(),
                  [](const PolicyRange& range) { return range.held_out_of > 0; })) {
    text += fmt::format(
        "\"least in\" counts only policies that leave at most {:.0f} % of their changes\n"
        "undelivered in the cell; where no policy does, all of them.\n",
        100 * kUndeliveredLimit);
  }
  return text;
}

std::string sweep_json(const SweepDescription& sweep, const SweepSummary& summary) {
  nlohmann::ordered_json json;
  json["tool"] = "faultline " + sweep.tool_version;
  json["scenario"] = sweep.scenario_id;
  json["scenario_sha256"] = sweep.scenario_sha256;
  json["results_sha256"] = summary.results_sha256;
  json["seed"] = sweep.seed;
  json["replications"] = sweep.replications;
  json["precision"] =
      sweep.precision.asked() ? nlohmann::ordered_json(sweep.precision.relative_half_width) : nlohmann::ordered_json();
  json["most_replications"] =
      sweep.precision.asked() ? nlohmann::ordered_json(sweep.precision.most) : nlohmann::ordered_json();
  json["cells_short_of_precision"] =
      sweep.precision.asked() ? nlohmann::ordered_json(summary.short_of_precision) : nlohmann::ordered_json();
  json["design"] = design_name(sweep.design);
  json["cells"] = sweep.design.cells();
  json["parameters"] = nlohmann::ordered_json::array();
  for (const SweepParameter& parameter : sweep.design.parameters) {
    nlohmann::ordered_json own{{"name", parameter.name}, {"low", parameter.low}, {"high", parameter.high}};
    own["base"] = parameter.base ? nlohmann::ordered_json(*parameter.base) : nlohmann::ordered_json();
    own["logarithmic"] = parameter.logarithmic;
    json["parameters"].push_back(std::move(own));
  }
  json["policies"] = nlohmann::ordered_json::array();
  const auto mean = [&](double value) {
    const bool any_ran = summary.failures.size() < sweep.design.cells();
    return any_ran ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
  };
  for (std::size_t p = 0; p < summary.policies.size(); ++p) {
    const PolicyRange& range = summary.policies[p];
    json["policies"].push_back(
        {{"id", sweep.policies[p].id},
         {"mean_lost_orders",
          {{"least", mean(range.least)}, {"median", mean(range.median)}, {"most", mean(range.most)}}},
         {"loses_least_in_cells", range.best_in}});
  }
  json["failed"] = nlohmann::ordered_json::array();
  for (const FailedCell& failed : summary.failures) {
    json["failed"].push_back({{"cell", failed.cell}, {"reason", failed.reason}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string sweep_csv(const SweepFile& file) {
  const SweepDescription& sweep = file.sweep();
  std::string text = "cell";
  for (const SweepParameter& parameter : sweep.design.parameters) {
    text += "," + csv_field(parameter.name);
  }
  text += ",status,reason,policy,lost_orders_mean,lost_orders_sd,p50,p90,p95,p99";
  for (const SweepMean& mean : kSweepMeans) {
    text += "," + std::string(mean.name);
  }
  text += ",replications\n";
  for (std::size_t cell = 0; cell < file.cells(); ++cell) {
    const CellResult result = file.read(cell);
    std::string start = std::to_string(cell);
    for (const double value : sweep.design.values.point(cell)) {
      start += "," + csv_number(value);
    }
    if (!result.failure.empty()) {
      text += start + ",failed," + csv_field(result.failure) + std::string(8 + kSweepMeans.size(), ',') + "\n";
      continue;
    }
    for (std::size_t p = 0; p < result.policies.size(); ++p) {
      const CellPolicy& policy = result.policies[p];
      text += start + ",done,," + csv_field(sweep.policies[p].id) + "," + csv_number(policy.mean()) + "," +
              csv_number(policy.standard_deviation());
      for (const double probability : {0.5, 0.9, 0.95, 0.99}) {
        text += "," + csv_number(policy.quantile(probability));
      }
      for (const double mean : policy.means) {
        text += "," + csv_number(mean);
      }
      text += "," + std::to_string(policy.lost_orders.size()) + "\n";
    }
  }
  return text;
}

}  // namespace faultline
