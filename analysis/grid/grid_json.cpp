#include <nlohmann/json.hpp>

#include "analysis/grid/grid.h"
#include "analysis/grid/grid_words.h"

namespace faultline {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 4> kFindings{"unknown", "none", "not_settled", "cliff"};

ordered_json cliff_json(const GridReport& report, const GridCliffs& cliffs, std::size_t line) {
  const stats::Cliff& cliff = cliffs.lines[line];
  ordered_json json;
  if (report.levels.size() == 2) {
    json["other_at"] = report.levels[1 - cliffs.along][line];
  }
  json["finding"] = kFindings[static_cast<std::size_t>(cliff.finding)];
  json["from"] = report.levels[cliffs.along][cliff.from];
  json["to"] = report.levels[cliffs.along][cliff.to];
  json["slope"] = cliff.slope ? ordered_json(cliff.slope->value) : ordered_json();
  json["simultaneous_ci95"] = cliff.slope && cliff.slope->interval
                                  ? ordered_json{cliff.slope->interval->low, cliff.slope->interval->high}
                                  : ordered_json();
  return json;
}

ordered_json cell_json(const GridReport& report, std::size_t c) {
  const GridCell& cell = report.cells[c];
  ordered_json json;
  json["at"] = ordered_json::array();
  for (const double value : report.sweep.design.values.point(c)) {
    json["at"].push_back(value);
  }
  if (cell.policies.empty()) {
    json["failed"] = true;
    return json;
  }
  json["best"] = report.sweep.policies[cell.best.candidate].id;
  json["best_share"] = cell.best.share;
  json["policies"] = ordered_json::array();
  for (const GridPolicy& policy : cell.policies) {
    ordered_json own;
    own["delivers"] = policy.delivers;
    for (std::size_t o = 0; o < kGridOutputs.size(); ++o) {
      own[std::string(kGridOutputs[o].name)] = policy.outputs[o];
    }
    for (std::size_t f = 0; f < kLossFactorNames.size(); ++f) {
      own[std::string(kLossFactorNames[f])] = policy.factors[f];
    }
    json["policies"].push_back(std::move(own));
  }
  return json;
}

}  // namespace

std::string grid_json(const GridReport& report) {
  ordered_json json;
  json["tool"] = "faultline " + report.sweep.tool_version;
  json["scenario"] = report.sweep.scenario_id;
  json["scenario_sha256"] = report.sweep.scenario_sha256;
  json["results_sha256"] = report.results_sha256;
  json["replications"] = report.sweep.replications;
  json["failed_cells"] = report.failed_cells;
  json["warnings"] = report.warnings;
  json["parameters"] = ordered_json::array();
  for (std::size_t p = 0; p < report.levels.size(); ++p) {
    json["parameters"].push_back({{"name", report.sweep.design.parameters[p].name}, {"levels", report.levels[p]}});
  }
  json["policies"] = ordered_json::array();
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    const grid::BestCount count = grid::best_count(report, p);
    json["policies"].push_back(
        {{"id", report.sweep.policies[p].id}, {"best_in_cells", count.cells}, {"of_them_settled", count.settled}});
  }
  json["cliffs"] = ordered_json::array();
  for (const GridCliffs& cliffs : report.cliffs) {
    ordered_json own{{"policy", report.sweep.policies[cliffs.policy].id},
                     {"output", kGridOutputs[cliffs.output].name},
                     {"along", report.sweep.design.parameters[cliffs.along].name},
                     {"moves", cliffs.moves},
                     {"as_it", cliffs.falling ? "falls" : "rises"},
                     {"lines_with_cliff", cliffs.settled},
                     {"lines_not_settled", cliffs.open}};
    own["lines"] = ordered_json::array();
    for (std::size_t line = 0; line < cliffs.lines.size(); ++line) {
      own["lines"].push_back(cliff_json(report, cliffs, line));
    }
    json["cliffs"].push_back(std::move(own));
  }
  json["cells"] = ordered_json::array();
  for (std::size_t c = 0; c < report.cells.size(); ++c) {
    json["cells"].push_back(cell_json(report, c));
  }
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace faultline
