#include "analysis/researcher/velocity_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/grid/grid_maps.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {
namespace {

using report::HeatAxis;
using report::Heatmap;
using report::Point;
using report::ScaleKind;

double between(double a, double b, double share, ScaleKind scale) {
  return scale == ScaleKind::kLogarithmic ? a * std::pow(b / a, share) : a + share * (b - a);
}

std::size_t cells_with_value(const Heatmap& chart) {
  return static_cast<std::size_t>(std::count_if(chart.cells.begin(), chart.cells.end(),
                                                [](const report::HeatCell& cell) { return cell.value.has_value(); }));
}

void draw_limit(Heatmap& chart, double limit, const std::string& name) {
  std::vector<Point> line = contour(chart, limit);
  const std::string orders = fmt::format("the {} of {} lost orders", name, report::format_count(limit));
  if (!line.empty()) {
    chart.lines.push_back(
        {fmt::format("mean lost orders = {} of {}", name, report::format_count(limit)), std::move(line), false});
    return;
  }
  const auto below = [limit](const report::HeatCell& cell) { return cell.value && *cell.value < limit; };
  const auto kept = static_cast<std::size_t>(std::count_if(chart.cells.begin(), chart.cells.end(), below));
  chart.notes.push_back(fmt::format("Means lie below {} in {} of {} cells.", orders, kept, cells_with_value(chart)));
}

// Hatched where the interval leaves open on which side of the limit the mean lies.
void compare_with_limit(Heatmap& chart, const Facts& facts, std::size_t policy, double limit, const std::string& name) {
  std::size_t kept = 0;
  std::size_t open = 0;
  for (std::size_t place = 0; place < chart.cells.size(); ++place) {
    const Cell& cell = facts.cells[grid::cell_of_map(*facts.grid, place)];
    if (!cell.policies.empty()) {
      const std::optional<stats::Interval>& interval = cell.policies[policy].lost.interval;
      chart.cells[place].open = !interval || (interval->low <= limit && interval->high >= limit);
      open += chart.cells[place].open ? 1 : 0;
      kept += !chart.cells[place].open && interval->high < limit ? 1 : 0;
    }
  }
  const std::size_t all = cells_with_value(chart);
  chart.title =
      fmt::format("{} loses less than the {} of {} orders in {} of {} cells, more in {}, not settled in {}",
                  policy_name(facts, policy), name, report::format_count(limit), kept, all, all - kept - open, open);
  chart.open_means = "not settled on which side of the " + name;
}

// Where no cliff is settled, the ends say more than that.
void say_range(Heatmap& chart, const Facts& facts, std::size_t policy) {
  const auto settled = [policy](const GridCliffs& cliffs) {
    return cliffs.policy == policy && cliffs.output == kGridLostOrders && cliffs.settled > 0;
  };
  if (std::none_of(facts.grid->cliffs.begin(), facts.grid->cliffs.end(), settled)) {
    std::vector<double> values;
    for (const report::HeatCell& cell : chart.cells) {
      if (cell.value) {
        values.push_back(*cell.value);
      }
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    chart.title = fmt::format("{}: {} to {} lost orders a quarter in the mean, no settled cliff",
                              policy_name(facts, policy), report::format_count(*low), report::format_count(*high));
  }
}

// Demand is straight where both axes are of a kind: its ends alone keep a page small.
void straighten(Heatmap& chart) {
  for (report::HeatLine& line : chart.lines) {
    if (!line.dashed || chart.x.scale != chart.y.scale) {
      continue;
    }
    std::erase_if(line.points, [&chart](const Point& point) {
      return !report::covers(chart.x, point.x) || !report::covers(chart.y, point.y);
    });
    if (line.points.size() > 2) {
      line.points = {line.points.front(), line.points.back()};
    }
  }
  std::erase_if(chart.lines, [](const report::HeatLine& line) { return line.points.empty(); });
}

// Hatched where the difference to the reference is not settled.
void compare_with_reference(Heatmap& chart, const Facts& facts, std::size_t policy) {
  std::size_t less = 0;
  std::size_t open = 0;
  std::size_t all = 0;
  for (std::size_t place = 0; place < chart.cells.size(); ++place) {
    const Cell& cell = facts.cells[grid::cell_of_map(*facts.grid, place)];
    if (!cell.policies.empty()) {
      const auto& difference = cell.policies[policy].difference;
      chart.cells[place].open = undecided(difference);
      ++all;
      open += chart.cells[place].open ? 1 : 0;
      less += !chart.cells[place].open && difference->value < 0 ? 1 : 0;
    }
  }
  const std::string& reference = facts.sweep.policies[0].id;
  chart.title = fmt::format("{} loses fewer orders than {} in {} of {} cells, more in {}, not settled in {}",
                            facts.sweep.policies[policy].id, reference, less, all, all - less - open, open);
  chart.open_means = "not settled: fewer or more than " + reference;
  chart.notes.push_back("Hatched: the paired 95 % interval of the difference to " + reference +
                        " (simulation error, each cell by itself) includes 0.");
}

std::string loss_numbers(const Facts& facts, std::size_t policy) {
  return map_table(facts, policy_name(facts, policy) + ": mean lost orders, 95 % intervals (simulation error)",
                   [policy](const Cell& cell) { return report::count_cell(cell.policies[policy].lost); });
}

std::string lead_numbers(const Facts& facts, std::size_t policy) {
  return map_table(facts, policy_name(facts, policy) + ": mean of the quarters\u2019 median lead times",
                   [policy](const Cell& cell) { return report::format_hours(cell.policies[policy].lead_time_hours); });
}

// One scale for all, from the least to the most of their values; logarithmic where all are.
void share_scale(std::span<report::VelocityMap*> maps) {
  stats::Interval ends{0, 0};
  bool any = false;
  for (const report::VelocityMap* map : maps) {
    for (const report::HeatCell& cell : map->chart.cells) {
      if (cell.value) {
        ends.low = any ? std::min(ends.low, *cell.value) : *cell.value;
        ends.high = any ? std::max(ends.high, *cell.value) : *cell.value;
        any = true;
      }
    }
  }
  for (report::VelocityMap* map : maps) {
    map->chart.value_scale = ends.low > 0 ? ScaleKind::kLogarithmic : ScaleKind::kLinear;
    map->chart.shared = ends;
  }
}

void mark_today(Heatmap& chart) {
  const auto outside = [](const HeatAxis& axis, double at) {
    return at < axis.levels.front() || at > axis.levels.back();
  };
  if (!chart.marked || outside(chart.x, chart.marked->x) || outside(chart.y, chart.marked->y)) {
    chart.marked.reset();
    chart.notes.emplace_back("Where the scenario stands today lies outside of this map.");
  } else {
    chart.marked_means = "today: the scenario as it stands";
  }
}

}  // namespace

std::vector<Point> contour(const Heatmap& map, double level) {
  const std::size_t columns = map.x.levels.size();
  const auto position = [&map](double value) {
    return map.value_scale == ScaleKind::kLogarithmic ? std::log(value) : value;
  };
  std::vector<Point> points;
  for (std::size_t row = 0; row + 1 < map.y.levels.size(); ++row) {
    for (std::size_t column = 0; column + 1 < columns; ++column) {
      // Corners of a square between four cells' middles, all the way round.
      const std::array<std::pair<std::size_t, std::size_t>, 4> corners{
          {{column, row}, {column + 1, row}, {column + 1, row + 1}, {column, row + 1}}};
      std::vector<Point> crossed;
      for (std::size_t c = 0; c < corners.size(); ++c) {
        const auto& [ax, ay] = corners[c];
        const auto& [bx, by] = corners[(c + 1) % corners.size()];
        const std::optional<double> a = map.cells[ay * columns + ax].value;
        const std::optional<double> b = map.cells[by * columns + bx].value;
        if (!a || !b || (*a < level) == (*b < level)) {
          continue;
        }
        const double share = (position(level) - position(*a)) / (position(*b) - position(*a));
        crossed.push_back({between(map.x.levels[ax], map.x.levels[bx], share, map.x.scale),
                           between(map.y.levels[ay], map.y.levels[by], share, map.y.scale)});
      }
      for (std::size_t i = 0; i + 1 < crossed.size(); i += 2) {
        points.insert(points.end(), {crossed[i], crossed[i + 1], {std::nan(""), std::nan("")}});
      }
    }
  }
  return points;
}

std::vector<report::VelocityMap> velocity_maps(const Facts& facts, std::span<const std::size_t> policies,
                                               std::optional<double> limit, const std::string& limit_name) {
  const GridReport& grid = *facts.grid;
  std::vector<report::VelocityMap> maps;
  for (const std::size_t output : {kGridLostOrders, kGridLeadTime}) {
    for (const std::size_t policy : policies) {
      const bool lost = output == kGridLostOrders;
      maps.push_back({grid::output_map(grid, policy, output),
                      lost ? loss_numbers(facts, policy) : lead_numbers(facts, policy), policy});
      mark_today(maps.back().chart);
      straighten(maps.back().chart);
      maps.back().chart.weight = report::SvgWeight::light;  // the planner's page counts its bytes
    }
  }
  const std::size_t half = policies.size();
  std::vector<report::VelocityMap*> order;
  for (report::VelocityMap& map : maps) {
    order.push_back(&map);
  }
  share_scale(std::span(order).first(half));
  share_scale(std::span(order).subspan(half));
  for (std::size_t i = 0; i < half; ++i) {
    Heatmap& chart = maps[i].chart;
    if (policies[i] > 0) {
      compare_with_reference(chart, facts, policies[i]);
    } else if (limit) {
      compare_with_limit(chart, facts, policies[i], *limit, limit_name);
    } else {
      say_range(chart, facts, policies[i]);
    }
    if (limit) {
      draw_limit(chart, *limit, limit_name);
    }
  }
  return maps;
}

}  // namespace faultline::researcher
