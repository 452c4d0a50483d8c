// The single-change drill: choose a faulty service, see how hard it hits every other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/core/ids.h"
#include "models/scenario.h"
#include "sim/blast/blast_radius.h"

namespace faultline {

/// A service that sees errors while every request to another one fails.
struct DrillVictim {
  ServiceId service;
  double failing_fraction = 0.0;                   ///< of its requests, in (0, 1]
  std::uint32_t calls_away = 0;                    ///< on the shortest chain of calls that can carry the failure
  std::optional<std::uint32_t> hard_calls_away{};  ///< the same over calls of coupling 1 alone; absent: there is none
};

/// What the total failure of one service does.
struct DrillOrigin {
  ServiceId service;
  OrderShare orders_hit;               ///< over all marketplaces' journeys by their orders in the horizon
  double services_with_errors = 0.0;   ///< expected number of other services that see errors on a request to them
  std::vector<DrillVictim> victims{};  ///< hit hardest first, ties in order of services; itself left out
};

struct BlastDrill {
  bool exact = false;         ///< failing fractions come from closed forms; otherwise from `samples` drawn requests
  std::uint32_t samples = 0;  ///< of one fixed sample, so that the same scenario gives the same figures
  std::vector<std::string> tiers{};  ///< by ServiceId; empty where the graph does not say
  std::vector<DrillOrigin> origins{};
};

/// Services of which all are origins; of a larger graph the first ones by lost orders are.
inline constexpr std::size_t kMostDrilled = 40;
inline constexpr std::size_t kDrilledOfLarge = 10;

/// The probability that a request to v fails while every request to o does is that of a way from v to o over live calls
/// (docs/methodology/graph-and-blast-radius.md): the spread of a fault at full exposure, before anybody has mitigated
/// it. A fault that breaks a share m of the requests fails m times as many. Exact where every service has a closed form
/// (exact_reach()) in a graph of at most kMostDrilled. `lost_orders`, by ServiceId: origins come by falling lost
/// orders, ties in order of services.
[[nodiscard]] BlastDrill blast_drill(const Scenario& scenario, std::span<const double> lost_orders);

}  // namespace faultline
