// Synthetic service graphs with the published statistics of production systems. (evidence, section 7)
#pragma once

#include <cstdint>

#include "models/graph/service_graph.h"

namespace faultline {

/// What to generate. The defaults are evidence rows; those marked assumed have none.
struct GeneratorOptions {
  std::uint32_t services = 1000;
  std::uint64_t seed = 1;
  double tier1_fraction = 0.335;          ///< 335 tier-1 systems (row 7.6) among 1,000
  double services_per_team = 12.5;        ///< about 80 teams own 1,000 services, assumed
  double entry_fraction = 0.13;           ///< services that nobody calls (row 7.4)
  double leaf_fraction = 0.39;            ///< services that call nobody (row 7.4)
  double hub_fraction = 0.05;             ///< shared services that take most calls, 16 callers or more (row 7.3)
  double in_degree_tail = 1.45;           ///< Pareto exponent of the number of callers, 1.3 to 1.6 (row 7.3)
  double hard_fraction_tier1 = 0.35;      ///< share of calls with coupling 1 between tier-1 services (row 7.7)
  double hard_fraction_elsewhere = 0.15;  ///< (row 7.7)
  double soft_coupling = 0.05;            ///< coupling of the other calls, assumed
};

/// A graph without cycles: services `entry-0001`, `middle-0001` and `leaf-0001` onwards, callers before callees, at
/// most 6 calls deep (row 7.2). Tier 1 is what the first entry services reach, breadth first, until the tier is full;
/// tiers 2 and 3 follow. Every draw is keyed by seed, purpose and service or call, so the same options give the same
/// graph. Throws std::invalid_argument when there is no service or a fraction lies outside [0, 1].
[[nodiscard]] ServiceGraph generate_graph(const GeneratorOptions& options);

}  // namespace faultline
