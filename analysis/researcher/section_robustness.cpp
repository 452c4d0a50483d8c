// Which policy does well whatever the parameters are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_frontier.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/scenario_discovery.h"
#include "models/core/philox.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

template <class Value>
std::vector<double> over_cells(const Facts& facts, std::size_t policy, const Value& value) {
  std::vector<double> values;
  for (const std::size_t c : facts.ran) {
    values.push_back(value(facts.cells[c].policies[policy]));
  }
  return values;
}

// A loss that is called good enough: the reference's in its median cell.
double usual_loss(const Facts& facts) {
  return stats::SortedSample(over_cells(facts, 0, [](const CellFigures& f) { return f.lost.value; })).quantile(0.5);
}

std::size_t cells_where_none_delivers(const Facts& facts) {
  return static_cast<std::size_t>(std::count_if(facts.ran.begin(), facts.ran.end(), [&facts](std::size_t c) {
    const auto& policies = facts.cells[c].policies;
    return std::none_of(policies.begin(), policies.end(), [](const CellFigures& own) { return own.delivers; });
  }));
}

std::string regret_table(const Facts& facts) {
  Rows rows;
  std::optional<std::size_t> least;
  for (std::size_t p = 0; p < facts.regrets.size(); ++p) {
    const stats::Regret& own = facts.regrets[p];
    if (own.states == 0) {
      rows.push_back({escape_html(policy_name(facts, p)), "0", "-", "-", "-", "it delivers nowhere"});
      continue;
    }
    if (delivers_everywhere(facts, p) && (!least || own.most < facts.regrets[*least].most)) {
      least = p;
    }
    const std::size_t worst = facts.ran[own.worst_state];
    rows.push_back({escape_html(policy_name(facts, p)), std::to_string(own.states), count_text(own.mean),
                    count_text(own.p90), count_text(own.most),
                    own.most > 0 ? escape_html(fmt::format("cell {} ({})", worst, point_words(facts.sweep, worst)))
                                 : std::string("nowhere")});
  }
  std::string found = "No policy delivers in every cell.";
  if (least) {
    const double most = facts.regrets[*least].most;
    found = most == 0.0 ? policy_name(facts, *least) + " loses least in every cell: it has no regret."
                        : fmt::format(
                              "Of the policies that deliver in every cell, {} has the smallest greatest regret: it "
                              "loses at most {} orders more than the best of a cell.",
                              policy_name(facts, *least), report::format_count(most));
  } else if (const std::size_t hopeless = cells_where_none_delivers(facts); hopeless > 0) {
    found +=
        fmt::format(" In {} of {} cells none does: there regrets compare all of them.", hopeless, facts.ran.size());
  }
  return paragraph(found) +
         report::table(
             "Regret: mean lost orders more than the best policy of the same cell, over the cells in which the "
             "policy delivers (all where none does). Means are estimates: the best of several is a little too "
             "good by luck, so that regrets are a little too large",
             {"Policy", "Cells", "Mean", "90 % of cells below", "Greatest", "There"}, rows, report::LastColumn::words);
}

// Share of cells in which a policy delivers and loses no more than x.
Content satisficing(const Facts& facts) {
  constexpr std::size_t kSteps = 120;
  const stats::SortedSample reference(over_cells(facts, 0, [](const CellFigures& f) { return f.lost.value; }));
  const double limit = usual_loss(facts);
  report::LineChart chart{};
  chart.description = "Share of cells in which a policy delivers and loses no more than a given number of orders.";
  chart.x_label = "lost orders that would be good enough, in the mean";
  chart.y_label = "share of cells";
  chart.x_scale = report::ScaleKind::kLinear;
  chart.y_scale = report::ScaleKind::kLinear;
  chart.y_from_zero = true;
  chart.limit = report::CurveLimit{limit, "median of " + policy_name(facts, 0)};
  chart.notes = {
      "Share of the cells that were run, each counting the same: no chance, unless the design is a sample of what "
      "the parameters may be. Input uncertainty (C), with the simulation error of each cell's mean in it."};
  Rows rows;
  std::size_t most = 0;
  double most_share = -1.0;
  const double high = std::max(limit, reference.quantile(0.95));
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    const auto share_at = [&](double x) {
      const auto good = std::count_if(facts.ran.begin(), facts.ran.end(), [&](std::size_t c) {
        const CellFigures& own = facts.cells[c].policies[p];
        return own.delivers && own.lost.value <= x;
      });
      return static_cast<double>(good) / static_cast<double>(facts.ran.size());
    };
    report::Curve curve{policy_name(facts, p), p, {}, false, "no cell"};
    for (std::size_t i = 0; i <= kSteps; ++i) {
      const double x = high * static_cast<double>(i) / kSteps;
      curve.points.push_back({x, share_at(x), std::nullopt});
    }
    chart.curves.push_back(std::move(curve));
    if (share_at(limit) > most_share) {
      most = p;
      most_share = share_at(limit);
    }
    rows.push_back({escape_html(policy_name(facts, p)), report::format_percent(share_at(limit / 2)),
                    report::format_percent(share_at(limit)), report::format_percent(share_at(2 * limit))});
  }
  chart.title = fmt::format("{} is good enough most often: in {} of cells no more than {} orders lost",
                            policy_name(facts, most), report::format_percent(most_share), report::format_count(limit));
  return figure("good-enough", chart) +
         numbers(report::table("Share of cells in which a policy delivers and loses no more than half, once and "
                               "twice what " +
                                   policy_name(facts, 0) + " loses in its median cell (" + report::format_count(limit) +
                                   " orders)",
                               {"Policy", "Half of it", "That", "Twice that"}, rows));
}

stats::Estimate band_of(const std::vector<double>& values) {
  const stats::SortedSample sorted(values);
  stats::Estimate estimate;
  estimate.value = sorted.quantile(0.5);
  estimate.interval = stats::Interval{sorted.quantile(0.1), sorted.quantile(0.9)};
  return estimate;
}

Content frontier(const Facts& facts) {
  report::FrontierChart chart;
  Rows rows;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    chart.points.push_back({policy_name(facts, p), p,
                            band_of(over_cells(facts, p, [](const CellFigures& f) { return f.lead_time_hours; })),
                            band_of(over_cells(facts, p, [](const CellFigures& f) { return f.lost.value; })), true});
  }
  std::vector<std::string> front;
  for (report::FrontierPoint& point : chart.points) {
    point.on_front =
        std::none_of(chart.points.begin(), chart.points.end(), [&point](const report::FrontierPoint& other) {
          return other.cost.value <= point.cost.value && other.loss.value <= point.loss.value &&
                 (other.cost.value < point.cost.value || other.loss.value < point.loss.value);
        });
    if (point.on_front) {
      front.push_back(point.name);
    }
    const auto range = [](const stats::Estimate& e) {
      return report::with_interval(format_number(e.value),
                                   format_number(e.interval->low) + " to " + format_number(e.interval->high));
    };
    rows.push_back({escape_html(point.name), range(point.cost), range(point.loss), point.on_front ? "yes" : "no"});
  }
  chart.title = joined(front) + (front.size() == 1 ? " is" : " are") + " on the front of lead time against lost orders";
  chart.description = "Medians over the cells.";
  chart.x_label = "median lead time, hours";
  chart.y_label = "mean lost orders";
  chart.notes = {
      "Bars: from the 10 % to the 90 % of the cells, the spread over the swept ranges (input uncertainty, C), not "
      "simulation error. Hollow: another policy is as good in both medians and better in one. Overlap does not "
      "mean no difference: policies share their cells and quarters."};
  return figure("front", chart) +
         numbers(report::table("Median over the cells, and from 10 % to 90 % of them",
                               {"Policy", "Lead time, hours", "Mean lost orders", "On the front"}, rows,
                               report::LastColumn::words));
}

std::string box_words(const Facts& facts, const stats::ScenarioBox& box) {
  std::vector<std::string> words;
  for (std::size_t k = 0; k < box.bounds.size(); ++k) {
    if (box.bounds[k]) {
      const auto& [low, high] = *box.bounds[k];
      const std::string& name = facts.sweep.design.parameters[k].name;
      words.push_back(std::isinf(low)    ? name + " up to " + format_number(high)
                      : std::isinf(high) ? name + " from " + format_number(low)
                                         : name + " from " + format_number(low) + " to " + format_number(high));
    }
  }
  return words.empty() ? "no bound helps" : joined(words);
}

// Cells that stand for the ranges, at most kMostForBox, those left out chosen at random: a box is searched for 200
// times.
constexpr std::size_t kMostForBox = 2000;
constexpr double kBelieved = 0.05;

std::vector<std::size_t> box_cells(const Facts& facts) {
  std::vector<std::pair<double, std::size_t>> order;
  for (const std::size_t c : sample_cells(facts.sweep.design)) {
    if (!facts.cells[c].policies.empty()) {
      order.emplace_back(KeyedDraws(0, 0).uniform(static_cast<std::uint32_t>(c), stable_hash("cells of a box"), 0), c);
    }
  }
  if (order.size() > kMostForBox) {
    std::sort(order.begin(), order.end());
    order.resize(kMostForBox);
  }
  std::vector<std::size_t> cells;
  for (const auto& [place, c] : order) {
    cells.push_back(c);
  }
  return cells;
}

// Where each policy is not good enough.
std::string discovery(const Facts& facts) {
  const Design& design = facts.sweep.design;
  const std::vector<std::size_t> cells = box_cells(facts);
  if (sample_cells(design).empty()) {
    return paragraph("Boxes are not shown: the points of a " + design_name(design) +
                     " design are no sample of the ranges.");
  }
  std::vector<double> points;
  for (const std::size_t c : cells) {
    const std::span<const double> point = design.values.point(c);
    points.insert(points.end(), point.begin(), point.end());
  }
  const double limit = usual_loss(facts);
  Rows rows;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    std::vector<bool> wrong;
    for (const std::size_t c : cells) {
      const CellFigures& own = facts.cells[c].policies[p];
      wrong.push_back(!own.delivers || own.lost.value > limit);
    }
    const auto count = static_cast<std::size_t>(std::count(wrong.begin(), wrong.end(), true));
    std::vector<std::string> row{escape_html(policy_name(facts, p)),
                                 escape_html(fmt::format("{} of {} ({})", count, wrong.size(),
                                                         report::format_percent(static_cast<double>(count) /
                                                                                static_cast<double>(wrong.size())))),
                                 "-", "-", "-"};
    if (const auto box = stats::scenario_box(points, design.parameters.size(), wrong)) {
      const double chance = stats::box_p_value(*box, points, design.parameters.size(), wrong);
      row[2] = format_number(chance, 2);
      if (chance <= kBelieved) {
        row[3] = escape_html(report::format_percent(box->coverage));
        row[4] = escape_html(report::format_percent(box->density));
      }
      row.push_back(chance <= kBelieved ? escape_html(box_words(facts, *box))
                                        : std::string("none that luck does not make as well"));
    } else {
      row.emplace_back(count == 0              ? "good enough everywhere"
                       : count == wrong.size() ? "good enough nowhere"
                                               : "too few cells");
    }
    rows.push_back(std::move(row));
  }
  std::string text = fmt::format(
      "One box each, by the patient rule induction method. Some box is found in any noise: p is the share of deals as "
      "good among {} in which what goes wrong is dealt to the cells at random and a box is searched for anew; boxes "
      "are "
      "shown up to p = {}, each policy by itself. A box was found on the cells that it is judged by: new cells would "
      "do "
      "a little worse.",
      stats::kBoxDeals, kBelieved);
  if (const std::size_t all = facts.ran.size(); cells.size() == kMostForBox && all > kMostForBox) {
    text += fmt::format(" Searched for among {} cells, chosen at random.", kMostForBox);
  }
  return report::table(
             "Cells in which a policy is not good enough: it does not deliver, or loses more than " +
                 policy_name(facts, 0) + " does in its median cell (" + count_text(limit) +
                 " orders). Coverage: share of them in the box; density: share of the box's cells that are such, to be "
                 "held against their share of all cells",
             {"Policy", "Not good enough in", "p", "Coverage", "Density", "Box"}, rows, report::LastColumn::words) +
         paragraph(text);
}

}  // namespace

Content robustness_section(const Facts& facts) {
  if (facts.sweep.policies.size() < 2) {
    return section("5 Robustness", paragraph("Not shown: one policy was run, and there is nothing to choose from."));
  }
  const DesignKind kind = facts.sweep.design.kind;
  Content html;
  if (kind == DesignKind::morris || kind == DesignKind::tornado) {
    html +=
        paragraph("The cells of a " + design_name(facts.sweep.design) +
                  " design are no even cover of the ranges: shares of cells say what was run, not how likely it is.");
  }
  return section("5 Robustness", html + subsection("5.1 Regret", regret_table(facts)) +
                                     subsection("5.2 Good enough", satisficing(facts)) +
                                     subsection("5.3 Speed against loss", frontier(facts)) +
                                     subsection("5.4 Where policies fail", discovery(facts)));
}

}  // namespace faultline::researcher
