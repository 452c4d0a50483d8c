#include "analysis/report/chart_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"

namespace faultline::report {
namespace {

constexpr double kMargin = 12;
constexpr double kNarrowTop = 8;
constexpr double kNarrowBottom = 2;
constexpr double kHeadingSize = 13.5;
constexpr double kHeadingLine = 18;
constexpr double kNoteSize = 11;
constexpr double kNoteLine = 15;
constexpr std::size_t kHeadingColumns = 74;
constexpr std::size_t kNoteColumns = 98;

}  // namespace

std::vector<std::string> wrap_text(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word = shorten(text.substr(0, end), columns);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && display_columns(line) + 1 + display_columns(word) > columns) {
      lines.push_back(line);
      line.clear();
    }
    line += line.empty() ? word : ' ' + word;
  }
  if (!line.empty()) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<double> spread_labels(const std::vector<double>& wanted, double gap, double low, double high) {
  const std::size_t n = wanted.size();
  if (n > 1) {
    gap = std::min(gap, (high - low) / static_cast<double>(n - 1));
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&wanted](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<double> placed(n);
  double next = low;
  for (const std::size_t i : order) {
    placed[i] = std::max(wanted[i], next);
    next = placed[i] + gap;
  }
  double last = high;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    placed[*i] = std::min(placed[*i], last);
    last = placed[*i] - gap;
  }
  return placed;
}

double ChartFrame::top() const {
  return size == ChartSize::narrow ? kNarrowTop : kMargin + kHeadingLine * static_cast<double>(heading.size()) + 8;
}

double ChartFrame::bottom() const {
  return size == ChartSize::narrow ? kNarrowBottom : kMargin + kNoteLine * static_cast<double>(notes.size());
}

ChartFrame chart_frame(std::string_view title, const std::vector<std::string>& notes, ChartSize size) {
  if (size == ChartSize::narrow) {
    return {{}, {}, size};
  }
  ChartFrame frame{wrap_text(title, kHeadingColumns), {}, size};
  for (const std::string& note : notes) {
    for (std::string& line : wrap_text(note, kNoteColumns)) {
      frame.notes.push_back(std::move(line));
    }
  }
  return frame;
}

void draw_frame(Svg& svg, const ChartFrame& frame, double notes_top) {
  double y = kMargin + kHeadingSize;
  for (const std::string& line : frame.heading) {
    svg.text({kMargin, y}, line, {colour::kInk, kHeadingSize, Anchor::kStart, true});
    y += kHeadingLine;
  }
  y = notes_top + kNoteSize;
  for (const std::string& line : frame.notes) {
    svg.text({kMargin, y}, line, {colour::kMuted, kNoteSize});
    y += kNoteLine;
  }
}

namespace {

// In one line or in two, broken behind a blank or a sign between the words of a name; what does not fit is left out of
// the middle, since names often differ at their ends alone.
std::vector<std::string> label_lines(const std::string& label, std::size_t columns) {
  if (display_columns(label) <= columns) {
    return {label};
  }
  std::size_t end = 0;  // of the first line
  for (std::size_t at = label.find_first_of(" -_/."); at != std::string::npos;
       at = label.find_first_of(" -_/.", at + 1)) {
    if (display_columns(label.substr(0, label[at] == ' ' ? at : at + 1)) > columns) {
      break;
    }
    end = at + 1;
  }
  if (end == 0 || end == label.size()) {
    const std::size_t blank = label.rfind(' ');
    end = blank == std::string::npos ? label.size() : blank + 1;
  }
  std::string first = label.substr(0, end);
  if (first.back() == ' ') {
    first.pop_back();
  }
  std::vector<std::string> lines{shorten_middle(first, columns)};
  if (end < label.size()) {
    lines.push_back(shorten_middle(label.substr(end), columns));
  }
  return lines;
}

}  // namespace

void draw_label(Svg& svg, const std::string& label, Point at, std::size_t columns, Anchor anchor, bool bold) {
  const std::vector<std::string> lines = label_lines(label, columns);
  double baseline = lines.size() > 1 ? at.y - 3 : at.y + 4;
  for (const std::string& line : lines) {
    svg.text({at.x, baseline}, line, {colour::kInk, 12, anchor, bold},
             svg.weight() == SvgWeight::light ? std::string_view() : std::string_view(label));
    baseline += 14;
  }
}

void draw_x_axis(Svg& svg, const Scale& x, double top, double bottom, std::string_view label) {
  constexpr double kDigitWidth = 6.2;
  double taken = x.start() - 1e3;  // up to here labels stand
  for (const double tick : x.ticks()) {
    const double at = x(tick);
    svg.line({at, top}, {at, bottom}, {colour::kGrid});
    const std::string label_of_tick = format_tick(tick);
    const double half = kDigitWidth / 2 * static_cast<double>(display_columns(label_of_tick));
    if (at - half > taken) {
      svg.text({at, bottom + 16}, label_of_tick, {colour::kMuted, 11, Anchor::kMiddle});
      taken = at + half + 3;
    }
  }
  svg.line({x.start(), bottom}, {x.end(), bottom}, {colour::kAxis});
  svg.text({(x.start() + x.end()) / 2, bottom + 34}, label, {colour::kInk, 12, Anchor::kMiddle});
}

void draw_named_x_axis(Svg& svg, const Scale& x, const std::vector<std::string>& names, double top, double bottom,
                       std::string_view label) {
  constexpr double kColumnWidth = 6.5;
  constexpr double kNarrowest = 30;
  const double room = x(2) - x(1);
  const auto stride = static_cast<std::size_t>(std::max(1.0, std::ceil(kNarrowest / room)));
  const auto columns = static_cast<std::size_t>(room * static_cast<double>(stride) / kColumnWidth);
  for (std::size_t i = 0; i < names.size(); i += stride) {
    const double at = x(static_cast<double>(i + 1));
    svg.line({at, top}, {at, bottom}, {colour::kGrid});
    svg.text({at, bottom + 16}, shorten(names[i], columns), {colour::kMuted, 11, Anchor::kMiddle}, names[i]);
  }
  svg.line({x.start(), bottom}, {x.end(), bottom}, {colour::kAxis});
  svg.text({(x.start() + x.end()) / 2, bottom + 34}, label, {colour::kInk, 12, Anchor::kMiddle});
}

void draw_y_axis(Svg& svg, const Scale& y, double left, double right, std::string_view label) {
  for (const double tick : y.ticks()) {
    const double at = y(tick);
    svg.line({left, at}, {right, at}, {colour::kGrid});
    svg.text({left - 6, at + 4}, format_tick(tick), {colour::kMuted, 11, Anchor::kEnd});
  }
  svg.line({left, y.start()}, {left, y.end()}, {colour::kAxis});
  const Point middle{18, (y.start() + y.end()) / 2};
  svg.text(middle, label, {colour::kInk, 12, Anchor::kMiddle, false, -90});
}

}  // namespace faultline::report
