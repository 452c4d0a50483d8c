// Sobol indices of the section on sensitivity.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sensitivity_figures.h"

namespace faultline::researcher {
namespace {

using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

std::optional<report::DotZone> noise_floor(const stats::SobolIndices& sobol) {
  if (!sobol.dummy_total.interval) {
    return std::nullopt;
  }
  return report::DotZone{*sobol.dummy_total.interval, "total index of a parameter that does nothing, 95 %"};
}

std::string second_order(const Facts& facts, const stats::SobolIndices& sobol) {
  if (sobol.second.empty()) {
    return paragraph("Second order is not shown: sweep with --second-order.");
  }
  const std::size_t k = facts.sweep.design.parameters.size();
  std::vector<std::string> head{"Second order"};
  Rows rows(k - 1);
  for (std::size_t a = 0; a < k; ++a) {
    if (a > 0) {
      head.push_back(parameter_name(facts, a));
    }
    if (a + 1 < k) {
      rows[a].push_back(code(parameter_name(facts, a)));
      rows[a].resize(k, "");
    }
  }
  for (const stats::PairIndex& pair : sobol.second) {
    const bool clear = pair.index.interval && (pair.index.interval->low > 0 || pair.index.interval->high < 0);
    rows[pair.a][pair.b] = (clear ? "<b>" : "") + index_cell(pair.index) + (clear ? "</b>" : "");
  }
  return report::table(
      "Second-order indices, beyond what each of two parameters does alone; bold where the 95 % interval leaves out 0",
      head, rows);
}

// How far the whole design is from the largest smaller one that says anything.
std::string convergence_finding(const Facts& facts, const OutputSensitivity& output) {
  const SobolAtRows& whole = output.convergence.back();
  const auto before = std::find_if(output.convergence.rbegin() + 1, output.convergence.rend(),
                                   [](const SobolAtRows& at) { return at.indices.settled; });
  if (!whole.indices.settled || before == output.convergence.rend()) {
    return "no two sizes of the design have total indices that can be told from luck";
  }
  std::size_t most = 0;
  const auto moved = [&](std::size_t p) {
    return std::abs(whole.indices.total[p].value - before->indices.total[p].value);
  };
  for (std::size_t p = 1; p < whole.indices.total.size(); ++p) {
    most = moved(p) > moved(most) ? p : most;
  }
  return fmt::format("from {} rows to {} no total index moves by more than {} ({})", before->rows, whole.rows,
                     format_number(moved(most), 2), parameter_name(facts, most));
}

}  // namespace

Content sobol_figure(const Facts& facts, const OutputSensitivity& output) {
  const stats::SobolIndices& sobol = *output.sobol;
  if (!sobol.settled) {
    return paragraph(output_words(facts, output) + ": no indices are shown.") + warning_list(sobol.warnings);
  }
  report::DotChart chart;
  const auto most = largest(sobol.total, [](const stats::Estimate& e) { return e.value; });
  chart.title = output_words(facts, output) + fmt::format(": {}; total index {}",
                                                          leader(facts.sweep, sobol.total, "carries most"),
                                                          format_number(sobol.total[*most].value, 2));
  chart.description = "Sobol indices of first order and total.";
  chart.x_label = "share of the variance over the ranges";
  chart.series = {"S1, first order", "ST, total"};
  for (std::size_t p = 0; p < sobol.first.size(); ++p) {
    chart.rows.push_back({parameter_name(facts, p), {sobol.first[p], sobol.total[p]}});
  }
  chart.rows.push_back({"(does nothing)", {sobol.dummy_first, sobol.dummy_total}});
  chart.zone = noise_floor(sobol);
  chart.notes = {
      "Bars: 95 % by resampling rows of the design and groups of quarters: error of the design and of the simulation. "
      "Negative values are kept: they show how far the estimate errs."};
  Rows rows;
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    rows.push_back({code(chart.rows[r].label), index_cell(*chart.rows[r].dots[0]), index_cell(*chart.rows[r].dots[1])});
  }
  return figure(output_chart("sobol", facts, output), chart) +
         numbers(report::table(fmt::format("Sobol indices over {}; luck is {} % of the variance between cells",
                                           counted(sobol.variance.n, "row"), format_number(100 * sobol.luck_fraction)),
                               {"Parameter", "First order", "Total"}, rows) +
                 second_order(facts, sobol)) +
         warning_list(sobol.warnings);
}

Content convergence_figure(const Facts& facts, const OutputSensitivity& output) {
  report::LineChart chart = growing_chart("rows of the design", "total index");
  chart.title = output_words(facts, output) + ": " + convergence_finding(facts, output);
  chart.description = "Total index of each parameter against the rows that it rests on.";
  chart.notes = {
      "Bands: 95 % by resampling, as above, at each number of rows. Smaller designs are the first rows of this "
      "one, so that neighbours share rows."};
  std::string unsettled;
  for (const SobolAtRows& at : output.convergence) {
    unsettled += at.indices.settled ? "" : (unsettled.empty() ? "" : ", ") + std::to_string(at.rows);
  }
  if (!unsettled.empty()) {
    chart.notes.push_back("Not drawn: at " + unsettled +
                          " rows, where what the parameters do cannot be told from luck.");
  }
  std::vector<std::string> head{"Rows"};
  Rows rows;
  const std::size_t k = facts.sweep.design.parameters.size();
  for (std::size_t p = 0; p < k; ++p) {
    report::Curve curve{parameter_name(facts, p), p + 1, {}, false, "no rows"};
    for (const SobolAtRows& at : output.convergence) {
      if (at.indices.settled) {
        const stats::Estimate& total = at.indices.total[p];
        curve.points.push_back({static_cast<double>(at.rows), total.value, total.interval});
      }
    }
    chart.curves.push_back(std::move(curve));
    head.push_back(parameter_name(facts, p));
  }
  for (const SobolAtRows& at : output.convergence) {
    std::vector<std::string> row{std::to_string(at.rows)};
    for (const stats::Estimate& total : at.indices.total) {
      row.push_back(at.indices.settled ? index_cell(total) : "not settled");
    }
    rows.push_back(std::move(row));
  }
  return figure(output_chart("convergence", facts, output), chart) +
         numbers(report::table("Total indices by rows", head, rows));
}

}  // namespace faultline::researcher
