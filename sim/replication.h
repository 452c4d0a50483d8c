// One quarter under each policy, on the same changes, the same defects and the same luck.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "models/scenario.h"
#include "sim/blast/loss_table.h"
#include "sim/events/event_log.h"
#include "sim/forcing.h"
#include "sim/loss_tilt.h"
#include "sim/outcome.h"

namespace faultline {

/// What differs between two runs of the same policy list: the worth of a second reviewer.
enum class SecondReviewer : std::uint8_t { central, low };

/// One policy to run, under one case of the second reviewer, perhaps with one part forced.
struct PolicyCase {
  PolicyId policy;
  SecondReviewer second_reviewer = SecondReviewer::central;
  Forcing forced{};
};

/// The loss table of a scenario, on a graph that may differ from its own in couplings.
[[nodiscard]] std::shared_ptr<const LossTable> make_loss_table(const Scenario& scenario, const ServiceGraph& graph);

/// A scenario made ready to run: loss table, traffic, compiled gates. Immutable, shared by all threads.
class PreparedScenario {
 public:
  /// Keeps a reference to `scenario`, which must outlive it. Throws UnstableTraffic when the traffic equations have no
  /// finite solution (loaders report it with the place).
  explicit PreparedScenario(const Scenario& scenario);
  /// The same with the loss table of a scenario that has the same graph, journeys and number of blast samples, which
  /// saves making it. Precondition: so it is. Where it draws its changes, running times and background incidents like
  /// `alike` (which need not outlive it), the two share what these are drawn from; with the same loss table also who
  /// depends on whom, and with copies of its demand curves their sum.
  PreparedScenario(const Scenario& scenario, std::shared_ptr<const LossTable> losses,
                   const PreparedScenario* alike = nullptr);
  PreparedScenario(const PreparedScenario&) = delete;
  PreparedScenario& operator=(const PreparedScenario&) = delete;
  ~PreparedScenario();

  [[nodiscard]] const Scenario& scenario() const;
  [[nodiscard]] const LossTable& loss_table() const;
  [[nodiscard]] const std::shared_ptr<const LossTable>& shared_loss_table() const;
  /// Expected number of changes in one replication.
  [[nodiscard]] double expected_changes() const;
  /// Whether the two share what they are drawn from: one was made with the other as `alike`, and is.
  [[nodiscard]] bool draws_like(const PreparedScenario& other) const;
  /// Whether the low case of the second reviewer can change anything under this policy: some gate asks for two looks by
  /// people.
  [[nodiscard]] bool second_reviewer_matters(PolicyId policy) const;

  struct Parts;
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<const Parts> parts_;
};

/// What outcomes say of luck beside their figures, which stay the same. (docs/methodology/conditional-means.md)
struct LuckOptions {
  std::uint32_t draws = 0;  ///< inner draws in each stratum of a fault's luck; 0: Outcome::luck is not filled
  bool severities = false;  ///< and Outcome::severities; needs draws
  /// With one, dear luck is drawn oftener than it comes: Outcome::tilted says how much the quarter counts, every other
  /// figure is of that quarter as it went, and Outcome::luck is not filled. Severities are then those that stand for
  /// the luck of each fault. Needs draws in multiples of 4. Must outlive the runner.
  const LossTilt* tilt = nullptr;
};

class ReplicationDraws;

/// Runs replications one after another, reusing its memory: nothing is allocated once it is warm. One for each thread.
class ReplicationRunner {
 public:
  /// With `draws`, runners of the same thread whose scenarios draw alike draw each replication once.
  ReplicationRunner(const PreparedScenario& prepared, std::uint64_t seed, LuckOptions luck = {},
                    std::shared_ptr<ReplicationDraws> draws = nullptr);
  ReplicationRunner(ReplicationRunner&& other) noexcept;
  ReplicationRunner& operator=(ReplicationRunner&& other) = delete;
  ~ReplicationRunner();

  /// Runs replication `replication` under each case; outcomes[i] belongs to cases[i]. The result depends on the
  /// scenario, the seed, the replication and the case alone. With a log, every event of every case is told to it. Calls
  /// for one replication after another share its draws and its warm-up, as cases of one call do.
  void run(std::uint32_t replication, std::span<const PolicyCase> cases, std::span<Outcome> outcomes,
           EventLog* log = nullptr);
  /// Changes of the replication last run, each replayed under every case.
  [[nodiscard]] std::size_t changes_drawn() const;

 private:
  struct Workspace;
  std::unique_ptr<Workspace> workspace_;
};

/// An outcome with its vectors sized for the scenario.
[[nodiscard]] Outcome make_outcome(const Scenario& scenario);

}  // namespace faultline
