#include "sim/response/on_call.h"

#include <algorithm>

namespace faultline {

OnCall::OnCall(const OnCallModel& model, std::size_t teams) : model_(model), free_(teams) {
  constexpr std::size_t kFirstReserve = 64;
  waiting_.reserve(kFirstReserve);
  clear();
}

void OnCall::clear() {
  std::fill(free_.begin(), free_.end(), model_.per_team);
  free_in_pool_ = model_.pool;
  waiting_.clear();
}

std::optional<Responder> OnCall::take(std::uint32_t team) {
  if (team < free_.size() && free_[team] > 0) {
    --free_[team];
    return Responder{team};
  }
  if (free_in_pool_ > 0) {
    --free_in_pool_;
    return Responder{Responder::kPool};
  }
  return std::nullopt;
}

void OnCall::wait(std::uint32_t incident, std::uint32_t team, int severity) {
  waiting_.push_back({incident, team, severity});
}

std::optional<std::uint32_t> OnCall::release(Responder responder) {
  const bool pool = responder.team == Responder::kPool;
  auto next = waiting_.end();
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    if (!pool && at->team != responder.team) continue;
    if (next == waiting_.end() || at->severity < next->severity) next = at;
  }
  if (next == waiting_.end()) {
    ++(pool ? free_in_pool_ : free_[responder.team]);
    return std::nullopt;
  }
  const std::uint32_t incident = next->incident;
  waiting_.erase(next);
  return incident;
}

}  // namespace faultline
