#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/report/wording.h"
#include "analysis/sweep/sensitivity.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kNameWidth = 25;  // and a blank

std::string name_of(const SweepParameter& parameter) {
  // The end of a pointer says more than its beginning.
  const std::string name = printable(parameter.name, 200);
  return name.size() <= kNameWidth ? name : ".." + name.substr(name.size() - kNameWidth + 2);
}

std::string title_of(const SensitivityReport& report, const OutputSensitivity& output) {
  const std::string policy = printable(report.sweep.policies[output.policy].id, 30);
  switch (output.output) {
    case SweepOutput::p99:
      return policy + ": 99 % quantile of lost orders";
    case SweepOutput::saved:
      return policy + ": orders saved against " + printable(report.sweep.policies[0].id, 20);
    case SweepOutput::mean:
      break;
  }
  return policy + ": mean lost orders";
}

// At most 8 columns, up to 10^13, in the unit that suits `largest`: ends of an interval share theirs.
std::string short_number(double x, double largest) {
  const double size = std::abs(largest);
  if (size >= 1e4 && size < 1e13) {
    for (const auto& [unit, letter] : {std::pair(1e9, 'G'), std::pair(1e6, 'M'), std::pair(1e3, 'k')}) {
      if (size >= unit) {
        return x == 0.0 ? "0" : fmt::format("{:.{}g}{}", x / unit, std::abs(x) < unit ? 2 : 4, letter);
      }
    }
  }
  return x != 0.0 && std::abs(x) < 1e-4 ? fmt::format("{:.2g}", x) : fmt::format("{:.4g}", x == 0.0 ? 0.0 : x);
}

std::string share(double x, double /*largest*/) { return fmt::format("{:.3f}", x == 0.0 ? 0.0 : x); }

// 25 columns, the first of them blank.
std::string with_interval(const stats::Estimate& estimate, std::string (*number)(double, double)) {
  std::string interval = "-";
  if (estimate.interval) {
    const auto [low, high] = *estimate.interval;
    const double largest = std::max(std::abs(low), std::abs(high));
    interval = number(low, largest) + ".." + number(high, largest);
  }
  return fmt::format(" {:>7} {:>16}", number(estimate.value, estimate.value), interval);
}

double floor_of(const stats::Estimate& dummy) {
  return dummy.interval ? std::max(std::abs(dummy.interval->low), std::abs(dummy.interval->high)) : 0.0;
}

std::string sobol_lines(const SensitivityReport& report, const stats::SobolIndices& sobol) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>25}{:>25}\n", "share of the variance", "alone (95 %)", "in all (95 %)");
  bool below = false;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const bool low = sobol.settled && sobol.total[p].value <= floor_of(sobol.dummy_total);
    below = below || low;
    text += fmt::format("{:<26}{}{}{}\n", name_of(parameters[p]), with_interval(sobol.first[p], share),
                        with_interval(sobol.total[p], share), low ? " *" : "");
  }
  text += fmt::format("{:<26}{}{}\n", "(one that does nothing)", with_interval(sobol.dummy_first, share),
                      with_interval(sobol.dummy_total, share));
  for (const stats::PairIndex& pair : sobol.second) {
    text += fmt::format("  {} with {}\n{:<26}{}\n", name_of(parameters[pair.a]), name_of(parameters[pair.b]),
                        "    together beyond both", with_interval(pair.index, share));
  }
  text += below ? "* not above the noise floor, which one that does nothing shows\n" : "";
  return text + fmt::format("Luck makes {:.0f} % of the variance between cells; it is in no index.\n",
                            100 * sobol.luck_fraction);
}

std::string morris_lines(const SensitivityReport& report, const std::vector<stats::MorrisMeasures>& morris) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>25}{:>10}{:>10}\n", "change over the range", "mu* (95 %)", "mu", "sigma");
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    text += fmt::format("{:<26}{} {:>9} {:>9}{}\n", name_of(parameters[p]),
                        with_interval(morris[p].mean_absolute, short_number),
                        short_number(morris[p].mean.value, morris[p].mean.value),
                        short_number(morris[p].spread, morris[p].spread), morris[p].settled ? "" : " *");
  }
  const bool any = std::any_of(morris.begin(), morris.end(), [](const auto& m) { return !m.settled; });
  return text + (any ? "* cannot be told from luck, shown as 0\n" : "");
}

std::string regression_lines(const SensitivityReport& report, const stats::StandardisedRegression& regression) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>25}\n", "regression, standardised", "slope (95 %)");
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    text += fmt::format("{:<26}{}\n", name_of(parameters[p]), with_interval(regression.coefficients[p], share));
  }
  return text + fmt::format("A plane explains {:.0f} % of the variance between cells, luck included.\n",
                            100 * std::max(0.0, regression.adjusted_r_squared));
}

std::string tornado_lines(const SensitivityReport& report, const OutputSensitivity& output) {
  const auto& parameters = report.sweep.design.parameters;
  std::vector<std::size_t> order;
  const auto swing = [&](std::size_t p) {
    double most = 0.0;
    for (const TornadoLevel& level : output.tornado[p]) {
      most = std::max(most, std::abs(level.change.value));
    }
    return most;
  };
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    order.push_back(p);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return swing(a) > swing(b); });
  std::string text = fmt::format("{:<26}{:>12}{:>25}\n", "largest change first", "at", "change (95 %)");
  for (const std::size_t p : order) {
    if (output.tornado[p].empty()) {
      text += fmt::format("{:<26}{:>12}\n", name_of(parameters[p]), "no cell ran");
      continue;
    }
    const auto line = [&](const std::string& name, const TornadoLevel& level) {
      text += fmt::format("{:<26}{:>12.5g}{}\n", name, level.value, with_interval(level.change, short_number));
    };
    line(name_of(parameters[p]), output.tornado[p].front());
    if (output.tornado[p].size() > 1) {
      line("", output.tornado[p].back());
    }
  }
  return text;
}

std::string flip_lines(const SensitivityReport& report) {
  if (!report.best_at_base) {
    return "";
  }
  const SweepDescription& sweep = report.sweep;
  std::string text =
      "Which policy that delivers loses least: " + printable(sweep.policies[*report.best_at_base].id, 40) +
      "\nin the scenario as it stands.\n";
  for (std::size_t p = 0; p < sweep.design.parameters.size(); ++p) {
    const SweepParameter& parameter = sweep.design.parameters[p];
    bool any = false;
    for (const FlipPoint& flip : report.flips) {
      if (flip.parameter != p) {
        continue;
      }
      any = true;
      text += flip.by_delivery
                  ? fmt::format("{:<26}between {:.5g} and {:.5g}\n", name_of(parameter), flip.value.interval->low,
                                flip.value.interval->high)
                  : fmt::format("{:<26}{}{}\n", name_of(parameter), with_interval(flip.value, short_number),
                                flip.value.warnings.empty() ? "" : " not settled");
      text += fmt::format("    below it {}, above it {}\n", printable(sweep.policies[flip.below].id, 25),
                          printable(sweep.policies[flip.above].id, 25));
      if (flip.by_delivery) {
        text += "    since one of them begins or ceases to deliver in between\n";
      }
    }
    if (!any) {
      const std::vector<double>& ran = report.levels_ran[p];  // the base always did
      text += ran.size() > 1
                  ? fmt::format("{:<26}the same from {:.5g} to {:.5g}\n", name_of(parameter), ran.front(), ran.back())
                  : fmt::format("{:<26}not known: no level of it ran\n", name_of(parameter));
    }
  }
  return text + "\n";
}

}  // namespace

std::string sensitivity_table(const SensitivityReport& report) {
  const SweepDescription& sweep = report.sweep;
  std::string text = fmt::format(
      "{}: {} ({}), {} each{}\n\n", printable(sweep.scenario_id, 40), report::how_many(sweep.design.cells(), "cell"),
      kDesignNames[static_cast<std::size_t>(sweep.design.kind)], report::how_many(sweep.replications, "quarter"),
      sweep.precision.asked() ? " at least" : "");
  text += flip_lines(report);
  for (const OutputSensitivity& output : report.outputs) {
    text += title_of(report, output) + "\n" + std::string(80, '-') + "\n";
    if (!output.sobol && output.morris.empty() && !output.regression && output.tornado.empty()) {
      text += fmt::format("Nothing can be said: {} {} too few, or parameters move together or not at all.\n",
                          report::how_many(output.cells, "cell"), output.cells == 1 ? "is" : "are");
    }
    if (output.sobol) {
      text += sobol_lines(report, *output.sobol);
    }
    if (!output.morris.empty()) {
      text += morris_lines(report, output.morris);
    }
    if (output.regression) {
      text += regression_lines(report, *output.regression);
    }
    if (!output.tornado.empty()) {
      text += tornado_lines(report, output);
    }
    if (sweep.replications < kFewestQuarters) {
      text += "Cells of one quarter: nothing a parameter does can be told from luck.\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace faultline
