#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/sweep/sensitivity.h"
#include "analysis/sweep/sweep_summary.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kNameWidth = 26;

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

std::string with_interval(const stats::Estimate& estimate, const char* form) {
  const auto number = [&](double x) { return fmt::format(fmt::runtime(form), x == 0.0 ? 0.0 : x); };
  return fmt::format("{:>8} {:>15}", number(estimate.value),
                     estimate.interval ? number(estimate.interval->low) + ".." + number(estimate.interval->high) : "-");
}

double floor_of(const stats::Estimate& dummy) {
  return dummy.interval ? std::max(std::abs(dummy.interval->low), std::abs(dummy.interval->high)) : 0.0;
}

std::string sobol_lines(const SensitivityReport& report, const stats::SobolIndices& sobol) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>24}{:>25}\n", "share of the variance", "alone (95 %)", "in all (95 %)");
  bool below = false;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const bool low = sobol.settled && sobol.total[p].value <= floor_of(sobol.dummy_total);
    below = below || low;
    text += fmt::format("{:<26}{} {}{}\n", name_of(parameters[p]), with_interval(sobol.first[p], "{:.3f}"),
                        with_interval(sobol.total[p], "{:.3f}"), low ? " *" : "");
  }
  text += fmt::format("{:<26}{} {}\n", "(one that does nothing)", with_interval(sobol.dummy_first, "{:.3f}"),
                      with_interval(sobol.dummy_total, "{:.3f}"));
  for (const stats::PairIndex& pair : sobol.second) {
    text += fmt::format("  {} with {}\n{:<26}{}\n", name_of(parameters[pair.a]), name_of(parameters[pair.b]),
                        "    together beyond both", with_interval(pair.index, "{:.3f}"));
  }
  text += below ? "* not above the noise floor, which one that does nothing shows\n" : "";
  return text + fmt::format("Luck makes {:.0f} % of the variance between cells; it is in no index.\n",
                            100 * sobol.luck_fraction);
}

std::string morris_lines(const SensitivityReport& report, const std::vector<stats::MorrisMeasures>& morris) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>24}{:>10}{:>10}\n", "change over the range", "mu* (95 %)", "mu", "sigma");
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    text += fmt::format("{:<26}{}{:>10.4g}{:>10.4g}{}\n", name_of(parameters[p]),
                        with_interval(morris[p].mean_absolute, "{:.4g}"), morris[p].mean.value, morris[p].spread,
                        morris[p].settled ? "" : " *");
  }
  const bool any = std::any_of(morris.begin(), morris.end(), [](const auto& m) { return !m.settled; });
  return text + (any ? "* cannot be told from luck, shown as 0\n" : "");
}

std::string regression_lines(const SensitivityReport& report, const stats::StandardisedRegression& regression) {
  const auto& parameters = report.sweep.design.parameters;
  std::string text = fmt::format("{:<26}{:>24}\n", "regression, standardised", "slope (95 %)");
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    text += fmt::format("{:<26}{}\n", name_of(parameters[p]), with_interval(regression.coefficients[p], "{:.3f}"));
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
  std::string text = fmt::format("{:<26}{:>12}{:>24}\n", "largest change first", "at", "change (95 %)");
  for (const std::size_t p : order) {
    if (output.tornado[p].empty()) {
      text += fmt::format("{:<26}{:>12}\n", name_of(parameters[p]), "no cell ran");
      continue;
    }
    const auto line = [&](const std::string& name, const TornadoLevel& level) {
      text += fmt::format("{:<26}{:>12.5g}{}\n", name, level.value, with_interval(level.change, "{:.4g}"));
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
      " in the scenario as it stands.\n";
  for (std::size_t p = 0; p < sweep.design.parameters.size(); ++p) {
    const SweepParameter& parameter = sweep.design.parameters[p];
    bool any = false;
    for (const FlipPoint& flip : report.flips) {
      if (flip.parameter != p) {
        continue;
      }
      any = true;
      text += fmt::format("{:<26}{}{}\n", name_of(parameter), with_interval(flip.value, "{:.4g}"),
                          flip.value.warnings.empty() ? "" : " not settled");
      text += fmt::format("    below it {}, above it {}\n", printable(sweep.policies[flip.below].id, 25),
                          printable(sweep.policies[flip.above].id, 25));
    }
    if (!any) {
      text += fmt::format("{:<26}the same from {:.5g} to {:.5g}\n", name_of(parameter), parameter.low, parameter.high);
    }
  }
  return text + "\n";
}

}  // namespace

std::string sensitivity_table(const SensitivityReport& report) {
  const SweepDescription& sweep = report.sweep;
  std::string text =
      fmt::format("{}: {} ({}), {} each{}\n\n", printable(sweep.scenario_id, 40),
                  how_many(sweep.design.cells(), "cell"), kDesignNames[static_cast<std::size_t>(sweep.design.kind)],
                  how_many(sweep.replications, "quarter"), sweep.precision.asked() ? " at least" : "");
  text += flip_lines(report);
  for (const OutputSensitivity& output : report.outputs) {
    text += title_of(report, output) + "\n" + std::string(80, '-') + "\n";
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
    text += "\n";
  }
  return text;
}

}  // namespace faultline
