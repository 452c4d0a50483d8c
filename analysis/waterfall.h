// Where the saving of a policy comes from: steps from the reference's loss to its own, defect by defect.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/stats/joint.h"
#include "sim/outcome.h"

namespace faultline {

/// Entries of a waterfall as one array: not shipped, contained, recovered, interaction, then caught by GateId.
enum class WaterfallPart : std::uint8_t { not_shipped, contained, recovered, interaction, caught };
inline constexpr std::size_t kWaterfallPlainParts = 4;  ///< those before `caught`
inline constexpr std::array<std::string_view, 5> kWaterfallPartNames{"not_shipped", "contained", "recovered",
                                                                     "interaction", "caught"};  ///< by WaterfallPart

[[nodiscard]] constexpr std::size_t waterfall_size(std::size_t gates) { return kWaterfallPlainParts + gates; }
[[nodiscard]] std::vector<double> waterfall_values(const Waterfall& waterfall, std::size_t gates);
/// The reverse; `values` holds waterfall_size(gates) numbers.
[[nodiscard]] Waterfall waterfall_of(std::span<const double> values);

/// Orders that one step saves a quarter against the reference; negative: lost in addition.
struct WaterfallStep {
  WaterfallPart part = WaterfallPart::interaction;
  std::size_t gate = 0;         ///< GateId, of a `caught` step
  stats::JointEstimate orders;  ///< `together` holds for all steps of this waterfall at once

  /// The whole interval lies on one side of 0.
  [[nodiscard]] bool settled() const { return stats::settled(orders.together); }
};

/// From the reference's mean loss to a policy's. The steps add up to `total` but for rounding.
struct WaterfallResult {
  stats::Estimate total;             ///< orders saved in all
  std::vector<WaterfallStep> steps;  ///< not shipped, caught by each gate, contained, recovered, interaction; no zeros
};

/// Takes one policy's quarters.
class WaterfallAccumulator {
 public:
  explicit WaterfallAccumulator(std::size_t gates) : parts_(waterfall_size(gates)) {}

  void add(const Outcome& outcome, const Outcome& reference);
  /// Absent when the engine split nothing although there was something to split, and when steps do not add up.
  [[nodiscard]] std::optional<WaterfallResult> result() const;
  /// Whether some quarter's steps do not add up to the difference of its losses: a bug, not a result.
  [[nodiscard]] bool contradicts_itself() const { return split_ && !adds_up_; }

 private:
  std::vector<stats::MomentAccumulator> parts_;
  stats::MomentAccumulator total_;
  bool split_ = false;  // any step of any quarter is not 0
  bool adds_up_ = true;
};

}  // namespace faultline
