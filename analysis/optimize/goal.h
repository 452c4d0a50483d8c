// What makes one policy better than another, and what it must keep to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/optimize/figures.h"
#include "analysis/stats/selection.h"
#include "models/business/economics.h"
#include "models/policy/decisions.h"

namespace faultline {

enum class Price : std::uint8_t { margin_per_order, cost_per_engineer_hour, cost_of_delay_per_change_day };
inline constexpr std::size_t kPriceCount = 3;

/// In one currency.
struct Prices {
  std::array<double, kPriceCount> values{};  ///< by Price
  std::string currency = "USD";

  [[nodiscard]] double operator[](Price price) const { return values[static_cast<std::size_t>(price)]; }
};
/// The scenario's economics, and what is stated in their place.
[[nodiscard]] Prices prices_of(const Economics& economics, const StatedPrices& stated);

enum class LimitKind : std::uint8_t { lost_orders, lead_time_hours, undelivered_fraction };
inline constexpr std::array<std::string_view, 3> kLimitNames{"lost orders", "lead time", "undelivered share"};

struct Goal {
  Minimise minimise = Minimise::total_cost;
  PolicyLimits limits;
  double limit_margin_fraction = 0.1;  ///< of each limit: below it a policy may be turned down
  Prices prices;

  /// The limits that are set, in the order in which series and states have them.
  [[nodiscard]] std::vector<LimitKind> limit_kinds() const;
  [[nodiscard]] double limit(LimitKind kind) const;
  /// The same as the selection has them.
  [[nodiscard]] std::vector<stats::SelectionLimit> selection_limits() const;
  /// Whether what is to be small is money.
  [[nodiscard]] bool in_money() const { return minimise == Minimise::total_cost || minimise == Minimise::friction; }
};

/// Money a quarter by quarter: engineer hours, delay, agents' reviews and the candidate's own cost and hours, at the
/// goal's prices.
[[nodiscard]] std::vector<double> friction(const Goal& goal, const Candidate& candidate, const FigureTable& figures);
/// What is to be small, quarter by quarter.
[[nodiscard]] std::vector<double> objective(const Goal& goal, const Candidate& candidate, const FigureTable& figures);
/// How much of a figure that a price multiplies, quarter by quarter; 0 where the goal does not count it.
[[nodiscard]] std::vector<double> priced(const Goal& goal, Price price, const Candidate& candidate,
                                         const FigureTable& figures);
/// Figure behind a limit, quarter by quarter.
[[nodiscard]] std::vector<double> limited(LimitKind kind, const FigureTable& figures);

/// Means over batches of `quarters_per_batch` quarters, from one batch to before another. An undelivered share is that
/// of the batch's changes.
[[nodiscard]] stats::SelectionSeries batch_series(const Goal& goal, const Candidate& candidate,
                                                  const FigureTable& figures, std::size_t quarters_per_batch,
                                                  std::size_t from, std::size_t to);

}  // namespace faultline
