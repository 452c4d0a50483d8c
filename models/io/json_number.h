// Numbers as text where the standard library has no std::to_chars of doubles.
#pragma once

#include <string>

namespace faultline {

/// json_number() by trial and by the C library alone: compiled everywhere, used where std::to_chars has no doubles.
/// Precondition: finite.
[[nodiscard]] std::string json_number_by_trial(double value);

}  // namespace faultline
