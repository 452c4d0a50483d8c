// What a tornado sweep says of the saving, in words and as a chart that both pages share.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/report/chart_tornado.h"
#include "analysis/report/leadership_facts.h"

namespace faultline::report {

/// Writes the name of an input as its page needs it.
using InputName = std::function<std::string(const std::string&)>;

/// One sentence: along which inputs the saving is known to end, and along which that is not settled, since its interval
/// at some level includes 0.
[[nodiscard]] std::string saving_end_words(const LeadershipSweep& sweep, const InputName& name);

/// What the policy saves, called `policy`, at both ends of every input. A narrow chart has no notes: they stand beside
/// it. Precondition: the sweep has rows.
[[nodiscard]] TornadoChart saving_tornado(const LeadershipSweep& sweep, std::string_view policy, ChartSize size);

/// One sentence on cells that could not be run; empty when there are none.
[[nodiscard]] std::string failed_cells_words(const LeadershipSweep& sweep, const InputName& name);

}  // namespace faultline::report
