// Who leads the response: first the team that owns the faulty service, then a pool that all teams share; with more
// incidents than responders the later ones wait. (model, section 8)
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/response/response.h"

namespace faultline {

/// Where a responder comes from: a team's number, or kPool.
struct Responder {
  static constexpr std::uint32_t kPool = 0xFFFFFFFFU;
  std::uint32_t team = kPool;
};

/// Incidents that wait are served by severity (sev1 first), then in the order in which they began to wait: a
/// non-preemptive priority queue. Copyable.
class OnCall {
 public:
  OnCall(const OnCallModel& model, std::size_t teams);

  void clear();
  /// Somebody for an incident at a service of `team` (kPool: of no team); nobody when all are busy.
  [[nodiscard]] std::optional<Responder> take(std::uint32_t team);
  /// Whoever could come is busy: the incident waits.
  void wait(std::uint32_t incident, std::uint32_t team, int severity);
  /// A responder is free again; the incident that he goes on to, if there is one that he may serve.
  [[nodiscard]] std::optional<std::uint32_t> release(Responder responder);
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    std::uint32_t incident;
    std::uint32_t team;
    int severity;
  };

  OnCallModel model_;
  std::vector<int> free_;  // by team
  int free_in_pool_ = 0;
  std::vector<Waiting> waiting_;  // in order of arrival
};

}  // namespace faultline
