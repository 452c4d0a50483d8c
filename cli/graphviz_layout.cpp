#include "cli/graphviz_layout.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "analysis/report/blast_charts.h"
#include "cli/child_process.h"

namespace faultline::cli {
namespace {

constexpr std::chrono::seconds kLimit{10};  // of up to 40 services it draws within a tenth of one

std::string dot_text(std::size_t services, const std::vector<report::GraphEdge>& calls) {
  std::string text = "digraph { rankdir=LR; node [shape=circle, fixedsize=true, width=1, label=\"\"];\n";
  for (std::size_t s = 0; s < services; ++s) {
    text += "n" + std::to_string(s) + ";\n";
  }
  for (const auto& [caller, callee] : calls) {
    text += "n" + std::to_string(caller) + " -> n" + std::to_string(callee) + ";\n";
  }
  return text + "}\n";
}

bool has_map(const Comparison& comparison, const std::optional<ToldRun>& told) {
  return told && comparison.run.services.size() <= report::kMostMapped;
}

}  // namespace

report::GraphLayout layout_of_plain(const std::string& plain, std::size_t services) {
  struct Spot {
    double y;
    std::size_t service;
  };
  std::map<double, std::vector<Spot>> columns;  // by x: nodes of one size and layer share it
  std::vector<bool> seen(services);
  std::istringstream lines(plain);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string name;
    double x = 0.0;
    double y = 0.0;
    if (!(words >> kind) || kind != "node") continue;
    std::size_t service = services;
    if (!(words >> name >> x >> y) || name.front() != 'n' || !(std::istringstream(name.substr(1)) >> service) ||
        service >= services || seen[service]) {
      return {};
    }
    seen[service] = true;
    columns[x].push_back({y, service});
  }
  if (std::find(seen.begin(), seen.end(), false) != seen.end()) return {};
  report::GraphLayout layout;
  layout.places.resize(services);
  for (auto& [unused, spots] : columns) {
    std::sort(spots.begin(), spots.end(),
              [](const Spot& a, const Spot& b) { return a.y != b.y ? a.y > b.y : a.service < b.service; });
    for (std::size_t row = 0; row < spots.size(); ++row) {
      layout.places[spots[row].service] = {layout.heights.size(), row};
    }
    layout.heights.push_back(spots.size());
  }
  return layout;
}

std::variant<report::GraphLayout, std::string> graphviz_layout(std::size_t services,
                                                               const std::vector<report::GraphEdge>& calls,
                                                               bool quiet) {
  const std::string text = dot_text(services, calls);
  const ChildRun run = run_child({"dot", "-Tplain"}, {text, kLimit, quiet});
  if (run.error != 0) return std::string("Graphviz's dot cannot be run (") + std::strerror(run.error) + ")";
  if (run.timed_out) return "Graphviz's dot had no answer after " + std::to_string(kLimit.count()) + " seconds";
  if (run.failed) return "Graphviz's dot failed; it says why above";
  report::GraphLayout layout = layout_of_plain(run.output, services);
  if (layout.heights.empty()) return "Graphviz's dot answered in a form that is not known here";
  return layout;
}

std::optional<report::GraphLayout> graphviz_places(const Comparison& comparison, const std::optional<ToldRun>& told) {
  if (!has_map(comparison, told)) return std::nullopt;
  auto places = graphviz_layout(comparison.run.services.size(), report::mapped_calls(*told), true);
  auto* const layout = std::get_if<report::GraphLayout>(&places);
  return layout != nullptr ? std::optional(std::move(*layout)) : std::nullopt;
}

std::optional<report::GraphLayout> map_places(MapLayout layout, const Comparison& comparison,
                                              const std::optional<ToldRun>& told, std::ostream& err) {
  if (layout == MapLayout::layered) return std::nullopt;
  if (layout == MapLayout::automatic) return graphviz_places(comparison, told);
  if (!has_map(comparison, told)) {
    err << "faultline: warning: --layout: this page has no map of services, which takes up to " << report::kMostMapped
        << " of them\n";
    return std::nullopt;
  }
  auto places = graphviz_layout(comparison.run.services.size(), report::mapped_calls(*told), false);
  if (const auto* const why = std::get_if<std::string>(&places)) {
    err << "faultline: warning: --layout: " << *why << ", so places are faultline's own\n";
    return std::nullopt;
  }
  return std::get<report::GraphLayout>(std::move(places));
}

}  // namespace faultline::cli
