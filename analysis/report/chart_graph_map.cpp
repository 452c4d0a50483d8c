#include "analysis/report/chart_graph_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_ramp.h"
#include "analysis/report/graph_routes.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr Colour kStarts{"starts", "#b3261e", "#ff8a80"};
constexpr Colour kNotCrossed{"idle", "#a6a6a6", "#6b737e"};  // pale, and still a line on paper
constexpr double kLetter = 5.6;                              // of 10 pixels, in pixels
constexpr double kNameHalo = 2;                              // lines keep off names
constexpr double kWidestLine = 6;
constexpr double kLineClearance = 2;  // pixels between a disc and the lines of others' calls
constexpr double kWidestRing = 5;
constexpr double kLegendHeight = 56;

struct Geometry {
  double width;
  double left;
  double right;
  double top;
  double row;     // pixels from service to service in the tallest layer
  double height;  // of the layers
  double radius;
  std::size_t columns;  // of a name; 0: no names

  [[nodiscard]] Point at(const GraphLayout& layout, std::size_t service) const {
    const GraphPlace& place = layout.places[service];
    const auto layers = static_cast<double>(layout.heights.size());
    const double x =
        layers > 1 ? left + (right - left) * static_cast<double>(place.layer) / (layers - 1) : (left + right) / 2;
    const double share = (static_cast<double>(place.row) + 0.5) / static_cast<double>(layout.heights[place.layer]);
    return {x, top + share * height};
  }
};

Geometry geometry_of(const GraphMap& map, double top) {
  const bool wide = map.size == ChartSize::wide;
  std::size_t tallest = 1;
  for (const std::size_t height : map.layout.heights) {
    tallest = std::max(tallest, height);
  }
  Geometry geometry{};
  geometry.width = chart_width(map.size);
  geometry.left = wide ? 62 : 18;
  geometry.right = geometry.width - geometry.left;
  geometry.top = top;
  geometry.row = wide ? (tallest > 14 ? 36 : 42) : (tallest > 14 ? 24 : 28);
  geometry.height = std::max(3.0, static_cast<double>(tallest)) * geometry.row;
  geometry.radius = wide ? 10 : 7;
  if (wide) {
    const auto layers = static_cast<double>(map.layout.heights.size());
    const double room = layers > 1 ? (geometry.right - geometry.left) / (layers - 1) : geometry.width;
    geometry.columns = static_cast<std::size_t>(std::clamp(room / kLetter - 1, 6.0, 22.0));
  }
  return geometry;
}

double share_of_most(double value, double most) { return most > 0 ? std::clamp(value / most, 0.0, 1.0) : 0.0; }

const Colour& shade(double share) {
  return kShadeRamp[std::min(kShadeRamp.size() - 1,
                             static_cast<std::size_t>(share * static_cast<double>(kShadeRamp.size())))];
}

// Pixels by which the ring widens a service's disc.
double ring_of(const GraphMap& map, const MapNode& node) {
  const double ring = kWidestRing * share_of_most(node.started, map.most_started);
  return ring < 0.5 ? 0.0 : ring;
}

// Discs of the layers between caller and callee, in the order in which the call passes them.
std::vector<ObstacleLayer> layers_between(const GraphMap& map, const Geometry& geometry, const GraphEdge& call,
                                          double line_width) {
  const std::size_t from = map.layout.places[call.first].layer;
  const std::size_t to = map.layout.places[call.second].layer;
  const std::size_t low = std::min(from, to);
  const std::size_t high = std::max(from, to);
  std::vector<ObstacleLayer> layers(high - low > 1 ? high - low - 1 : 0);
  for (std::size_t i = 0; i < map.nodes.size(); ++i) {
    if (const std::size_t layer = map.layout.places[i].layer; layer > low && layer < high) {
      layers[from < to ? layer - low - 1 : high - layer - 1].push_back(
          {geometry.at(map.layout, i), geometry.radius + ring_of(map, map.nodes[i]) + line_width / 2 + kLineClearance});
    }
  }
  return layers;
}

// Widths in steps of a pixel, so that all lines of one look are one path; thin ones first.
void draw_lines(Svg& svg, const GraphMap& map, const Geometry& geometry) {
  std::map<std::pair<int, bool>, SvgPath> looks;  // by width, 0 for calls that nothing crossed, and by running back
  for (const MapLine& line : map.lines) {
    if (!(line.crossed > 0) && map.size == ChartSize::narrow) {
      continue;
    }
    const Point from = geometry.at(map.layout, line.call.first);
    const Point to = geometry.at(map.layout, line.call.second);
    const double share = share_of_most(line.crossed, map.most_crossed);
    const int width = line.crossed > 0 ? std::max(1, static_cast<int>(std::lround(kWidestLine * share))) : 0;
    const std::vector<Point> route =
        bent_route(from, to, layers_between(map, geometry, line.call, std::max(1.0, static_cast<double>(width))));
    SvgPath& path = looks[{width, from.x > to.x}];
    path.move_to(from);
    for (std::size_t i = 1; i < route.size(); ++i) {
      path.glide_to(route[i - 1], route[i]);
    }
  }
  for (const auto& [look, path] : looks) {
    const auto& [width, runs_back] = look;
    svg.stroke_path(path, {width > 0 ? colour::kAxis : kNotCrossed, std::max(1.0, static_cast<double>(width)),
                           runs_back ? "4 3" : ""});
  }
}

void draw_nodes(Svg& svg, const GraphMap& map, const Geometry& geometry) {
  for (std::size_t i = 0; i < map.nodes.size(); ++i) {
    const MapNode& node = map.nodes[i];
    const Point at = geometry.at(map.layout, i);
    const double ring = ring_of(map, node);
    svg.disc(at, geometry.radius + ring / 2,
             node.reached > 0 ? shade(share_of_most(node.reached, map.most_reached)) : colour::kPaper,
             ring > 0 ? Stroke{kStarts, ring} : Stroke{colour::kAxis, 0.8},
             fmt::format("{}: reached by {}, origin of {}", node.name, format_percent(node.reached),
                         format_percent(node.started)));
  }
  for (std::size_t i = 0; geometry.columns > 0 && i < map.nodes.size(); ++i) {
    const Point at = geometry.at(map.layout, i);
    const std::string name = shorten(map.nodes[i].name, geometry.columns);
    const double width = kLetter * static_cast<double>(display_columns(name));
    const Point place{std::clamp(at.x, width / 2 + 4, geometry.width - width / 2 - 4), at.y + geometry.radius + 14};
    svg.text(place, name, {.colour = colour::kInk, .size = 10, .anchor = Anchor::kMiddle, .halo = kNameHalo},
             map.nodes[i].name);
  }
}

void draw_legend(Svg& svg, const GraphMap& map, double top) {
  constexpr double kStep = 18;
  double x = 12;
  svg.text({x, top + 10}, "fill: incidents that reach it", {colour::kInk, 11});
  for (const Colour& colour : kShadeRamp) {
    svg.rectangle({x, top + 18}, kStep, 10, colour);
    x += kStep;
  }
  svg.text({12, top + 42}, "0", {colour::kMuted, 10});
  svg.text({x, top + 42}, format_percent(map.most_reached), {colour::kMuted, 10, Anchor::kEnd});
  x = 206;
  svg.text({x, top + 10}, "ring: lost orders that start there", {colour::kInk, 11});
  svg.disc({x + 10, top + 24}, 7, colour::kPaper, {colour::kAxis, 0.8}, "none");
  svg.disc({x + 42, top + 24}, 7 + kWidestRing / 2, colour::kPaper, {kStarts, kWidestRing}, "most");
  svg.text({x + 56, top + 28}, format_percent(map.most_started), {colour::kMuted, 10});
  x = 418;
  svg.text({x, top + 10}, "line: incidents that cross the call", {colour::kInk, 11});
  svg.line({x, top + 24}, {x + 34, top + 24}, {kNotCrossed, 1});
  svg.text({x + 40, top + 28}, "0", {colour::kMuted, 10});
  svg.line({x + 64, top + 24}, {x + 98, top + 24}, {colour::kAxis, kWidestLine});
  svg.text({x + 104, top + 28}, format_percent(map.most_crossed), {colour::kMuted, 10});
}

std::string described(const GraphMap& map) {
  constexpr std::size_t kNamed = 5;
  std::vector<const MapNode*> order;
  for (const MapNode& node : map.nodes) {
    order.push_back(&node);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const MapNode* a, const MapNode* b) { return a->reached > b->reached; });
  std::string text = map.description + " Most often reached:";
  for (std::size_t i = 0; i < std::min(kNamed, order.size()); ++i) {
    text += fmt::format("{} {} {}", i == 0 ? "" : ",", order[i]->name, format_percent(order[i]->reached));
  }
  return text + ".";
}

}  // namespace

std::string graph_map(const GraphMap& map) {
  const ChartFrame frame = chart_frame(map.title, map.notes, map.size);
  const Geometry geometry = geometry_of(map, frame.top());
  const bool wide = map.size == ChartSize::wide;
  const double legend = geometry.top + geometry.height + (wide ? 18 : 4);
  const double notes = legend + (wide ? kLegendHeight : 0);
  Svg svg(geometry.width, notes + frame.bottom(), map.title, described(map));
  draw_frame(svg, frame, notes);
  draw_lines(svg, map, geometry);
  draw_nodes(svg, map, geometry);
  if (wide) {
    draw_legend(svg, map, legend);
  }
  return svg.str();
}

}  // namespace faultline::report
