// From counts of calls to requests that each service got.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/io/graph_links.h"

namespace faultline {

/// Requests that each service got, from the calls it received and made.
struct Requests {
  std::vector<double> received;    ///< by service
  std::size_t entry_points = 0;    ///< assumed: as many requests as their most frequent call
  std::size_t closed_members = 0;  ///< of cycles that nothing outside calls: half of the requests taken from outside
};

/// `outside[s]` requests of service s are known to come from no service. `graph` has the services and links given.
[[nodiscard]] Requests requests_of(std::span<const GraphLinks::Link> links, std::vector<double> outside,
                                   const ServiceGraph& graph);

/// A graph with calls per request = calls / requests of the caller; the rest of each call at its default. Notes tell
/// what was assumed about requests. Throws InputError for more calls per request than a graph may have.
[[nodiscard]] std::vector<Call> calls_from_counts(std::span<const GraphLinks::Link> links,
                                                  const std::vector<Service>& services, std::vector<double> outside,
                                                  std::vector<GraphNote>& notes);

/// The same where a link's weight is its calls per request already.
[[nodiscard]] std::vector<Call> calls_from_rates(std::span<const GraphLinks::Link> links,
                                                 const std::vector<Service>& services);

}  // namespace faultline
