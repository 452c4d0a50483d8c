#include "sim/replication_draws.h"

namespace faultline {

SharedDraws ReplicationDraws::of(const std::shared_ptr<const DrawSources>& sources, std::uint64_t seed,
                                 std::uint32_t replication) {
  if (sources_ != sources || seed_ != seed || replication_ != replication) {
    const auto expected = static_cast<std::size_t>(sources->changes.expected_changes() * 1.1) + 1024;
    table_.reserve(expected);
    draws_ = KeyedDraws(seed, replication);
    sources->changes.fill(draws_, table_, scratch_);
    sources->durations.fill(draws_, table_, durations_);
    sources->background.fill(draws_, background_);
    sources_ = sources;
    seed_ = seed;
    replication_ = replication;
  }
  return {table_, background_, durations_, &draws_, &sources->changes};
}

}  // namespace faultline
