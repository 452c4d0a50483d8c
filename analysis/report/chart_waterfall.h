// From one policy's loss to another's, step by step.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::report {

struct WaterfallBar {
  std::string label;
  stats::Estimate orders;  ///< saved; negative: lost in addition
  bool settled = false;    ///< the whole interval lies on one side of 0
};

struct WaterfallChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< each step's figures are appended
  std::string x_label;      ///< what a positive number means, with its unit
  std::size_t policy = 1;   ///< fixes the colour
  std::vector<WaterfallBar> steps;
  WaterfallBar total;              ///< of all steps
  std::vector<std::string> notes;  ///< they name which uncertainty the intervals show and whether they are simultaneous
};

/// The chart as one SVG element. Each step begins where the one above ends; filled bars go right and save orders,
/// hollow ones go left and cost some, pale ones are not settled. The last row goes from 0 to the total.
[[nodiscard]] std::string waterfall_chart(const WaterfallChart& chart);

}  // namespace faultline::report
