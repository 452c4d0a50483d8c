// What a tornado sweep says of the saving, in words that both pages share.
#pragma once

#include <functional>
#include <string>

#include "analysis/report/leadership_facts.h"

namespace faultline::report {

/// Writes the name of an input as its page needs it.
using InputName = std::function<std::string(const std::string&)>;

/// One sentence: along which inputs the saving is known to end, and along which that is not settled, since its interval
/// at some level includes 0.
[[nodiscard]] std::string saving_end_words(const LeadershipSweep& sweep, const InputName& name);

/// One sentence on cells that could not be run; empty when there are none.
[[nodiscard]] std::string failed_cells_words(const LeadershipSweep& sweep, const InputName& name);

}  // namespace faultline::report
