// One scenario at several settings: each output of each policy against the variants, and where it has its cliff.
// (docs/methodology/statistics.md, "Cliffs")
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/stats/estimate.h"

namespace faultline {

enum class OutputUnit : std::uint8_t { orders, hours, share, changes };

/// A figure that is followed across variants: a mean over quarters, or a ratio of sums over them.
struct VariantOutput {
  std::string_view name;   ///< in JSON and CSV; the summary JSON's name where it has one
  std::string_view title;  ///< for readers
  OutputUnit unit;
  Metric numerator;
  std::optional<Metric> denominator;
  double factor = 1;
  double smallest_rise = 0;  ///< from one variant to the next; less is no cliff, however steep
};

inline constexpr std::size_t kVariantOutputCount = 9;
inline constexpr std::size_t kLeadTimeMedian = 2;  ///< position in kVariantOutputs
inline constexpr std::size_t kLeadTimeP90 = 3;
inline constexpr std::array<VariantOutput, kVariantOutputCount> kVariantOutputs{{
    {"lost_orders", "lost orders", OutputUnit::orders, Metric::lost_orders_gross, std::nullopt},
    {"lost_orders_per_1000_deployed", "lost orders per 1,000 deployed", OutputUnit::orders,
     Metric::lost_orders_submitted, Metric::changes_deployed, 1000},
    {"lead_time_p50_hours", "median lead time", OutputUnit::hours, Metric::lead_time_median_hours, std::nullopt, 1, 1},
    {"lead_time_p90_hours", "lead time at 90 %", OutputUnit::hours, Metric::lead_time_p90_hours, std::nullopt, 1, 1},
    {"stamped_fraction", "stamped share", OutputUnit::share, Metric::approvals_stamped, Metric::approvals_given, 1,
     0.01},
    {"bypassed_fraction", "bypassed share", OutputUnit::share, Metric::reviews_bypassed, Metric::reviews_needed, 1,
     0.01},
    {"review_utilisation", "reviewers busy", OutputUnit::share, Metric::review_hours_worked,
     Metric::review_hours_available, 1, 0.01},
    {"undelivered_fraction", "undelivered share", OutputUnit::share, Metric::changes_undelivered_horizon,
     Metric::changes_submitted, 1, 0.01},
    {"peak_backlog", "peak backlog", OutputUnit::changes, Metric::peak_backlog, std::nullopt, 1, 1},
}};

/// An output that rises faster than this power of what the variants vary has a cliff there.
inline constexpr double kCliffSlope = 2;

/// In rising order of strength.
enum class CliffVerdict : std::uint8_t {
  unknown,      ///< no slopes: fewer than two variants, their values are absent or not all above 0, or no such output
  none,         ///< every slope's whole interval lies at or below kCliffSlope, or the rise is too small
  not_settled,  ///< no cliff, and some slope's interval reaches above, or a slope or an interval does not exist
  cliff         ///< some slope's whole interval lies above
};

/// One output under one policy.
struct OutputCurve {
  std::vector<std::optional<stats::Estimate>> figures;  ///< by variant; absent where it does not exist
  /// d ln output / d ln value from variant i to i + 1, their intervals holding together; absent where either is 0.
  std::vector<std::optional<stats::Estimate>> slopes;
  CliffVerdict verdict = CliffVerdict::unknown;
  std::size_t step = 0;  ///< from which variant to the next; the steepest that has this verdict
};

struct VariantLabel {
  std::string id;
  std::string title;
  std::optional<double> value;
  std::vector<std::pair<std::string, std::string>> set;  ///< JSON pointer and value as JSON
};

struct VariantRun {
  VariantLabel label;
  std::vector<ParameterSource> set;  ///< what the variant sets, with its mark where it has one
  std::string scenario_sha256;
  std::string results_sha256;
};

struct VariantComparison {
  RunDescription run;                ///< of the first variant, for what all of them have in common
  std::vector<VariantRun> variants;  ///< by rising value where they have one
  std::vector<std::array<OutputCurve, kVariantOutputCount>> policies;  ///< as run.policies
  std::vector<std::string> warnings;                                   ///< those of one variant alone begin with its id
};

/// Order in which variants are run and shown: by value where they have one, otherwise as they stand.
[[nodiscard]] std::vector<VariantLabel> in_order(std::vector<VariantLabel> variants);

/// Takes the variants one after the other; keeps single figures of the last one alone.
class VariantComparisonBuilder {
 public:
  /// `variants` in order, at least one.
  explicit VariantComparisonBuilder(std::vector<VariantLabel> variants);

  /// The next variant, all of its replications finished.
  void add(const ComparisonBuilder& outcomes, const Comparison& comparison);
  /// Needs all variants.
  [[nodiscard]] VariantComparison finish();

 private:
  using Values = std::array<std::vector<double>, kVariantOutputCount>;  // by output, one a replication
  void add_slopes(const std::vector<Values>& values);

  std::vector<VariantLabel> labels_;
  VariantComparison result_;
  std::vector<Values> previous_;                    // by policy
  std::vector<std::vector<std::string>> warnings_;  // by variant
};

}  // namespace faultline
