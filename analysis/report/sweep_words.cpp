#include "analysis/report/sweep_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/figures.h"
#include "analysis/report/wording.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

constexpr std::size_t kInputsNamed = 3;

std::string some_of(const std::vector<std::string>& inputs, const InputName& name) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(inputs.size(), kInputsNamed); ++i) {
    shown.push_back(name(inputs[i]));
  }
  if (inputs.size() > kInputsNamed) {
    shown.push_back(fmt::format("{} more", inputs.size() - kInputsNamed));
  }
  return listed(shown);
}

// One quarter alone has no interval, and settles nothing.
bool settled_to_save(const stats::Estimate& saving) { return saving.interval && saving.interval->low > 0; }
bool settled_to_save_nothing(const stats::Estimate& saving) { return saving.interval && saving.interval->high <= 0; }

}  // namespace

std::string saving_end_words(const LeadershipSweep& sweep, const InputName& name) {
  std::vector<std::string> ends;
  std::vector<std::string> open;
  for (const auto& [bar, savings] : sweep.inputs) {
    if (std::any_of(savings.begin(), savings.end(), settled_to_save_nothing)) {
      ends.push_back(bar.label);
    } else if (!std::all_of(savings.begin(), savings.end(), settled_to_save)) {
      open.push_back(bar.label);
    }
  }
  if (ends.empty() && open.empty()) {
    return "No input that was moved ends the saving within its range.";
  }
  return (ends.empty() ? "No input that was moved is known to end the saving"
                       : "There are values of " + some_of(ends, name) + " at which it saves nothing") +
         (open.empty() ? "." : "; not settled for " + some_of(open, name) + ".");
}

std::string failed_cells_words(const LeadershipSweep& sweep, const InputName& name) {
  if (sweep.failed_cells == 0) {
    return "";
  }
  return fmt::format("{} of {} cells could not be run: the range shown of {} ends there.", sweep.failed_cells,
                     sweep.cells, some_of(sweep.shortened, name));
}

TornadoChart saving_tornado(const LeadershipSweep& sweep, std::string_view policy, ChartSize size) {
  TornadoChart chart{
      .title = fmt::format("Orders that {} saves hang most on {}", policy, sweep.inputs.front().bar.label),
      .description = fmt::format("As the scenario stands: {}.", format_count(sweep.base)),
      .x_label = "fewer lost orders a quarter",
      .base = sweep.base,
      .flip = 0.0,
      .flip_label = "choice changes",
      .rows = {},
      .notes = {},
      .size = size};
  for (const LeadershipInput& input : sweep.inputs) {
    chart.rows.push_back(input.bar);
  }
  if (size == ChartSize::wide) {
    chart.notes.push_back(
        fmt::format("Each input moved alone between its ends, pale at its low end. Lines: simulation error of the "
                    "change, 95 % each, {}.",
                    how_many(sweep.replications, "quarter")));
  }
  return chart;
}

}  // namespace faultline::report
