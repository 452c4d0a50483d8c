// Whether enough was run, and where the scatter comes from.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

constexpr double kUsualTarget = 0.05;  // where the sweep was not told one

std::string percent_words(double share) { return format_number(100 * share, 2) + "\u00A0%"; }

double target_of(const Facts& facts) {
  return facts.sweep.precision.asked() ? facts.sweep.precision.relative_half_width : kUsualTarget;
}

// Replications at which the median cell would reach the target, half-widths shrinking with the root of their number.
double needed(const WidthAt& last, double target) {
  const double times = last.median / target;
  return std::ceil(static_cast<double>(last.replications) * std::max(1.0, times * times));
}

Content width_figure(const Facts& facts) {
  const double target = target_of(facts);
  report::LineChart chart = growing_chart("replications of each cell", "half-width over the mean, %");
  chart.description = "Half the 95 % interval of a cell's mean loss over that mean, in the median of the cells.";
  chart.y_scale = report::ScaleKind::kLogarithmic;
  chart.notes = {
      "Simulation error (B), not spread of outcomes and not what inputs may be: the median over the cells of "
      "half a 95 % interval (Student's t). Cells that lost nothing have none and are left out."};
  Rows rows;
  std::size_t reached = 0;
  double first = 0.0;
  double last = 0.0;
  for (std::size_t p = 0; p < facts.precision.size(); ++p) {
    report::Curve curve{policy_name(facts, p), p, {}, false, "no interval in any cell"};
    const std::vector<WidthAt>& widths = facts.precision[p].widths;
    for (const WidthAt& at : widths) {
      curve.points.push_back({static_cast<double>(at.replications), 100 * at.median, std::nullopt});
      rows.push_back({escape_html(policy_name(facts, p)), std::to_string(at.replications), std::to_string(at.cells),
                      percent_words(at.median), percent_words(at.p90),
                      &at == &widths.back() ? format_number(needed(at, target), 2) : std::string("-")});
    }
    if (!widths.empty()) {
      first = first == 0.0 ? static_cast<double>(widths.front().replications) : first;
      last = static_cast<double>(widths.back().replications);
      reached += widths.back().median <= target ? 1 : 0;
    }
    chart.curves.push_back(std::move(curve));
  }
  if (last > first) {  // behind the others and without a marker: no policy
    chart.curves.push_back({"",
                            0,
                            {{first, 100 * target, std::nullopt}, {last, 100 * target, std::nullopt}},
                            false,
                            "",
                            std::nullopt,
                            true});
    chart.notes.push_back(fmt::format("Thin line: the target, {}\u00A0%.", format_number(100 * target, 2)));
  }
  chart.title = fmt::format("{} of {} policies know their mean loss to {}\u00A0% in the median cell", reached,
                            facts.precision.size(), format_number(100 * target, 2));
  return figure("precision", chart) +
         (facts.sweep.precision.asked()
              ? ""
              : paragraph(
                    "No precision was asked for: the target line is 5 %. With --precision, faultline sweep runs each "
                    "cell until its means are that well known.")) +
         numbers(report::table(
             "Half-width over the mean, and replications that would reach the target in the median cell",
             {"Policy", "Replications", "Cells with a loss", "Median cell", "90 % of cells below", "Needed"}, rows));
}

Content split_figure(const Facts& facts) {
  const bool none = std::none_of(facts.precision.begin(), facts.precision.end(), [](const auto& p) { return p.split; });
  if (none) {
    const DesignKind kind = facts.sweep.design.kind;
    return paragraph(kind == DesignKind::morris || kind == DesignKind::tornado
                         ? "The variance is not split: the points of a " + design_name(facts.sweep.design) +
                               " design are no sample of the ranges."
                         : "The variance is not split: it needs two cells and two replications.");
  }
  report::BarChart chart;
  chart.description = "Share of the variance of one quarter's loss that lies between points of the design.";
  chart.x_label = "percent of the variance between points; the rest is between quarters";
  Rows rows;
  std::size_t most = 0;
  for (std::size_t p = 0; p < facts.precision.size(); ++p) {
    const auto& split = facts.precision[p].split;
    if (!split) {
      continue;
    }
    most = !facts.precision[most].split || split->ignorance_share() > facts.precision[most].split->ignorance_share()
               ? p
               : most;
    chart.bars.push_back({policy_name(facts, p), p, 100 * split->ignorance_share(), std::nullopt});
    rows.push_back({escape_html(policy_name(facts, p)), format_number(std::sqrt(split->ignorance_variance)),
                    format_number(std::sqrt(split->luck_variance)), percent_words(split->ignorance_share()),
                    split->p_value < 0.001 ? "under 0.001" : format_number(split->p_value, 2),
                    split->luck_variance_of_means > 0
                        ? format_number(split->luck_variance /
                                        (split->luck_variance_of_means * static_cast<double>(split->replications)))
                        : "-"});
  }
  const stats::VarianceSplit& shown = *facts.precision[most].split;
  chart.title = fmt::format("Between points of the design lies at most {}\u00A0% of a quarter's variance ({})",
                            format_number(100 * shown.ignorance_share(), 2), policy_name(facts, most));
  chart.notes = {
      fmt::format("{}, each counting the same, over the same {}: the split depends on the "
                  "ranges that were swept.",
                  counted(shown.draws, "point"), counted(shown.replications, "quarter"))};
  return figure("variance-split", chart) +
         numbers(report::table(
             "One quarter's gross lost orders: standard deviation between points of the design (input "
             "uncertainty, as far as the ranges stand for it) and between quarters (spread of outcomes); p of "
             "so large a part if no parameter mattered; how many times fewer replications the difference of "
             "two cells takes since they share their quarters",
             {"Policy", "Between points, sd", "Between quarters, sd", "Share between points", "p",
              "Factor between cells"},
             rows));
}

std::string reduction_table(const Facts& facts) {
  if (facts.precision.size() < 2) {
    return paragraph("The variance-reduction factor of common random numbers is not shown: one policy was run.");
  }
  Rows rows;
  std::string worst;
  double least = 0.0;
  for (std::size_t p = 1; p < facts.precision.size(); ++p) {
    const PolicyPrecision& own = facts.precision[p];
    const auto factor = own.reduction.factor();
    if (own.least_factor && (worst.empty() || *own.least_factor < least)) {
      least = *own.least_factor;
      worst = policy_name(facts, p);
    }
    const auto shown = [](const std::optional<double>& value) {
      return value ? format_number(*value) : std::string("-");
    };
    rows.push_back({escape_html(policy_name(facts, p)), shown(own.least_factor), shown(factor), shown(own.most_factor),
                    std::to_string(own.never_varies)});
  }
  const std::string reference = policy_name(facts, 0);
  return paragraph(worst.empty() ? "No paired difference varies."
                   : least >= 1.0
                       ? fmt::format("On shared quarters a difference to {} takes at least {} times fewer replications "
                                     "than on quarters of their own: the least over all cells and policies ({}).",
                                     reference, format_number(least), worst)
                       : fmt::format("Shared quarters do not help everywhere: in one cell the difference of {} to {} "
                                     "takes {} times as many replications on them as on quarters of their own.",
                                     worst, reference, format_number(1.0 / least))) +
         report::table(
             "Variance-reduction factor of common random numbers for the difference of mean losses to " + reference +
                 ": var a + var b over var (a - b). Together: sums over the cells in which the difference "
                 "varies; least and greatest: of single ones. Where it never varies, one replication is enough",
             {"Policy", "Least cell", "Together", "Greatest cell", "Cells where it never varies"}, rows);
}

}  // namespace

Content precision_section(const Facts& facts) {
  return section("4 Precision", subsection("4.1 Half-width against replications", width_figure(facts)) +
                                    subsection("4.2 Inputs and futures", split_figure(facts)) +
                                    subsection("4.3 Common random numbers", reduction_table(facts)));
}

}  // namespace faultline::researcher
