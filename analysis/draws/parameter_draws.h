// Draws of a scenario's uncertain numbers: which there are, their laws, and the points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/draws/parameter_law.h"
#include "analysis/stats/stratified_copula.h"
#include "analysis/sweep/design.h"
#include "models/scenario.h"

namespace faultline {

inline constexpr std::uint32_t kFewestDraws = 2;
inline constexpr std::uint32_t kMostDraws = 2'000;
/// Quarters of each draw unless the user says otherwise: from here on the 99 % quantile's luck can be told apart.
inline constexpr std::uint32_t kDefaultDrawReplications = 200;

/// One number that is drawn.
struct DrawnParameter {
  ParameterSource source;
  ParameterLaw law;
};

/// Numbers that stay as they are, by where they come from.
struct NotDrawn {
  std::size_t assumed = 0;           ///< stated in the scenario, without a range
  std::size_t assumed_defaults = 0;  ///< left to a default that is assumed
  std::size_t estimated = 0;
  std::size_t evidence = 0;
  std::size_t measured = 0;  ///< without an interval

  [[nodiscard]] std::size_t all() const { return assumed + assumed_defaults + estimated + evidence + measured; }
};

struct ParameterDraws {
  std::vector<DrawnParameter> parameters{};  ///< by rising pointer
  std::vector<stats::ScorePair> pairs{};     ///< positions among `parameters`
  NotDrawn not_drawn{};
  /// The first cell is the scenario as it stands, `size` draws follow.
  Design design{};
  std::vector<std::string> warnings{};
};

/// Draws `count` points, keyed by seed, draw and pointer. Throws InputError, which names `file`, when the scenario
/// states no uncertainty or its correlations contradict each other.
[[nodiscard]] ParameterDraws draw_parameters(const Scenario& scenario, const std::string& file, std::uint32_t count,
                                             std::uint64_t seed);

}  // namespace faultline
