// An incident that the world has reported: what is known of it, and what was published of its cost.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/ids.h"
#include "models/defects/defect.h"

namespace faultline {

/// A number that is only known to lie between two others; equal ends: it is known.
struct RangeLaw {
  enum class Law : std::uint8_t { uniform, log_uniform };
  Law law = Law::uniform;  ///< log_uniform where not even the order of magnitude is known
  double low = 1.0;
  double high = 1.0;

  [[nodiscard]] bool varies() const { return high > low; }
};
inline constexpr std::array<std::string_view, 2> kRangeLawNames{"uniform", "log-uniform"};

/// What a check against the published figure can be worth.
enum class Standing : std::uint8_t {
  consistency,  ///< the model's numbers were derived from the same event: agreement says that they were carried over
  validation,   ///< they were not
};
inline constexpr std::array<std::string_view, 2> kStandingNames{"consistency", "validation"};

/// One reading of which change caused it.
struct KnownChange {
  std::string reading;  ///< a clause: who says so, or what is taken for it
  Origin origin = Origin::human;
  ChangeKind kind = ChangeKind::code;
  Channel channel = Channel::pipeline;
  double lines = 24.0;
  bool documented = true;
  bool touches_pricing = false;
  bool wide_scope = false;
  bool emergency = false;
  ServiceId service;  ///< not valid: any service
};

struct KnownIncident {
  std::string id;
  std::string title;
  std::string story;
  Standing standing = Standing::consistency;
  std::string standing_reason;

  double begin_hours = 0.0;         ///< since the start of the simulation
  double begin_within_hours = 0.0;  ///< begins at any moment of so many hours after
  std::string begin_text;           ///< as a reader says it: "2026-03-05 14:00 America/New_York"
  std::vector<MarketplaceId> marketplaces;
  RangeLaw magnitude;  ///< share of the orders that meet the fault while it lasts
  RangeLaw duration_hours;
  /// Orders lost for each error shown where errors_per_order is known, else for each order that meets the fault.
  RangeLaw order_loss_given_error;
  std::optional<RangeLaw> errors_per_order;  ///< shown for each order that meets it; absent: as the simulation counts
  std::optional<RangeLaw> demand_factor;     ///< times the scenario's demand, where that is uncertain itself

  std::optional<double> published_lost_orders;
  std::optional<double> published_errors;
  std::vector<KnownChange> changes;  ///< readings; empty: nothing is known of a change
};

}  // namespace faultline
