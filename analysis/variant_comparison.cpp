#include "analysis/variant_comparison.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "analysis/stats/elasticity.h"

namespace faultline {
namespace {

// Values whose mean is the output; none when it does not exist.
std::vector<double> output_values(const ComparisonBuilder& outcomes, std::size_t policy, const VariantOutput& output) {
  const std::span<const double> above = outcomes.values(policy, output.numerator);
  std::vector<double> values = output.denominator
                                   ? stats::ratio_values(above, outcomes.values(policy, *output.denominator))
                                   : std::vector<double>(above.begin(), above.end());
  for (double& value : values) {
    value *= output.factor;
  }
  return values;
}

// Lead times are shown as the comparison of one variant shows them: all changes of all quarters together.
std::optional<stats::Estimate> pooled(const std::optional<double>& hours, std::size_t n) {
  return hours ? std::optional(stats::Estimate{*hours,
                                               std::nullopt,
                                               std::nullopt,
                                               stats::kConfidence,
                                               n,
                                               "quantile of all changes of all replications",
                                               {}})
               : std::nullopt;
}

std::optional<stats::Estimate> figure_of(std::size_t output, const std::vector<double>& values,
                                         const PolicyResult& policy, std::size_t n) {
  switch (output) {
    case kLeadTimeMedian:
      return pooled(policy.lead_time_p50_hours, n);
    case kLeadTimeP90:
      return pooled(policy.lead_time_p90_hours, n);
    default:
      return stats::mean_estimate(values);
  }
}

// A quarter in which nothing ships has no lead time: those in which both variants ship are compared.
std::optional<stats::Estimate> slope_of(std::size_t output, std::span<const double> a, std::span<const double> b,
                                        double x_a, double x_b, double confidence) {
  if (output != kLeadTimeMedian && output != kLeadTimeP90) {
    return stats::elasticity(a, b, x_a, x_b, confidence);
  }
  std::vector<double> both_a;
  std::vector<double> both_b;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] > 0 && b[i] > 0) {
      both_a.push_back(a[i]);
      both_b.push_back(b[i]);
    }
  }
  return stats::elasticity(both_a, both_b, x_a, x_b, confidence);
}

CliffVerdict verdict_of(const std::optional<stats::Estimate>& from, const std::optional<stats::Estimate>& to,
                        const std::optional<stats::Estimate>& slope, double smallest_rise) {
  if (!from && !to) {
    return CliffVerdict::unknown;
  }
  if (from && to && (to->value <= from->value || to->value - from->value < smallest_rise)) {
    return CliffVerdict::none;
  }
  if (!slope || !slope->interval) {
    return CliffVerdict::not_settled;
  }
  return slope->interval->low > kCliffSlope    ? CliffVerdict::cliff
         : slope->interval->high > kCliffSlope ? CliffVerdict::not_settled
                                               : CliffVerdict::none;
}

// The strongest verdict of the steps, at the steepest of those that have it; a rise from nothing is the steepest.
void judge(OutputCurve& curve, const VariantOutput& output) {
  const auto steeper = [&](std::size_t step) {
    const auto& before = curve.slopes[curve.step];
    return before && (!curve.slopes[step] || curve.slopes[step]->value > before->value);
  };
  for (std::size_t step = 0; step < curve.slopes.size(); ++step) {
    const CliffVerdict here =
        verdict_of(curve.figures[step], curve.figures[step + 1], curve.slopes[step], output.smallest_rise);
    if (here > curve.verdict || (here == curve.verdict && steeper(step))) {
      curve.verdict = here;
      curve.step = step;
    }
  }
}

// What a variant sets: its numbers with their marks, everything else as it is written.
std::vector<ParameterSource> marked(const VariantLabel& label, const std::vector<ParameterSource>& sources) {
  std::vector<ParameterSource> result;
  for (const auto& [pointer, value] : label.set) {
    const std::size_t before = result.size();
    std::copy_if(sources.begin(), sources.end(), std::back_inserter(result),
                 [&at = pointer](const ParameterSource& source) {
                   return !source.is_default && (source.pointer == at || source.pointer.starts_with(at + "/"));
                 });
    if (result.size() == before) {
      result.push_back({pointer, value, SourceStatus::assumed, "", false});
    }
  }
  return result;
}

// Those that all variants have once, the others with the variant's id.
std::vector<std::string> joined(const std::vector<std::vector<std::string>>& lists,
                                const std::vector<VariantLabel>& labels) {
  const auto everywhere = [&](const std::string& warning) {
    return std::all_of(lists.begin(), lists.end(), [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), warning) != list.end();
    });
  };
  std::vector<std::string> result;
  for (std::size_t v = 0; v < lists.size(); ++v) {
    for (const std::string& warning : lists[v]) {
      if (!everywhere(warning)) {
        result.push_back(labels[v].id + ": " + warning);
      } else if (v == 0) {
        result.push_back(warning);
      }
    }
  }
  return result;
}

}  // namespace

std::vector<VariantLabel> in_order(std::vector<VariantLabel> variants) {
  const bool all = std::all_of(variants.begin(), variants.end(),
                               [](const VariantLabel& variant) { return variant.value.has_value(); });
  if (all) {
    std::stable_sort(variants.begin(), variants.end(),
                     [](const VariantLabel& a, const VariantLabel& b) { return *a.value < *b.value; });
  }
  return variants;
}

VariantComparisonBuilder::VariantComparisonBuilder(std::vector<VariantLabel> variants) : labels_(std::move(variants)) {}

void VariantComparisonBuilder::add(const ComparisonBuilder& outcomes, const Comparison& comparison) {
  const std::size_t index = result_.variants.size();
  if (index == 0) {
    result_.run = comparison.run;
    result_.policies.resize(comparison.policies.size());
  }
  if (index >= labels_.size() || comparison.policies.size() != result_.policies.size()) {
    throw std::logic_error("a variant that does not belong to the comparison");
  }
  std::vector<Values> values(comparison.policies.size());
  for (std::size_t p = 0; p < values.size(); ++p) {
    if (comparison.run.policies[p].id != result_.run.policies[p].id) {
      throw std::logic_error("the variants have other policies");
    }
    for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
      values[p][o] = output_values(outcomes, p, kVariantOutputs[o]);
      result_.policies[p][o].figures.push_back(
          figure_of(o, values[p][o], comparison.policies[p], comparison.replications));
    }
  }
  if (index > 0) {
    add_slopes(values);
  }
  previous_ = std::move(values);
  const VariantLabel& label = labels_[index];
  result_.variants.push_back(
      {label, marked(label, comparison.run.sources), comparison.run.scenario_sha256, comparison.results_sha256});
  warnings_.push_back(comparison.warnings);
}

// The steepest of several slopes is picked out, so they hold together (Bonferroni).
void VariantComparisonBuilder::add_slopes(const std::vector<Values>& values) {
  const std::size_t index = result_.variants.size();
  const double x_a = labels_[index - 1].value.value_or(0);
  const double x_b = labels_[index].value.value_or(0);
  const double confidence = 1 - (1 - stats::kConfidence) / static_cast<double>(labels_.size() - 1);
  for (std::size_t p = 0; p < values.size(); ++p) {
    for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
      result_.policies[p][o].slopes.push_back(slope_of(o, previous_[p][o], values[p][o], x_a, x_b, confidence));
    }
  }
}

VariantComparison VariantComparisonBuilder::finish() {
  if (result_.variants.size() != labels_.size()) {
    throw std::logic_error("variants are missing");
  }
  if (std::all_of(labels_.begin(), labels_.end(),
                  [](const VariantLabel& label) { return label.value && *label.value > 0; })) {
    for (auto& policy : result_.policies) {
      for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
        judge(policy[o], kVariantOutputs[o]);
      }
    }
  }
  result_.warnings = joined(warnings_, labels_);
  return std::move(result_);
}

}  // namespace faultline
