#include "analysis/draws/draw_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

using report::format_count;

std::string p_text(double p) { return p < 0.001 ? "< 0.001" : report::format_number(p, 2); }

// What is left of sums that cancel is no scatter.
std::string sd_text(double variance, double mean) {
  constexpr double kRounding = 1e-12;
  const double sd = std::sqrt(variance);
  return sd <= kRounding * std::abs(mean) ? "0" : format_count(sd);
}

std::string not_drawn_text(const NotDrawn& counts) {
  std::string parts;
  const auto add = [&](std::size_t count, const char* what) {
    if (count > 0) parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, what);
  };
  add(counts.assumed, "assumed without a range");
  add(counts.assumed_defaults, "assumed defaults");
  add(counts.estimated, "estimated without a range");
  add(counts.evidence, "from the evidence table without a range");
  add(counts.measured, "measured without an interval");
  return fmt::format("Not drawn, and so not in any figure here: {}{}{}.", how_many(counts.all(), "number"),
                     parts.empty() ? "" : ": ", parts);
}

}  // namespace

std::string draw_headline(const DrawReport& report) {
  const std::string reference = printable(report.sweep.policies[0].id);
  if (report.pairs.empty()) {
    const SplitFigure& lost = report.policies[0].figures.front();
    if (!lost.split) return reference + ": " + std::to_string(report.draws_run) + " draws of the parameters.";
    return fmt::format(
        "{} loses {} orders a quarter over {} draws of the parameters; ignorance of them is {} of a "
        "quarter's variance, luck the rest.",
        reference, format_count(lost.split->mean), report.draws_run, share_text(lost.split->ignorance_share()));
  }
  const auto best = std::max_element(report.pairs.begin(), report.pairs.end(), [](const auto& x, const auto& y) {
    const auto rank = [](const DrawnPair& pair) {
      return pair.a == 0 && pair.saved[0].split ? pair.saved[0].split->mean : -1e300;
    };
    return rank(x) < rank(y);
  });
  const std::string name = printable(report.sweep.policies[best->b].id);
  const SplitFigure& saved = best->saved[0];
  if (!saved.split || !(saved.split->mean > 0.0)) {
    return fmt::format("No policy loses less than {} in the mean over {} draws of the parameters.", reference,
                       report.draws_run);
  }
  return fmt::format(
      "{} loses less than {} in {} draws of the parameters; it saves {} orders a quarter in the mean, "
      "{} to {} in 95 of 100 draws.",
      name, reference,
      share_of_draws(
          static_cast<std::size_t>(std::llround(best->b_loses_less.value * static_cast<double>(report.draws_run))),
          report.draws_run),
      format_count(saved.split->mean), format_count(saved.band->low), format_count(saved.band->high));
}

SplitCells split_cells(const SplitFigure& figure) {
  SplitCells cells{"-", "-", "-", "-", "-", "-"};
  if (figure.band) {
    cells.band = format_count(figure.band->low) + " to " + format_count(figure.band->high);
  }
  if (figure.split) {
    const stats::VarianceSplit& split = *figure.split;
    cells.mean = format_count(split.mean);
    cells.luck = sd_text(split.luck_variance, split.mean);
    cells.ignorance = sd_text(split.ignorance_variance, split.mean) + (split.ignorance_below_zero ? "*" : "");
    cells.share = share_text(split.ignorance_share());
    cells.p_value = p_text(split.p_value);
  }
  return cells;
}

std::string share_text(double share) {
  const double percent = 100.0 * share;
  if (percent > 0.0 && percent < 0.1) return "< 0.1 %";
  return percent < 10.0 ? report::format_number(percent, percent < 1.0 ? 1 : 2) + " %"
                        : fmt::format("{:.0f} %", percent);
}

std::string share_of_draws(std::size_t count, std::size_t draws) {
  return fmt::format("{} of {} ({})", count, draws,
                     share_text(static_cast<double>(count) / static_cast<double>(draws)));
}

std::vector<std::string> draw_notes(const DrawReport& report) {
  const SweepDescription& sweep = report.sweep;
  std::vector<std::string> notes{fmt::format(
      "{} draws of {}, each over the same {} of {:g} days; a Latin hypercube over their "
      "laws, {} correlated.",
      report.draws_run, how_many(report.drawn.parameters.size(), "number"), how_many(sweep.replications, "quarter"),
      sweep.horizon_days, how_many(report.drawn.pairs.size(), "pair"))};
  if (!report.failures.empty()) {
    notes.push_back(fmt::format("{} could not be run and {} in no figure; the first: cell {}, {}.",
                                how_many(report.failures.size(), "cell"), report.failures.size() == 1 ? "is" : "are",
                                report.failures[0].cell, report.failures[0].reason));
  }
  notes.push_back(not_drawn_text(report.drawn.not_drawn));
  notes.emplace_back(
      "Band: between which the means of 95 of 100 draws lie, with the luck that is left in each mean. Luck: standard "
      "deviation of a quarter whose parameters are known (of the 99 % quantile: of a group of quarters). Ignorance: "
      "standard deviation of the mean over what the parameters may be, luck taken out. p: chance of so much scatter "
      "between draws were it luck alone.");
  if (!report.drivers_together) {
    notes.emplace_back(
        "Fewer than two draws for each unknown: which parameters an answer goes with is told of each alone, and one "
        "may "
        "stand there for another with which its draws happen to go along.");
  }
  const auto below_zero = [](const SplitFigure& figure) { return figure.split && figure.split->ignorance_below_zero; };
  bool any = false;
  for (const DrawnPolicy& policy : report.policies) {
    any = any || std::any_of(policy.figures.begin(), policy.figures.end(), below_zero);
  }
  for (const DrawnPair& pair : report.pairs) {
    any = any || std::any_of(pair.saved.begin(), pair.saved.end(), below_zero);
  }
  if (any) notes.emplace_back("* The estimate was below 0 and is shown as 0.");
  return notes;
}

std::string ends_text(const Uncertainty& about) {
  return report::format_number(about.low) + " to " + report::format_number(about.high);
}

std::string driver_measure(const DrawReport& report) {
  return report.drivers_together ? "rank regression" : "rank correlation";
}

std::string unknown_name(const DrawReport& report, const DrivingParameter& driver) {
  const std::string pointer = printable(report.drawn.parameters[driver.parameter].source.pointer, 200);
  return driver.others == 0 ? pointer : fmt::format("{} (and {} more)", pointer, driver.others);
}

std::vector<DrivingParameter> leading(const std::vector<DrivingParameter>& drivers, std::size_t most) {
  std::vector<DrivingParameter> found;
  for (const DrivingParameter& driver : drivers) {
    if (driver.beyond_chance && found.size() < most) found.push_back(driver);
  }
  if (found.empty() && !drivers.empty()) found.push_back(drivers.front());
  return found;
}

}  // namespace faultline
