// A compound Poisson curve, as text.
#pragma once

#include <string>

#include "analysis/loss_curve.h"
#include "analysis/run_description.h"

namespace faultline::report {

/// For terminals, at most 80 columns wide. The run has one policy.
[[nodiscard]] std::string loss_curve_table(const RunDescription& run, const LossCurve& curve);
/// One object; keys: docs/formats/answers.md.
[[nodiscard]] std::string loss_curve_json(const RunDescription& run, const LossCurve& curve);
/// One line a level.
[[nodiscard]] std::string loss_curve_csv(const LossCurve& curve);

}  // namespace faultline::report
