#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/store/csv.h"
#include "analysis/sweep/sensitivity.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;

Json estimate_json(const stats::Estimate& estimate) {
  Json json{{"value", estimate.value}};
  json["ci95"] = estimate.interval ? Json{estimate.interval->low, estimate.interval->high} : Json();
  if (!estimate.warnings.empty()) {
    json["warnings"] = estimate.warnings;
  }
  return json;
}

// Where a policy begins or ceases to deliver is known to the levels, no better.
Json flip_json(const FlipPoint& flip) {
  Json json = estimate_json(flip.value);
  if (flip.by_delivery) {
    json["value"] = nullptr;
    json["ci95"] = nullptr;
    json["levels"] = {flip.value.interval->low, flip.value.interval->high};
  }
  return json;
}

Json sobol_json(const SensitivityReport& report, const stats::SobolIndices& sobol) {
  const auto& parameters = report.sweep.design.parameters;
  Json json{{"settled", sobol.settled},
            {"variance", estimate_json(sobol.variance)},
            {"luck_fraction", sobol.luck_fraction},
            {"parameters", Json::array()},
            {"dummy", {{"first", estimate_json(sobol.dummy_first)}, {"total", estimate_json(sobol.dummy_total)}}},
            {"pairs", Json::array()},
            {"warnings", sobol.warnings}};
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    json["parameters"].push_back({{"name", parameters[p].name},
                                  {"first", estimate_json(sobol.first[p])},
                                  {"total", estimate_json(sobol.total[p])}});
  }
  for (const stats::PairIndex& pair : sobol.second) {
    json["pairs"].push_back(
        {{"a", parameters[pair.a].name}, {"b", parameters[pair.b].name}, {"second", estimate_json(pair.index)}});
  }
  return json;
}

Json output_json(const SensitivityReport& report, const OutputSensitivity& output) {
  const auto& parameters = report.sweep.design.parameters;
  Json json{{"policy", report.sweep.policies[output.policy].id},
            {"output", kSweepOutputNames[static_cast<std::size_t>(output.output)]},
            {"cells", output.cells}};
  if (output.sobol) {
    json["sobol"] = sobol_json(report, *output.sobol);
  }
  for (std::size_t p = 0; p < output.morris.size(); ++p) {
    const stats::MorrisMeasures& own = output.morris[p];
    json["morris"].push_back({{"name", parameters[p].name},
                              {"settled", own.settled},
                              {"mu", estimate_json(own.mean)},
                              {"mu_star", estimate_json(own.mean_absolute)},
                              {"sigma", own.spread},
                              {"luck_floor", own.luck_floor}});
  }
  if (output.regression) {
    Json slopes = Json::array();
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      slopes.push_back({{"name", parameters[p].name}, {"slope", estimate_json(output.regression->coefficients[p])}});
    }
    json["regression"] = {{"parameters", std::move(slopes)},
                          {"r_squared", output.regression->r_squared},
                          {"adjusted_r_squared", output.regression->adjusted_r_squared}};
  }
  for (std::size_t p = 0; p < output.tornado.size(); ++p) {
    Json levels = Json::array();
    for (const TornadoLevel& level : output.tornado[p]) {
      levels.push_back({{"at", level.value}, {"change", estimate_json(level.change)}});
    }
    json["tornado"].push_back({{"name", parameters[p].name}, {"levels", std::move(levels)}});
  }
  json["warnings"] = output.warnings;
  return json;
}

class Lines {
 public:
  explicit Lines(const SensitivityReport& report) : report_(report) {}

  void begin(const OutputSensitivity& output) {
    start_ = csv_field(report_.sweep.policies[output.policy].id) + "," +
             std::string(kSweepOutputNames[static_cast<std::size_t>(output.output)]) + ",";
  }

  void add(const std::string& measure, const std::string& parameter, const std::string& other, std::optional<double> at,
           const stats::Estimate& estimate) {
    add(measure, parameter, other, at, estimate.value, estimate.interval, "");
  }

  void add(const std::string& measure, const std::string& parameter, double value) {
    stats::Estimate estimate;
    estimate.value = value;
    add(measure, parameter, "", {}, estimate);
  }

  void add_flip(const std::string& parameter, const std::string& other, const FlipPoint& flip) {
    add("flip", parameter, other, {}, flip.by_delivery ? std::nullopt : std::optional(flip.value.value),
        flip.value.interval, flip.by_delivery ? "1" : "0");
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(const std::string& measure, const std::string& parameter, const std::string& other, std::optional<double> at,
           std::optional<double> value, const std::optional<stats::Interval>& interval, const char* by_delivery) {
    text_ += start_ + measure + "," + csv_field(parameter) + "," + csv_field(other) + "," + csv_number(at) + "," +
             csv_number(value) + ",";
    text_ += interval ? csv_number(interval->low) + "," + csv_number(interval->high) : ",";
    text_ += std::string(",") + by_delivery + "\n";
  }

  const SensitivityReport& report_;
  std::string start_;
  std::string text_ = "policy,output,measure,parameter,other,at,value,ci95_low,ci95_high,by_delivery\n";
};

void add_sobol(const SensitivityReport& report, const stats::SobolIndices& sobol, Lines& lines) {
  const auto& parameters = report.sweep.design.parameters;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    lines.add("sobol_first", parameters[p].name, "", {}, sobol.first[p]);
    lines.add("sobol_total", parameters[p].name, "", {}, sobol.total[p]);
  }
  for (const stats::PairIndex& pair : sobol.second) {
    lines.add("sobol_second", parameters[pair.a].name, parameters[pair.b].name, {}, pair.index);
  }
  lines.add("dummy_first", "", "", {}, sobol.dummy_first);
  lines.add("dummy_total", "", "", {}, sobol.dummy_total);
  lines.add("luck_fraction", "", sobol.luck_fraction);
}

}  // namespace

std::string sensitivity_json(const SensitivityReport& report) {
  const SweepDescription& sweep = report.sweep;
  Json json{{"tool", "faultline " + sweep.tool_version},
            {"scenario", sweep.scenario_id},
            {"scenario_sha256", sweep.scenario_sha256},
            {"results_sha256", report.results_sha256},
            {"design", kDesignNames[static_cast<std::size_t>(sweep.design.kind)]},
            {"cells", sweep.design.cells()},
            {"failed_cells", report.failed_cells},
            {"replications", sweep.replications},
            {"warnings", report.warnings},
            {"outputs", Json::array()}};
  for (const OutputSensitivity& output : report.outputs) {
    json["outputs"].push_back(output_json(report, output));
  }
  if (report.best_at_base) {
    json["loses_least_at_base"] = sweep.policies[*report.best_at_base].id;
    json["flips"] = Json::array();
    for (const FlipPoint& flip : report.flips) {
      json["flips"].push_back({{"name", sweep.design.parameters[flip.parameter].name},
                               {"below", sweep.policies[flip.below].id},
                               {"above", sweep.policies[flip.above].id},
                               {"value", flip_json(flip)},
                               {"by_delivery", flip.by_delivery}});
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string sensitivity_csv(const SensitivityReport& report) {
  const auto& parameters = report.sweep.design.parameters;
  Lines lines(report);
  for (const OutputSensitivity& output : report.outputs) {
    lines.begin(output);
    if (output.sobol) {
      add_sobol(report, *output.sobol, lines);
    }
    for (std::size_t p = 0; p < output.morris.size(); ++p) {
      lines.add("morris_mu", parameters[p].name, "", {}, output.morris[p].mean);
      lines.add("morris_mu_star", parameters[p].name, "", {}, output.morris[p].mean_absolute);
      lines.add("morris_sigma", parameters[p].name, output.morris[p].spread);
    }
    for (std::size_t p = 0; output.regression && p < parameters.size(); ++p) {
      lines.add("slope", parameters[p].name, "", {}, output.regression->coefficients[p]);
    }
    for (std::size_t p = 0; p < output.tornado.size(); ++p) {
      for (const TornadoLevel& level : output.tornado[p]) {
        lines.add("change", parameters[p].name, "", level.value, level.change);
      }
    }
  }
  for (const FlipPoint& flip : report.flips) {
    lines.begin({flip.below, SweepOutput::mean, 0});
    lines.add_flip(parameters[flip.parameter].name, report.sweep.policies[flip.above].id, flip);
  }
  return lines.text();
}

}  // namespace faultline
