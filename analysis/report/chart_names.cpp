#include "analysis/report/chart_names.h"

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"

namespace faultline::report {
namespace {

constexpr double kFullSize = 12;
constexpr double kSmallSize = 11;
constexpr std::size_t kColumnsAtFullSize = 19;  // longer names are smaller rather than cut

// What is shown on hovering; a sheet that counts its bytes tells it in the table beside.
std::string_view whole_of(const Svg& svg, std::string_view name) {
  return svg.weight() == SvgWeight::light ? std::string_view() : name;
}

}  // namespace

void draw_names(Svg& svg, std::vector<NamedEnd> ends, const NameColumn& column, bool by_policy) {
  const auto height = [&column](const NamedEnd& named) { return column.gap * std::round(named.end.y / column.gap); };
  std::stable_sort(ends.begin(), ends.end(), [height](const NamedEnd& a, const NamedEnd& b) {
    return height(a) != height(b) ? height(a) < height(b) : a.end.x > b.end.x;
  });
  std::vector<double> wanted;
  for (const NamedEnd& named : ends) {
    wanted.push_back(height(named));
  }
  const std::vector<double> placed = spread_labels(wanted, column.gap, column.top + 6, column.bottom - 4);
  // A curve that reaches the plot's edge is tied from there: never backwards.
  const auto tie = [&](std::size_t i) {
    svg.line({std::min(ends[i].end.x + 7, column.left - 29), ends[i].end.y}, {column.left - 26, placed[i]},
             {colour::kAxis, 0.6});
  };
  const bool ties_first = svg.weight() == SvgWeight::light;  // then they are one path
  for (std::size_t i = 0; ties_first && i < ends.size(); ++i) {
    tie(i);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const PolicyStyle style = policy_style(ends[i].policy);
    if (by_policy) {
      svg.begin_policy(ends[i].policy);
    }
    if (!ties_first) {
      tie(i);
    }
    if (ends[i].as_marker) {
      svg.marker(style.marker, {column.left - 14, placed[i]}, style.colour, ends[i].hollow);
    } else {
      svg.line({column.left - 24, placed[i]}, {column.left - 4, placed[i]}, {style.colour, 2.5, style.dash});
    }
    const std::string name = shorten_middle(ends[i].name, column.columns);
    const bool small = display_columns(name) > kColumnsAtFullSize;
    svg.text({column.left, placed[i] + 4}, name, {colour::kInk, small ? kSmallSize : kFullSize},
             whole_of(svg, ends[i].name));
    if (by_policy) {
      svg.end_policy();
    }
  }
}

}  // namespace faultline::report
