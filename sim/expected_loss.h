// The mean of what a fault costs alone, over luck drawn afresh. (docs/methodology/conditional-means.md)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/core/philox.h"
#include "models/scenario.h"
#include "sim/lone_loss.h"
#include "sim/outcome.h"

namespace faultline {

/// What is known, before a fault's luck is, of how widely it strikes.
struct ScopeChances {
  double fleet = 0.0;     ///< chance that it is drawn as fleet-wide; 0 or 1 when that is known
  double confined = 0.0;  ///< of those, the share that a scope limit keeps to the service
};

/// One way in which a fault's luck could have fallen: the loss alone, and what it takes to draw it again.
struct LuckCandidate {
  FaultAttributes attributes;
  double orders;  ///< gross, in the horizon
  double chance;  ///< of its stratum, shared out among the stratum's draws, times the ratios of its search and repair
  std::uint32_t number;  ///< of the inner draw: see ExpectedLoss::luck()
  bool wide;             ///< acts on the whole fleet, confined or not
};

/// Estimates, without bias, the mean of lone_loss() over attributes, customers, search and repair, by inner draws in
/// strata: fleet-wide, fleet-wide but confined, and other faults, each total or partial. Strata have known weights, so
/// only luck within them is drawn. Immutable, shared by all threads.
class ExpectedLoss {
 public:
  /// `draws` inner draws in each stratum, at least 1; `seed` is the run's.
  ExpectedLoss(const Scenario& scenario, std::uint64_t seed, std::uint32_t draws);

  /// Inner draws are keyed by the replication, the fault and their own number, and are independent of those that the
  /// run itself makes. With `severities` the gross losses drawn are added to it, with chances that sum to at most 1
  /// (losses of 0 are left out); otherwise it never allocates.
  [[nodiscard]] LoneLoss mean(const ServiceFacts& facts, const IncidentBoard& board, const LoneFault& fault,
                              Channel channel, ScopeChances scope, std::uint32_t replication,
                              std::vector<WeightedLoss>* severities) const;
  /// Replaces `candidates` by inner draws that stand for the law of luck, those that cost nothing left out.
  void candidates(const ServiceFacts& facts, const IncidentBoard& board, const LoneFault& fault, Channel channel,
                  ScopeChances scope, std::uint32_t replication, std::vector<LuckCandidate>& candidates) const;
  /// The draws of an inner draw: of attributes, customers and repair.
  [[nodiscard]] KeyedDraws luck(std::uint32_t replication, std::uint32_t number) const;

  /// A duration of a candidate, and what it counts.
  struct Stretched {
    double hours;
    double ratio;  ///< of its density to that of the proposal; its mean is 1
  };
  /// Every other candidate searches as long as it comes, the rest far longer than that; and so it is with repairs, for
  /// every other pair of candidates: long searches and repairs are what the largest losses are made of, and too rare
  /// for a few draws to meet. Hours before suspects and missing documents lengthen them.
  [[nodiscard]] Stretched search(const KeyedDraws& luck, FaultKey key, std::uint32_t number) const;
  /// `slowdown` multiplies what people write to production by hand; rollbacks take their time and count 1.
  [[nodiscard]] Stretched repair(const KeyedDraws& luck, const FaultAttributes& attributes, double slowdown,
                                 FaultKey key, std::uint32_t number) const;

 private:
  struct InnerDraw {
    const DefectModel& law;
    KeyedDraws luck;
    FaultAttributes attributes;
    double chance;
    std::uint32_t number;
    bool wide;
  };
  template <class Visit>
  void each_draw(const LoneFault& fault, Channel channel, ScopeChances scope, std::uint32_t replication,
                 const Visit& visit) const;

  // Laws of attributes within the strata of a channel: fleet-wide or not, total or not.
  using Laws = std::array<DefectModel, 4>;
  static constexpr std::size_t law_of(bool fleet, bool total) { return (fleet ? 2U : 0U) + (total ? 1U : 0U); }

  const Scenario& scenario_;
  std::uint64_t seed_;
  std::uint32_t draws_;
  std::array<Laws, kChannelCount> laws_;
};

}  // namespace faultline
