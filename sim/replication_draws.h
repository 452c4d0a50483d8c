// What a replication draws before any policy is replayed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "models/core/philox.h"
#include "models/scenario.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/compiled_policy.h"
#include "sim/response/background_source.h"

namespace faultline {

/// What a scenario's replications are drawn from. Equal sources draw the same, whatever else differs.
struct DrawSources {
  explicit DrawSources(const Scenario& scenario) : changes(scenario), durations(scenario), background(scenario) {}
  friend bool operator==(const DrawSources& a, const DrawSources& b) = default;

  ChangeSource changes;
  DurationColumns durations;
  BackgroundSource background;
};

/// What is the same under every policy of a replication.
struct SharedDraws {
  std::span<const Change> table;
  std::span<const BackgroundIncident> background;
  std::span<const std::vector<float>> durations;  ///< of the automatic gates: [column][change], in hours
  const KeyedDraws* draws;
  const ChangeSource* changes;
};

/// What one replication drew.
struct DrawnReplication {
  std::vector<Change> table;
  std::vector<BackgroundIncident> background;
  std::vector<std::vector<float>> durations;

  [[nodiscard]] std::size_t bytes() const;
};

/// Drawn replications of one set of sources and one seed, kept for runs to come as long as they fit. Shared by threads;
/// what it keeps never changes.
class DrawStore {
 public:
  explicit DrawStore(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Nothing when it is not kept. What was kept of other sources or another seed is dropped.
  [[nodiscard]] std::shared_ptr<const DrawnReplication> find(const std::shared_ptr<const DrawSources>& sources,
                                                             std::uint64_t seed, std::uint32_t replication);
  /// Keeps a copy when there is room for it. `drawn` must be of the sources and the seed last asked for.
  void keep(std::uint32_t replication, const DrawnReplication& drawn);
  [[nodiscard]] std::size_t kept() const;

 private:
  const std::size_t most_bytes_;
  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const DrawSources> sources_;
  std::uint64_t seed_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::uint32_t, std::shared_ptr<const DrawnReplication>> replications_;
};

/// The draws of one replication at a time, in memory that is used again. One for each thread.
class ReplicationDraws {
 public:
  /// With a store, which must outlive it, what is kept there is not drawn again.
  explicit ReplicationDraws(DrawStore* store = nullptr) : store_(store) {}

  /// Those of a replication; drawn unless the last ones were of the same sources, seed and replication. Valid until the
  /// next call. Keeps `sources` until it draws from others: they are known by their address, which no others may take.
  [[nodiscard]] SharedDraws of(const std::shared_ptr<const DrawSources>& sources, std::uint64_t seed,
                               std::uint32_t replication);

  [[nodiscard]] std::size_t changes() const { return there().table.size(); }

 private:
  [[nodiscard]] const DrawnReplication& there() const { return kept_ ? *kept_ : own_; }

  DrawStore* store_;
  std::shared_ptr<const DrawSources> sources_;  // of what is there
  KeyedDraws draws_{0, 0};
  std::uint64_t seed_ = 0;
  std::uint32_t replication_ = 0;
  std::shared_ptr<const DrawnReplication> kept_;  // in the store; else what is there is its own
  DrawnReplication own_;
  std::vector<Change> scratch_;
};

}  // namespace faultline
