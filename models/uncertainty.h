// How far a number of a scenario may be off, as the scenario states it.
#pragma once

#include <cstdint>
#include <string>

namespace faultline {

/// What the ends of an uncertainty mean.
enum class UncertaintyKind : std::uint8_t {
  interval95,   ///< of a fit: 2.5 and 97.5 % quantiles of what the number may be
  uniform,      ///< of a stated range: every value alike
  log_uniform,  ///< every value alike on the logarithm
  triangular    ///< the value as it stands the likeliest, falling evenly to both ends
};

/// One number's uncertainty, with what its field allows.
struct Uncertainty {
  UncertaintyKind kind = UncertaintyKind::interval95;
  double value = 0.0;  ///< as it stands
  double low = 0.0;
  double high = 0.0;
  double least = 0.0;        ///< that the field allows; may be infinite
  double most = 0.0;         ///< likewise
  bool above_least = false;  ///< `least` itself is not allowed
  bool whole = false;        ///< whole numbers alone
};

/// That two uncertain numbers are off together.
struct ParameterCorrelation {
  std::string a;  ///< JSON pointer of a number in the resolved document
  std::string b;
  double rho = 0.0;   ///< of the two on the scale on which each is normal; -1 < rho <= 1, 1: one unknown
  std::string place;  ///< "FILE at /correlations/0", for messages
};

}  // namespace faultline
