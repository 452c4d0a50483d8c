#include "analysis/report/chart_matrix.h"

#include <algorithm>
#include <array>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/chart_ramp.h"
#include "analysis/report/html.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr double kLabelRight = 152;
constexpr std::size_t kLabelColumns = 21;
constexpr double kLeft = 160;
constexpr double kRight = 568;
constexpr double kNamesHeight = 104;
constexpr std::size_t kNameColumns = 17;
constexpr double kRowHeight = 20;
constexpr double kTotalsHeight = 24;
constexpr double kLegendHeight = 40;

}  // namespace

std::string matrix_chart(const Matrix& matrix) {
  const ChartFrame frame = chart_frame(matrix.title, matrix.notes);
  const double top = frame.top() + kNamesHeight;
  const double bottom = top + kRowHeight * static_cast<double>(matrix.rows.size());
  const double legend = bottom + kTotalsHeight + 6;
  Svg svg(kChartWidth, legend + kLegendHeight + frame.bottom(), matrix.title, matrix.description);
  draw_frame(svg, frame, legend + kLegendHeight);
  const double cell = (kRight - kLeft) / static_cast<double>(std::max<std::size_t>(matrix.columns.size(), 8));
  const auto column = [&](std::size_t c) { return kLeft + cell * static_cast<double>(c); };
  const double end = column(matrix.columns.size());
  double most = matrix.most;
  for (const double value : matrix.values) {
    most = std::max(most, value);
  }
  svg.text({kLabelRight, top - 8}, matrix.row_label, {colour::kMuted, 11, Anchor::kEnd});
  svg.text({end + 8, top - 8}, "total", {colour::kMuted, 11});
  for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
    svg.text({column(c) + cell / 2 + 4, top - 6}, shorten(matrix.columns[c], kNameColumns),
             {colour::kInk, 11, Anchor::kStart, false, -60}, matrix.columns[c]);
    svg.text({column(c) + cell / 2, bottom + 16}, format_number(matrix.column_totals[c], 2),
             {colour::kInk, 10, Anchor::kMiddle});
  }
  svg.text({kLabelRight, bottom + 16}, matrix.column_label + ", total", {colour::kMuted, 11, Anchor::kEnd});
  std::array<SvgPath, kShadeRamp.size()> shades;  // one path a shade keeps the file small
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) {
    const double y = top + kRowHeight * static_cast<double>(r);
    svg.text({kLabelRight, y + 14}, shorten(matrix.rows[r], kLabelColumns), {colour::kInk, 12, Anchor::kEnd},
             matrix.rows[r]);
    for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
      const double value = matrix.values[r * matrix.columns.size() + c];
      if (value > 0) {
        const auto shade = static_cast<std::size_t>(value / most * static_cast<double>(kShadeRamp.size()));
        shades[std::min(shade, kShadeRamp.size() - 1)]
            .move_to({column(c), y})
            .line_to({column(c + 1), y})
            .line_to({column(c + 1), y + kRowHeight})
            .line_to({column(c), y + kRowHeight})
            .close();
      }
    }
    svg.text({end + 8, y + 14}, format_number(matrix.row_totals[r]), {colour::kInk, 11});
  }
  for (std::size_t i = 0; i < shades.size(); ++i) {
    if (!shades[i].empty()) {
      svg.fill_path(shades[i], kShadeRamp[i], 1);
    }
  }
  for (std::size_t r = 0; r <= matrix.rows.size(); ++r) {
    const double y = top + kRowHeight * static_cast<double>(r);
    svg.line({kLeft, y}, {end, y}, {colour::kGrid});
  }
  for (std::size_t c = 0; c <= matrix.columns.size(); ++c) {
    svg.line({column(c), top}, {column(c), bottom}, {colour::kGrid});
  }
  constexpr double kStep = 26;
  double x = kLeft;
  for (const Colour& colour : kShadeRamp) {
    svg.rectangle({x, legend + 6}, kStep, 10, colour);
    x += kStep;
  }
  svg.text({kLeft, legend + 30}, "0", {colour::kMuted, 10});
  svg.text({x, legend + 30}, format_number(most), {colour::kMuted, 10, Anchor::kEnd});
  svg.text({x + 10, legend + 15}, matrix.value_label, {colour::kInk, 11});
  return svg.str();
}

}  // namespace faultline::report
