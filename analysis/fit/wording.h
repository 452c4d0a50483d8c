// Numbers within the sentences of verdicts.
#pragma once

#include <string>

namespace faultline::fit {

/// Three significant digits.
[[nodiscard]] std::string short_number(double x);
/// A p-value: "< 0.001" or "= 0.03".
[[nodiscard]] std::string short_p(double p);

}  // namespace faultline::fit
