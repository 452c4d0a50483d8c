#include "sim/replication_draws.h"

namespace faultline {

std::size_t DrawnReplication::bytes() const {
  std::size_t sum = sizeof(*this) + table.size() * sizeof(Change) + background.size() * sizeof(BackgroundIncident);
  for (const std::vector<float>& column : durations) sum += column.size() * sizeof(float);
  return sum;
}

std::shared_ptr<const DrawnReplication> DrawStore::find(const std::shared_ptr<const DrawSources>& sources,
                                                        std::uint64_t seed, std::uint32_t replication) {
  const std::scoped_lock lock(mutex_);
  if (sources_ != sources || seed_ != seed) {
    replications_.clear();
    bytes_ = 0;
    sources_ = sources;
    seed_ = seed;
  }
  const auto found = replications_.find(replication);
  return found == replications_.end() ? nullptr : found->second;
}

void DrawStore::keep(std::uint32_t replication, const DrawnReplication& drawn) {
  const std::size_t bytes = drawn.bytes();
  {
    const std::scoped_lock lock(mutex_);
    if (bytes_ + bytes > most_bytes_ || replications_.contains(replication)) return;
    bytes_ += bytes;
    replications_.emplace(replication, nullptr);  // its place; others draw it themselves meanwhile
  }
  auto copy = std::make_shared<const DrawnReplication>(drawn);
  const std::scoped_lock lock(mutex_);
  if (const auto place = replications_.find(replication); place != replications_.end()) place->second = std::move(copy);
}

std::size_t DrawStore::kept() const {
  const std::scoped_lock lock(mutex_);
  return replications_.size();
}

SharedDraws ReplicationDraws::of(const std::shared_ptr<const DrawSources>& sources, std::uint64_t seed,
                                 std::uint32_t replication) {
  if (sources_ != sources || seed_ != seed || replication_ != replication) {
    draws_ = KeyedDraws(seed, replication);
    kept_ = store_ != nullptr ? store_->find(sources, seed, replication) : nullptr;
    if (!kept_) {
      own_.table.reserve(static_cast<std::size_t>(sources->changes.expected_changes() * 1.1) + 1024);
      sources->changes.fill(draws_, own_.table, scratch_);
      sources->durations.fill(draws_, own_.table, own_.durations);
      sources->background.fill(draws_, own_.background);
      if (store_ != nullptr) store_->keep(replication, own_);
    }
    sources_ = sources;
    seed_ = seed;
    replication_ = replication;
  }
  const DrawnReplication& drawn = there();
  return {drawn.table, drawn.background, drawn.durations, &draws_, &sources->changes};
}

}  // namespace faultline
