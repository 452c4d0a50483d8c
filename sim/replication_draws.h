// What a replication draws before any policy is replayed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
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

/// The draws of one replication at a time, in memory that is used again. One for each thread.
class ReplicationDraws {
 public:
  /// Those of a replication; drawn unless the last ones were of the same sources, seed and replication. Valid until the
  /// next call. Keeps `sources` until it draws from others: they are known by their address, which no others may take.
  [[nodiscard]] SharedDraws of(const std::shared_ptr<const DrawSources>& sources, std::uint64_t seed,
                               std::uint32_t replication);

  [[nodiscard]] std::size_t changes() const { return table_.size(); }

 private:
  std::shared_ptr<const DrawSources> sources_;  // of what is there
  KeyedDraws draws_{0, 0};
  std::uint64_t seed_ = 0;
  std::uint32_t replication_ = 0;
  std::vector<Change> table_;
  std::vector<Change> scratch_;
  std::vector<std::vector<float>> durations_;
  std::vector<BackgroundIncident> background_;
};

}  // namespace faultline
