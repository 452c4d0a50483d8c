// Which parameters the answer hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sensitivity_figures.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

Content morris_figure(const Facts& facts, const OutputSensitivity& output) {
  report::DotChart chart;
  const auto most = largest(output.morris, [](const stats::MorrisMeasures& m) { return m.mean_absolute.value; });
  double floor = 0.0;
  std::vector<stats::Estimate> mean_absolutes;
  Rows rows;
  for (std::size_t p = 0; p < output.morris.size(); ++p) {
    const stats::MorrisMeasures& own = output.morris[p];
    mean_absolutes.push_back(own.mean_absolute);
    stats::Estimate spread;
    spread.value = own.spread;
    chart.rows.push_back({parameter_name(facts, p), {own.mean_absolute, spread}});
    floor = std::max(floor, own.luck_floor);
    rows.push_back({code(parameter_name(facts, p)), report::count_cell(own.mean), report::count_cell(own.mean_absolute),
                    format_number(own.spread), format_number(own.luck_floor), own.settled ? "yes" : "no"});
  }
  const bool any = most && output.morris[*most].settled;
  chart.title = output_words(facts, output) + (any ? ": " + leader(facts.sweep, mean_absolutes, "moves it most")
                                                   : std::string(": no parameter can be told from luck"));
  chart.description = "Morris's elementary effects over the whole range of each parameter.";
  chart.x_label = "orders";
  chart.series = {"mu*, mean absolute effect", "sigma, spread of the effects (hollow: no interval)"};
  if (floor > 0) {
    chart.zone = report::DotZone{{0.0, floor}, "mu* by luck alone, the largest of all parameters"};
  }
  chart.notes = {
      "Bars: 95 % by resampling trajectories: error of the design. Sigma above 0: the effect bends, or hangs on "
      "other parameters. A parameter that cannot be told from luck stands at 0."};
  return figure(output_chart("morris", facts, output), chart) +
         numbers(report::table("Elementary effects in orders",
                               {"Parameter", "mu", "mu*", "sigma", "mu* by luck alone", "Told from luck"}, rows,
                               report::LastColumn::words));
}

// Without their signs.
std::vector<stats::Estimate> sizes_of(std::vector<stats::Estimate> estimates) {
  for (stats::Estimate& own : estimates) {
    if (own.value < 0) {
      own.value = -own.value;
      own.interval =
          own.interval ? std::optional(stats::Interval{-own.interval->high, -own.interval->low}) : std::nullopt;
    }
  }
  return estimates;
}

Content regression_figure(const Facts& facts, const OutputSensitivity& output) {
  const stats::StandardisedRegression& regression = *output.regression;
  report::DotChart chart;
  chart.title = output_words(facts, output) +
                fmt::format(": {}; a plane explains {}\u00A0% of the variance",
                            leader(facts.sweep, sizes_of(regression.coefficients), "has the steepest slope"),
                            format_number(100 * regression.r_squared, 2));
  chart.description = "Standardised regression coefficients.";
  chart.x_label = "standard deviations of the output for one of the parameter";
  chart.series = {"slope"};
  Rows rows;
  for (std::size_t p = 0; p < regression.coefficients.size(); ++p) {
    chart.rows.push_back({parameter_name(facts, p), {regression.coefficients[p]}});
    rows.push_back({code(parameter_name(facts, p)), index_cell(regression.coefficients[p])});
  }
  chart.notes = {
      "Bars: 95 % (Student's t): scatter of the cells about the plane. Where the plane explains little, slopes "
      "say little."};
  return figure(output_chart("regression", facts, output), chart) +
         numbers(report::table(
             fmt::format("Slopes over {}; R squared {}, adjusted {}", counted(output.cells, "cell"),
                         format_number(regression.r_squared), format_number(regression.adjusted_r_squared)),
             {"Parameter", "Slope"}, rows));
}

// The output in the cell with the base values.
double base_of(const Facts& facts, const OutputSensitivity& output) {
  const Cell& cell = facts.cells.front();
  const double own = cell.policies[output.policy].lost.value;
  return output.output == SweepOutput::saved ? cell.policies[0].lost.value - own : own;
}

report::TornadoEnd end_at(const TornadoLevel& level, double base) {
  return report::tornado_end(level.value, level.change, base);
}

Content tornado_figure(const Facts& facts, const OutputSensitivity& output) {
  report::TornadoChart chart{};
  const bool p99 = output.output == SweepOutput::p99;
  chart.base = p99 ? 0.0 : base_of(facts, output);
  Rows rows;
  for (std::size_t p = 0; p < output.tornado.size(); ++p) {
    const auto& levels = output.tornado[p];
    for (const TornadoLevel& level : levels) {
      rows.push_back({code(parameter_name(facts, p)), format_number(level.value), report::count_cell(level.change)});
    }
    if (levels.empty()) {
      continue;
    }
    const auto less = [](const TornadoLevel& a, const TornadoLevel& b) { return a.value < b.value; };
    chart.rows.push_back({parameter_name(facts, p), "",
                          end_at(*std::min_element(levels.begin(), levels.end(), less), chart.base),
                          end_at(*std::max_element(levels.begin(), levels.end(), less), chart.base)});
  }
  std::stable_sort(chart.rows.begin(), chart.rows.end(),
                   [](const auto& a, const auto& b) { return bar_width(a) > bar_width(b); });
  if (chart.rows.empty()) {
    return "";
  }
  chart.title = output_words(facts, output) + ": " + chart.rows.front().label + " moves it furthest between its ends";
  std::vector<std::string> names;
  for (const report::TornadoRow& row : chart.rows) {
    names.push_back(row.label);
  }
  const std::vector<std::string> labels = report::distinct_labels(names, 22);
  for (std::size_t r = 0; r < labels.size(); ++r) {
    chart.rows[r].label = labels[r];
  }
  chart.description = "One parameter at a time, the others as they stand.";
  chart.x_label = output.output == SweepOutput::saved ? "orders saved"
                  : p99                               ? "change of the 99 % quantile, orders"
                                                      : "mean lost orders";
  if (output.output == SweepOutput::saved) {
    chart.flip = 0.0;
    chart.flip_label = "saves nothing";
  }
  chart.notes = {
      "Bars: from the low end of the range (pale) to the high one: what the input is not known to be. Their "
      "intervals: simulation error, 95 %, paired with the scenario as it stands."};
  return figure(output_chart("tornado", facts, output), chart) +
         report::details("Numbers, every level",
                         report::table("Change against the scenario as it stands, with paired 95 % intervals",
                                       {"Parameter", "At", "Change, orders"}, rows));
}

// Where a policy begins or ceases to deliver is known to the levels, no better.
std::string flip_cell(const FlipPoint& flip) {
  return flip.by_delivery ? fmt::format("between {} and {}, where one of them begins or ceases to deliver",
                                        report::format_number(flip.value.interval->low, 3),
                                        report::format_number(flip.value.interval->high, 3))
                          : index_cell(flip.value);
}

std::string flips(const Facts& facts) {
  const SensitivityReport& report = *facts.sensitivity;
  if (report.best_at_base) {
    const std::string best =
        policy_name(facts, *report.best_at_base) + " loses least with all parameters as they stand.";
    if (report.flips.empty()) {
      return paragraph(best + " No parameter alone makes another policy lose least at the levels that were run.");
    }
    Rows rows;
    for (const FlipPoint& flip : report.flips) {
      rows.push_back({code(parameter_name(facts, flip.parameter)), flip_cell(flip),
                      escape_html(policy_name(facts, flip.below)), escape_html(policy_name(facts, flip.above))});
    }
    return paragraph(best) + report::table(
                                 "Flip points: where along a parameter another policy loses least, with 95 % intervals "
                                 "(simulation error)",
                                 {"Parameter", "At", "Loses least below", "Loses least above"}, rows,
                                 report::LastColumn::words);
  }
  return "";
}

Content output_figures(const Facts& facts, const OutputSensitivity& output) {
  Content html;
  if (output.sobol) {
    html += sobol_figure(facts, output);
    const auto settled = [](const SobolAtRows& at) { return at.indices.settled; };
    if (output.convergence.size() > 1 && std::any_of(output.convergence.begin(), output.convergence.end(), settled)) {
      html += convergence_figure(facts, output);
    }
  }
  if (!output.morris.empty()) {
    html += morris_figure(facts, output);
  }
  if (output.regression && !output.sobol) {
    html += regression_figure(facts, output);
  }
  if (!output.tornado.empty()) {
    html += tornado_figure(facts, output);
  }
  return html + warning_list(output.warnings);
}

}  // namespace

std::string output_words(const Facts& facts, const OutputSensitivity& output) {
  constexpr std::array<std::string_view, 3> kWords{"mean loss", "99 % quantile of the loss", "orders saved"};
  std::string words =
      policy_name(facts, output.policy) + ", " + std::string(kWords[static_cast<std::size_t>(output.output)]);
  return output.output == SweepOutput::saved ? words + " against " + policy_name(facts, 0) : words;
}

std::string output_chart(std::string_view what, const Facts& facts, const OutputSensitivity& output) {
  constexpr std::array<std::string_view, 3> kKeys{"mean", "p99", "saved"};
  return policy_chart(fmt::format("{}-{}", what, kKeys[static_cast<std::size_t>(output.output)]), facts, output.policy);
}

const std::string& parameter_name(const Facts& facts, std::size_t parameter) {
  return facts.sweep.design.parameters[parameter].name;
}

std::string warning_list(const std::vector<std::string>& warnings) {
  std::string html;
  for (const std::string& warning : warnings) {
    html += report::element("li", warning) + "\n";
  }
  return html.empty() ? "" : "<ul>\n" + html + "</ul>\n";
}

Content sensitivity_section(const Facts& facts) {
  if (!facts.sensitivity) {
    return section("3 Sensitivity", paragraph("Not shown: " + facts.no_sensitivity + "."));
  }
  constexpr std::array<std::string_view, 3> kHeadings{"Mean loss", "99 % quantile of the loss",
                                                      "Orders saved against the reference, on the same quarters"};
  Content html = warning_list(facts.sensitivity->warnings) + flips(facts);
  int number = 0;
  for (const SweepOutput wanted : {SweepOutput::mean, SweepOutput::p99, SweepOutput::saved}) {
    Content figures;
    for (const OutputSensitivity& output : facts.sensitivity->outputs) {
      figures += output.output == wanted ? output_figures(facts, output) : "";
    }
    if (!figures.html.empty()) {
      html += subsection(fmt::format("3.{} {}", ++number, kHeadings[static_cast<std::size_t>(wanted)]), figures);
    }
  }
  const DesignKind kind = facts.sweep.design.kind;
  if (kind != DesignKind::saltelli) {
    html += paragraph("Sobol indices and their convergence are not shown: they need --design saltelli.");
  }
  if (kind != DesignKind::morris) {
    html += paragraph("Elementary effects are not shown: they need --design morris.");
  }
  if (kind != DesignKind::tornado) {
    html += paragraph("One parameter at a time and flip points are not shown: they need --design tornado.");
  }
  return section("3 Sensitivity", html);
}

}  // namespace faultline::researcher
