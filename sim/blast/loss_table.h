// How far the fault of each service spreads into each journey, kept as bits over one sample of live edges.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/business/journey.h"
#include "models/core/ids.h"
#include "models/graph/service_graph.h"

namespace faultline {

/// For every journey J and service d, the bit vector r_d(omega): bit omega is set when, in sample omega of live edges,
/// d is reachable from an entry of J, so that d's failure fails the journey. Edge u -> v is live with probability h_uv
/// * min(1, c_uv), independently. (model, section 2)
class LossTable {
 public:
  /// `samples` is rounded up to a multiple of 64. Draws are keyed by seed and the endpoints' ids, so adding an
  /// unrelated service or call leaves the other edges' draws untouched. Asynchronous calls never carry failure.
  /// An entry that gets less than one request per order is asked in that share of the samples.
  LossTable(const ServiceGraph& graph, std::span<const Journey> journeys, std::uint32_t samples, std::uint64_t seed);

  [[nodiscard]] std::uint32_t samples() const { return samples_; }
  [[nodiscard]] std::size_t words() const { return samples_ / 64; }
  [[nodiscard]] std::size_t journey_count() const { return journey_count_; }
  [[nodiscard]] std::size_t service_count() const { return service_count_; }
  /// The bit vector of a journey and a service: words() words.
  [[nodiscard]] std::span<const std::uint64_t> bits(JourneyId journey, ServiceId service) const {
    return {bits_.data() + (journey.index() * service_count_ + service.index()) * words(), words()};
  }
  /// q: share of samples in which the service's total failure fails the journey.
  [[nodiscard]] double reach_fraction(JourneyId journey, ServiceId service) const {
    return fractions_[journey.index() * service_count_ + service.index()];
  }

 private:
  std::uint32_t samples_;
  std::size_t journey_count_;
  std::size_t service_count_;
  std::vector<std::uint64_t> bits_;
  std::vector<double> fractions_;
};

}  // namespace faultline
