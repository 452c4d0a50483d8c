#include "analysis/report/blast_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/report/chart_format.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

double share(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

// The places of the largest value; none when it is 0.
std::vector<std::size_t> places_of_most(const std::vector<double>& values) {
  const double most = values.empty() ? 0.0 : *std::max_element(values.begin(), values.end());
  std::vector<std::size_t> places;
  for (std::size_t i = 0; most > 0 && i < values.size(); ++i) {
    if (values[i] == most) {
      places.push_back(i);
    }
  }
  return places;
}

// What a map shows, true of ties and of one service alone too.
std::string map_finding(const GraphMap& map, const std::vector<double>& reached) {
  const std::vector<std::size_t> most = places_of_most(reached);
  if (most.empty()) {
    return "no service sees errors in any incident that was counted";
  }
  const std::string& name = map.nodes[most[0]].name;
  const std::string often = "in " + format_percent(map.nodes[most[0]].reached) + " of incidents";
  if (most.size() == 1) {
    return name + (map.nodes.size() == 1 ? " sees errors " + often
                                         : " sees errors " + often + ", more than any other service");
  }
  const std::string rest = most.size() == map.nodes.size() ? "" : ", more than any other service";
  return (most.size() == 2 ? name + " and " + map.nodes[most[1]].name
                           : fmt::format("{} and {} other services", name, most.size() - 1)) +
         " see errors " + often + " each" + rest;
}

GraphMap empty_map(const Comparison& comparison, const ToldRun& told, const GraphLayout& layout) {
  GraphMap map;
  map.layout = layout;
  for (const std::string& service : comparison.run.services) {
    map.nodes.push_back({service, 0, 0});
  }
  for (const MappedCall& call : told.blast.calls) {
    map.lines.push_back({{call.caller, call.callee}, 0});
  }
  return map;
}

void fill(GraphMap& map, const Comparison& comparison, const ToldRun& told, std::size_t p) {
  const PolicyBlast& blast = told.blast.policies[p];
  const auto incidents = static_cast<double>(blast.incidents);
  const std::vector<std::uint64_t> reached = incidents_reaching(blast, map.nodes.size());
  const std::vector<double> lost = values_of(comparison.policies[p].loss_by_service);
  const double lost_in_all = std::accumulate(lost.begin(), lost.end(), 0.0);
  for (std::size_t s = 0; s < map.nodes.size(); ++s) {
    map.nodes[s].reached = share(static_cast<double>(reached[s]), incidents);
    map.nodes[s].started = share(lost[s], lost_in_all);
  }
  for (MapLine& line : map.lines) {
    const auto found = blast.crossed.find(line.call);
    line.crossed = found == blast.crossed.end() ? 0.0 : share(static_cast<double>(found->second), incidents);
  }
  map.title = comparison.policies[p].id + ": " + map_finding(map, {reached.begin(), reached.end()});
  map.description = fmt::format("{} and {}; {} counted.", how_many(map.nodes.size(), "service"),
                                how_many(map.lines.size(), "call"), how_many(blast.incidents, "incident"));
}

// Tier 1 first, those without a tier last, then by how often.
void order_by_tier(std::vector<std::size_t>& services, const std::vector<std::string>& tiers) {
  std::stable_sort(services.begin(), services.end(), [&](std::size_t a, std::size_t b) {
    return tiers[a].empty() != tiers[b].empty() ? tiers[b].empty() : tiers[a] < tiers[b];
  });
}

std::string with_tier(const std::string& name, const std::string& tier) {
  return tier.empty() ? name : name + " (" + tier + ")";
}

}  // namespace

std::vector<std::uint64_t> incidents_reaching(const PolicyBlast& blast, std::size_t services) {
  std::vector<std::uint64_t> reached(services, 0);
  for (const auto& [pair, incidents] : blast.reached) {
    reached[pair.second] += incidents;
  }
  return reached;
}

std::vector<std::uint64_t> incidents_starting(const PolicyBlast& blast, std::size_t services) {
  std::vector<std::uint64_t> started(services, 0);
  for (const auto& [pair, incidents] : blast.reached) {
    started[pair.first] += pair.first == pair.second ? incidents : 0;
  }
  return started;
}

std::vector<double> values_of(const std::vector<stats::Estimate>& estimates) {
  std::vector<double> values;
  values.reserve(estimates.size());
  for (const stats::Estimate& estimate : estimates) {
    values.push_back(estimate.value);
  }
  return values;
}

std::vector<std::size_t> largest(const std::vector<double>& value, std::size_t most) {
  std::vector<std::size_t> order(value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return value[a] > value[b]; });
  std::erase_if(order, [&](std::size_t s) { return !(value[s] > 0); });
  order.resize(std::min(order.size(), most));
  return order;
}

std::vector<GraphEdge> mapped_calls(const ToldRun& told) {
  std::vector<GraphEdge> calls;
  for (const MappedCall& call : told.blast.calls) {
    calls.emplace_back(call.caller, call.callee);
  }
  return calls;
}

std::vector<GraphMap> graph_maps(const Comparison& comparison, const ToldRun& told, std::size_t chosen,
                                 const std::optional<GraphLayout>& graphviz) {
  const GraphLayout layout = graphviz ? *graphviz : layered_layout(comparison.run.services.size(), mapped_calls(told));
  std::vector<GraphMap> maps;
  double most_reached = 0;
  double most_started = 0;
  double most_crossed = 0;
  for (std::size_t p = 0; p < told.blast.policies.size(); ++p) {
    GraphMap map = empty_map(comparison, told, layout);
    fill(map, comparison, told, p);
    for (const MapNode& node : map.nodes) {
      most_reached = std::max(most_reached, node.reached);
      most_started = std::max(most_started, node.started);
    }
    for (const MapLine& line : map.lines) {
      most_crossed = std::max(most_crossed, line.crossed);
    }
    map.size = p == 0 || p == chosen ? ChartSize::wide : ChartSize::narrow;
    map.notes = {
        std::string("Calls run from left to right; those that run back are dashed. Places and scales are the same for "
                    "all policies. Layout: ") +
        (graphviz ? "layers and order by Graphviz."
                  : "layered, faultline\u2019s own, so that the picture is the same on every machine.")};
    maps.push_back(std::move(map));
  }
  if (!(most_reached > 0)) {
    return {};
  }
  for (GraphMap& map : maps) {
    map.most_reached = most_reached;
    map.most_started = most_started;
    map.most_crossed = most_crossed;
  }
  return maps;
}

std::optional<Matrix> blast_matrix(const Comparison& comparison, const ToldRun& told, std::size_t policy) {
  const PolicyBlast& blast = told.blast.policies[policy];
  const std::size_t services = comparison.run.services.size();
  std::vector<double> started(services, 0.0);  // hits on others, which a matrix is about
  std::vector<double> reached(services, 0.0);
  for (const auto& [pair, incidents] : blast.reached) {
    if (pair.first != pair.second) {
      started[pair.first] += static_cast<double>(incidents);
      reached[pair.second] += static_cast<double>(incidents);
    }
  }
  std::vector<std::size_t> rows = largest(started, kMostInMatrix);
  std::vector<std::size_t> columns = largest(reached, kMostInMatrix);
  if (rows.empty() || columns.empty()) {
    return std::nullopt;
  }
  const std::size_t worst = rows.front();
  const std::vector<std::size_t> tied = places_of_most(started);
  const std::string worst_names =
      tied.size() == 1   ? comparison.run.services[worst]
      : tied.size() == 2 ? comparison.run.services[tied[0]] + " and of " + comparison.run.services[tied[1]]
                         : fmt::format("{} and of {} other services", comparison.run.services[worst], tied.size() - 1);
  const double per_quarter = 1.0 / std::max(1U, told.blast.quarters);
  Matrix matrix;
  matrix.title = fmt::format("{}: faults of {} hit other services most often, {} times a quarter{}",
                             comparison.policies[policy].id, worst_names, format_number(started[worst] * per_quarter),
                             tied.size() > 1 ? " each" : "");
  matrix.description = fmt::format(
      "Incidents a quarter by faulty service and by service that sees errors; {} of {} "
      "services that hit others, {} of those hit.",
      rows.size(), services, columns.size());
  order_by_tier(rows, told.blast.tiers);
  order_by_tier(columns, told.blast.tiers);
  matrix.row_label = "faulty";
  matrix.column_label = "sees errors";
  matrix.value_label = "incidents a quarter";
  for (const std::size_t r : rows) {
    matrix.rows.push_back(with_tier(comparison.run.services[r], told.blast.tiers[r]));
    matrix.row_totals.push_back(started[r] * per_quarter);
    for (const std::size_t c : columns) {
      const auto found = blast.reached.find({static_cast<std::uint32_t>(r), static_cast<std::uint32_t>(c)});
      const bool counts = r != c && found != blast.reached.end();
      matrix.values.push_back(counts ? static_cast<double>(found->second) * per_quarter : 0.0);
    }
  }
  for (const std::size_t c : columns) {
    matrix.columns.push_back(with_tier(comparison.run.services[c], told.blast.tiers[c]));
    matrix.column_totals.push_back(reached[c] * per_quarter);
  }
  matrix.notes = {
      "The services with most hits, ordered by tier (in brackets). Totals are over all services, shown or "
      "not; a service\u2019s errors by its own faults are left out. A fault that strikes the whole fleet hits every "
      "service."};
  return matrix;
}

std::optional<LineChart> radius_chart(const Comparison& comparison, const ToldRun& told) {
  LineChart chart{.title = {},
                  .description = "Share of incidents in which more than a given number of services see errors.",
                  .x_label = "services that see errors, the faulty one included",
                  .y_label = "share of incidents with more",
                  .x_scale = ScaleKind::kLinear,
                  .y_scale = ScaleKind::kLinear,
                  .curves = {},
                  .limit = std::nullopt,
                  .notes = {"Bands: simulation error, 95 % at each point (Wilson), incidents taken for independent."},
                  .y_from_zero = true};
  std::uint32_t widest = 0;
  for (std::size_t p = 0; p < told.blast.policies.size(); ++p) {
    const PolicyBlast& blast = told.blast.policies[p];
    Curve curve{comparison.policies[p].id, p, {}, false, "no incidents"};
    std::uint64_t beyond = blast.incidents;
    std::uint32_t at = 0;
    const auto add = [&](std::uint32_t services) {
      if (const auto estimate = stats::proportion_estimate(beyond, blast.incidents)) {
        curve.points.push_back(
            {static_cast<double>(services), estimate->value, p == 0 ? estimate->interval : std::nullopt});
      }
    };
    for (const auto& [services, incidents] : blast.by_radius) {
      if (services > at + 1) {
        add(services - 1);  // flat since the last one
      }
      beyond -= incidents;
      add(services);
      at = services;
      widest = std::max(widest, services);
    }
    chart.curves.push_back(std::move(curve));
  }
  const PolicyBlast& first = told.blast.policies.front();
  if (first.incidents == 0 || widest < 2) {
    return std::nullopt;
  }
  constexpr std::uint32_t kFar = 50;
  chart.x_scale = widest > kFar ? ScaleKind::kLogarithmic : ScaleKind::kLinear;
  const auto alone = first.by_radius.find(1);
  const double one = alone == first.by_radius.end() ? 0.0 : static_cast<double>(alone->second);
  chart.title = fmt::format("{}: {} of incidents stay within the faulty service; the widest reaches {} services",
                            comparison.policies[0].id, format_percent(share(one, static_cast<double>(first.incidents))),
                            first.by_radius.rbegin()->first);
  return chart;
}

}  // namespace faultline::report
