#include "analysis/report/variant_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/table.h"
#include "analysis/report/wording.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

std::optional<double> percent_error(const stats::Estimate& share) {
  return share.standard_error ? std::optional(100 * *share.standard_error) : std::nullopt;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : between) + part;
  }
  return text;
}

bool any(const VariantComparison& comparison, std::size_t output, CliffVerdict verdict) {
  return std::any_of(comparison.policies.begin(), comparison.policies.end(),
                     [&](const auto& policy) { return policy[output].verdict == verdict; });
}

// " from 1.26x to 2x under baseline and two-person-review, from 2x to 5x under freeze"; empty without a cliff.
std::string cliff_steps(const VariantComparison& comparison, std::size_t output) {
  std::string text;
  for (std::size_t step = 0; step + 1 < comparison.variants.size(); ++step) {
    std::vector<std::string> policies;
    std::string name;
    for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
      const OutputCurve& curve = comparison.policies[p][output];
      if (curve.verdict == CliffVerdict::cliff && curve.step == step) {
        policies.push_back(printable(comparison.run.policies[p].id, 40));
        name = step_name(comparison, curve);
      }
    }
    if (!policies.empty()) {
      text += (text.empty() ? " from " : ", from ") + name + " under " + listed(policies);
    }
  }
  return text;
}

std::string slope_text(const OutputCurve& curve) {
  const stats::Estimate& slope = *curve.slopes[curve.step];
  return "slope " + format_slope(slope) + ", 95 %: " + format_slope_interval(slope);
}

}  // namespace

std::string format_output(const VariantOutput& output, const std::optional<stats::Estimate>& figure) {
  if (!figure) {
    return "-";
  }
  switch (output.unit) {
    case OutputUnit::hours:
      return format_hours(figure->value);
    case OutputUnit::share:
      return format_number(100 * figure->value, 2) + " %";
    case OutputUnit::orders:
    case OutputUnit::changes:
      break;
  }
  return format_count(figure->value, figure->standard_error);
}

std::string format_output_interval(const VariantOutput& output, const std::optional<stats::Estimate>& figure) {
  if (!figure || !figure->interval) {
    return "";
  }
  if (output.unit == OutputUnit::share) {
    const auto [low, high] =
        format_range(100 * figure->interval->low, 100 * figure->interval->high, percent_error(*figure));
    return low + " to " + high + " %";
  }
  return format_count_interval(*figure);
}

std::string format_slope(const stats::Estimate& slope) { return format_number(slope.value, 2); }

std::string format_slope_interval(const stats::Estimate& slope) {
  if (!slope.interval) {
    return "";
  }
  const auto [low, high] = format_range(slope.interval->low, slope.interval->high, slope.standard_error);
  return low + " to " + high;
}

std::string step_name(const VariantComparison& comparison, const OutputCurve& curve) {
  return printable(comparison.variants[curve.step].label.id, 40) + " to " +
         printable(comparison.variants[curve.step + 1].label.id, 40);
}

std::string cliff_headline(const VariantComparison& comparison) {
  std::vector<std::string> cliffs;
  std::vector<std::string> open;
  bool known = false;
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    const std::string title(kVariantOutputs[o].title);
    const std::string steps = cliff_steps(comparison, o);
    if (!steps.empty()) {
      cliffs.push_back(title + steps);
    }
    known = known || any(comparison, o, CliffVerdict::none);
    if (any(comparison, o, CliffVerdict::not_settled)) {
      open.push_back(title);
    }
  }
  std::string text = cliffs.empty()       ? known && open.empty() ? "No cliff seen"
                                            : open.empty()        ? "No slopes: they need two variants and values above 0"
                                                                  : "No cliff is settled"
                     : cliffs.size() == 1 ? "A cliff in " + cliffs[0]
                                          : "Cliffs in " + joined(cliffs, "; ");
  return text + (open.empty() ? "" : ". Not settled: " + listed(open)) + ".";
}

std::string output_finding(const VariantComparison& comparison, std::size_t output) {
  std::string title(kVariantOutputs[output].title);
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  const std::string steps = cliff_steps(comparison, output);
  return title + ": " +
         (!steps.empty()                                       ? "cliff" + steps
          : any(comparison, output, CliffVerdict::not_settled) ? "no cliff is settled"
          : any(comparison, output, CliffVerdict::none)        ? "no cliff seen"
                                                               : "no slopes");
}

std::string cliff_sentence(const VariantComparison& comparison, std::size_t policy) {
  std::vector<std::string> cliffs;
  std::vector<std::string> none;
  std::vector<std::string> open;
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    const OutputCurve& curve = comparison.policies[policy][o];
    const std::string title(kVariantOutputs[o].title);
    if (curve.verdict == CliffVerdict::cliff) {
      cliffs.push_back(title + " from " + step_name(comparison, curve) + " (" + slope_text(curve) + ")");
    } else if (curve.verdict == CliffVerdict::none) {
      const auto& steepest = curve.slopes[curve.step];
      none.push_back(title + (steepest ? " (" + format_slope(*steepest) + ")" : ""));
    } else if (curve.verdict == CliffVerdict::not_settled) {
      open.push_back(title + " (" + step_name(comparison, curve) + ")");
    }
  }
  std::string text = printable(comparison.run.policies[policy].id, 40) + ": ";
  if (cliffs.empty() && none.empty() && open.empty()) {
    return text + "no slopes, which need two variants and values above 0.";
  }
  auto add = [&, first = true](const char* what, const std::vector<std::string>& parts) mutable {
    if (!parts.empty()) {
      text += (first ? "" : "; ") + std::string(what) + listed(parts);
      first = false;
    }
  };
  add(cliffs.size() == 1 ? "a cliff in " : "cliffs in ", cliffs);
  add("no cliff seen (in brackets the steepest slope) in ", none);
  add("not settled: ", open);
  return text + ".";
}

std::string variant_notes(const VariantComparison& comparison) {
  const RunDescription& run = comparison.run;
  return fmt::format(
      "Means per {:g} days over {}, the same futures in every variant and under every policy. A cliff is "
      "the "
      "steepest step from one variant to the next in which an output rises faster than the square of {}: the slope of "
      "their logarithms, with its whole interval (95 % for all steps together), lies above {:g}, and the rise is at "
      "least an hour, a percentage point or a change. Lead times are those of delivered changes of people and agents; "
      "undelivered: at the horizon's end.",
      run.horizon_days, how_many(run.replications, "replication"), varied_name(comparison), kCliffSlope);
}

std::string varied_name(const VariantComparison& comparison) {
  std::string name;
  for (const VariantRun& variant : comparison.variants) {
    for (const auto& [pointer, unused] : variant.label.set) {
      const std::string last = pointer.substr(pointer.rfind('/') + 1);
      if (!name.empty() && name != last) {
        return "value";
      }
      name = last;
    }
  }
  return name.empty() ? "value" : printable(name);
}

}  // namespace faultline::report
