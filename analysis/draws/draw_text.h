// Words and cells that the table, the Markdown and the page share.
#pragma once

#include <string>
#include <vector>

#include "analysis/draws/draw_report.h"

namespace faultline {

/// The finding about the first pair of policies, or about the reference when it is alone.
[[nodiscard]] std::string draw_headline(const DrawReport& report);

/// Cells of one output: mean over draws, band, luck, ignorance, share of ignorance, p of the F test; "-" where absent.
struct SplitCells {
  std::string mean;
  std::string band;
  std::string luck;
  std::string ignorance;
  std::string share;  ///< in percent, with its sign
  std::string p_value;
};
[[nodiscard]] SplitCells split_cells(const SplitFigure& figure);

/// A share as "8 %", "0.3 %" or "< 0.1 %".
[[nodiscard]] std::string share_text(double share);

/// "30 of 40 (75 %)"
[[nodiscard]] std::string share_of_draws(std::size_t count, std::size_t draws);

/// How many draws, of what, and what was not drawn; whole sentences.
[[nodiscard]] std::vector<std::string> draw_notes(const DrawReport& report);

/// "0.02 to 0.1"
[[nodiscard]] std::string ends_text(const Uncertainty& about);

/// "rank regression" or "rank correlation"
[[nodiscard]] std::string driver_measure(const DrawReport& report);

/// The pointer of an unknown, with how many others are the same: "/defects/beta", "/a/b (and 4 more)".
[[nodiscard]] std::string unknown_name(const DrawReport& report, const DrivingParameter& driver);

/// Drivers that go beyond chance; when none does, the first one.
[[nodiscard]] std::vector<DrivingParameter> leading(const std::vector<DrivingParameter>& drivers, std::size_t most);

}  // namespace faultline
