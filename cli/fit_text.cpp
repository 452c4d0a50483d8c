#include "cli/fit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/table.h"
#include "cli/fit_json.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

std::string interval_text(const stats::Estimate& estimate) {
  if (!estimate.interval) return "-";
  return report::format_number(estimate.interval->low) + " to " + report::format_number(estimate.interval->high);
}

void add_once(std::vector<std::string>& lines, const std::string& line) {
  if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
}

std::string group_text(const fit::Group& group) {
  std::string text = group.name + ": " + how_many(group.n, "record");
  if (group.period.covered_days > 0) {
    text += fmt::format(", {} to {}, {} covered days", iso_day(group.period.first_day), iso_day(group.period.last_day),
                        group.period.covered_days);
    if (!group.period.holes.empty()) text += fmt::format(" ({} holes)", group.period.holes.size());
  }
  text += "\n";
  std::vector<std::string> below;
  for (const fit::Figure& figure : group.figures) {
    text += fmt::format("  {:<34} {:>9} {:>22} {:>8}\n", figure.name, report::format_number(figure.estimate.value),
                        interval_text(figure.estimate), figure.estimate.n);
    if (figure.verdict != fit::kNoLaw) {
      const std::string stem = figure.name.substr(0, figure.name.find("_median"));
      const bool size = figure.name.find("_p90") != std::string::npos || figure.name.ends_with("_ln_mean") ||
                        figure.name.ends_with("_ln_sd");
      if (!size) add_once(below, stem + ": " + figure.verdict + ".");
    }
  }
  for (const fit::Mix& mix : group.mixes) {
    std::string line = mix.name + ":";
    for (const fit::Mix::Share& share : mix.shares) {
      line +=
          (line.back() == ':' ? " " : ", ") + printable(share.name) + " " + report::format_percent(share.share.value);
    }
    add_once(below, line + ".");
  }
  for (const std::string& note : group.notes) add_once(below, note + ".");
  for (const std::string& line : below) text += report::terminal_text(line);
  return text;
}

}  // namespace

std::string fit_text(const fit::Findings& findings) {
  std::string text = fmt::format("{:<36} {:>9} {:>22} {:>8}\n", "measured: " + findings.kind, "value", "95 %", "n");
  for (const fit::Group& group : findings.groups) text += "\n" + group_text(group);
  for (const std::string& note : findings.notes) text += "\n" + report::terminal_text(note + ".");
  return text;
}

}  // namespace faultline::cli
