// What one cell of a sweep came to.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats/precision.h"
#include "sim/outcome.h"

namespace faultline {

/// Means over replications that are kept beside a cell's losses, by name and metric.
struct SweepMean {
  std::string_view name;
  Metric metric;
};
inline constexpr std::array<SweepMean, 7> kSweepMeans{
    {{"lost_orders_net_mean", Metric::lost_orders_net},
     {"changes_submitted_mean", Metric::changes_submitted},
     {"changes_deployed_mean", Metric::changes_deployed},
     {"changes_undelivered_mean", Metric::changes_undelivered_horizon},
     {"engineer_hours_mean", Metric::engineer_hours},
     {"delay_change_days_mean", Metric::delay_change_days},
     {"lead_time_median_hours_mean", Metric::lead_time_median_hours}}};

/// What draws of parameters keep of every replication beside gross lost orders.
struct KeptOutput {
  std::string_view name;
  std::string_view title;  ///< with its unit
  Metric metric;
  std::size_t metrics = 1;  ///< so many in a row are summed
};
inline constexpr std::array<KeptOutput, 9> kKeptOutputs{
    {{"lost_orders_net", "lost orders, net", Metric::lost_orders_net},
     {"customer_errors", "customer errors", Metric::customer_errors},
     {"incidents", "incidents", Metric::incidents_sev1, 3},
     {"incidents_sev1", "incidents, sev1", Metric::incidents_sev1},
     {"changes_deployed", "changes deployed", Metric::changes_deployed},
     {"changes_undelivered", "changes undelivered", Metric::changes_undelivered_horizon},
     {"lead_time_median_hours", "lead time p50, hours", Metric::lead_time_median_hours},
     {"lead_time_p90_hours", "lead time p90, hours", Metric::lead_time_p90_hours},
     {"engineer_hours", "engineer hours", Metric::engineer_hours}}};

/// What grids keep beside gross lost orders: sums over the quarters of each group of replications. Of them outputs are
/// made whose luck can be told from what the parameters do (analysis/sweep/grid.h).
struct GridSum {
  std::string_view name;
  Metric metric;
};
inline constexpr std::array<GridSum, 13> kGridSums{{{"lost_orders_gross", Metric::lost_orders_gross},
                                                    {"lost_orders_submitted", Metric::lost_orders_submitted},
                                                    {"changes_submitted", Metric::changes_submitted},
                                                    {"changes_undelivered", Metric::changes_undelivered_horizon},
                                                    {"changes_defective", Metric::changes_defective},
                                                    {"changes_escaped", Metric::changes_escaped},
                                                    {"approvals_given", Metric::approvals_given},
                                                    {"approvals_stamped", Metric::approvals_stamped},
                                                    {"review_hours_worked", Metric::review_hours_worked},
                                                    {"review_hours_available", Metric::review_hours_available},
                                                    {"lead_time_median_hours", Metric::lead_time_median_hours},
                                                    {"engineer_hours", Metric::engineer_hours},
                                                    {"delay_change_days", Metric::delay_change_days}}};

/// Group g holds replications g, g + G, g + 2G, ..., G the number of groups.
inline constexpr std::uint32_t kGridGroups = 16;
[[nodiscard]] inline std::uint32_t grid_groups(std::size_t replications) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(replications, kGridGroups));
}

/// One policy in one cell.
struct CellPolicy {
  std::vector<double> lost_orders{};  ///< gross, in the horizon, by replication
  std::array<double, kSweepMeans.size()> means{};
  std::vector<std::vector<double>> outputs{};  ///< by kKeptOutputs, then by replication; only files of draws keep them
  std::vector<std::vector<double>> sums{};     ///< by kGridSums, then by group; only files of grids keep them

  /// Mean and sample standard deviation of lost_orders, and its quantiles at 50, 90, 95 and 99 % (order statistics).
  [[nodiscard]] double mean() const;
  [[nodiscard]] double standard_deviation() const;
  [[nodiscard]] double quantile(double probability) const;
  /// Of the metric among kSweepMeans.
  [[nodiscard]] double mean_of(Metric metric) const;
  /// Leaves at most kUndeliveredLimit of what was submitted undelivered at the horizon's end: one that ships nothing
  /// loses little.
  [[nodiscard]] bool delivers() const;
};

/// What the loader warns of in some cells.
struct CellWarning {
  std::string text;
  std::size_t cells;  ///< in how many

  friend bool operator==(const CellWarning&, const CellWarning&) = default;
};

struct CellResult {
  std::string failure{};          ///< why the cell could not be run; empty: it was
  std::string scenario_sha256{};  ///< of its document; empty when it failed
  std::vector<CellPolicy> policies{};
  std::vector<std::string> warnings{};  ///< of the loader; a file counts them over its cells and gives none back here
};

/// The policy with the lowest mean loss among those that deliver, or among all when none
/// does. Precondition: the cell was run.
[[nodiscard]] std::size_t best_policy(const CellResult& cell);

/// Takes up outcomes in the order of replications; element i of a replication's outcomes belongs to policy i.
class CellAccumulator {
 public:
  explicit CellAccumulator(std::size_t policies);
  void add(std::span<const Outcome> outcomes);
  /// Where the cell should look at its precision next; as many replications as it has when it need not go on.
  [[nodiscard]] std::uint32_t wanted(const stats::PrecisionGoal& goal) const;
  [[nodiscard]] std::vector<CellPolicy> finish() &&;

 private:
  std::vector<CellPolicy> policies_;
};

}  // namespace faultline
