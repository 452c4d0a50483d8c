#include "analysis/report/page_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

constexpr std::string_view kChart = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";
constexpr std::string_view kChartEnd = "</svg>\n";
constexpr std::string_view kDark = "<style>@media screen and (prefers-color-scheme:dark){";
constexpr std::string_view kDarkEnd = "}</style>";
constexpr std::string_view kJoin = " stroke-linejoin=\"round\"";
constexpr std::string_view kPrefix = "fl-";

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string tenths(double pixels) {
  std::string text = fmt::format("{:.1f}", pixels);
  if (text.ends_with(".0")) {
    text.resize(text.size() - 2);
  }
  return text == "-0" ? "0" : text;
}

void erase_once(std::string& text, std::string_view part) {
  if (const std::size_t at = text.find(part); at != std::string::npos) {
    text.erase(at, part.size());
  }
}

// The value of an attribute; quotes within values are entities, so that no name from outside looks like one.
std::string_view attribute(std::string_view element, std::string_view name) {
  const std::string begin = fmt::format(" {}=\"", name);
  const std::size_t at = element.find(begin);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::size_t from = at + begin.size();
  return element.substr(from, element.find('"', from) - from);
}

std::string short_classes(std::string element) {
  const std::string_view classes = attribute(element, "class");
  if (classes.empty()) {
    return element;
  }
  const auto at = static_cast<std::size_t>(classes.data() - element.data());
  std::string names(classes);
  while (names.find(kPrefix) != std::string::npos) {
    erase_once(names, kPrefix);
  }
  return element.replace(at, classes.size(), names);
}

// A path of SvgPath's commands again, in tenths of a pixel.
std::string in_tenths(std::string_view data) {
  SvgPath path(SvgWeight::light);
  Point at{0, 0};
  Point start{0, 0};
  while (!data.empty()) {
    const char command = data.front();
    data.remove_prefix(1);
    const std::size_t end = std::min(data.find_first_of("MlhvcZ"), data.size());
    std::vector<double> n;
    std::string_view numbers = data.substr(0, end);
    data.remove_prefix(end);
    while (!numbers.empty()) {
      const std::size_t next = std::min(numbers.find_first_of(" -", 1), numbers.size());
      n.push_back(number(numbers.substr(numbers.front() == ' ' ? 1 : 0, next)));
      numbers.remove_prefix(next);
    }
    const Point from = at;
    switch (command) {
      case 'M':
        at = start = {n[0], n[1]};
        path.move_to(at);
        break;
      case 'Z':
        at = start;
        path.close();
        break;
      case 'c':
        at = {at.x + n[4], at.y + n[5]};
        path.glide_to(from, at);
        break;
      default:
        at = command == 'h' ? Point{at.x + n[0], at.y}
                            : (command == 'v' ? Point{at.x, at.y + n[0]} : Point{at.x + n[0], at.y + n[1]});
        path.line_to(at);
    }
  }
  return path.data();
}

std::string lean_path(std::string element) {
  const std::string_view data = attribute(element, "d");
  const auto at = static_cast<std::size_t>(data.data() - element.data());
  element.replace(at, data.size(), in_tenths(data));
  erase_once(element, kJoin);
  return element;
}

// Lines and texts that follow each other: lines of one look as one path, then texts of one look in one group.
class Run {
 public:
  void add_line(std::string_view element) {
    const auto at = [element](std::string_view name) { return number(attribute(element, name)); };
    const std::size_t look = element.find(" y2=\"");
    SvgPath& path = of(lines_, std::string(element.substr(element.find('"', look + 5) + 1)), SvgPath(SvgWeight::light));
    path.move_to({at("x1"), at("y1")}).line_to({at("x2"), at("y2")});
  }

  void add_text(std::string_view element) {
    const std::size_t end = element.find('>');
    std::string_view attributes = element.substr(0, end);
    std::string_view turn;
    if (const std::size_t turned = attributes.find(" transform="); turned != std::string_view::npos) {
      turn = attributes.substr(turned);
      attributes = attributes.substr(0, turned);
    }
    const std::size_t look = attributes.find('"', attributes.find(" y=\"") + 4) + 1;
    std::string& group = of(texts_, std::string(attributes.substr(look)), std::string());
    group += fmt::format("<text x=\"{}\" y=\"{}\"{}{}", tenths(number(attribute(attributes, "x"))),
                         tenths(number(attribute(attributes, "y"))), turn, element.substr(end));
  }

  std::string taken() {
    std::string drawn;
    for (const auto& [look, path] : lines_) {
      drawn += fmt::format("<path d=\"{}\"{}", path.data(), short_classes(look));
    }
    for (const auto& [look, texts] : texts_) {
      drawn += look.empty() ? texts : fmt::format("<g{}>{}</g>", short_classes(look), texts);
    }
    lines_.clear();
    texts_.clear();
    return drawn;
  }

 private:
  template <typename Content>
  static Content& of(std::vector<std::pair<std::string, Content>>& groups, std::string look, const Content& content) {
    const auto alike =
        std::find_if(groups.begin(), groups.end(), [&look](const auto& group) { return group.first == look; });
    return alike != groups.end() ? alike->second : groups.emplace_back(std::move(look), content).second;
  }

  std::vector<std::pair<std::string, SvgPath>> lines_;
  std::vector<std::pair<std::string, std::string>> texts_;
};

std::string lean_chart(std::string_view chart, std::set<std::string>& dark) {
  std::string drawn;
  Run run;
  bool first = true;
  while (!chart.empty()) {
    const std::size_t end = std::min(chart.find(">\n"), chart.size() - 2) + 1;
    std::string element(chart.substr(0, end));
    chart.remove_prefix(end + 1);
    if (element.starts_with("<line ")) {
      run.add_line(element);
      continue;
    }
    if (element.starts_with("<text ")) {
      run.add_text(element);
      continue;
    }
    drawn += run.taken();
    if (element.starts_with(kDark)) {
      std::string_view rules(element);
      rules = rules.substr(kDark.size(), rules.size() - kDark.size() - kDarkEnd.size());
      while (!rules.empty()) {
        const std::size_t length = rules.find('}') + 1;
        dark.insert("." + std::string(rules.substr(1 + kPrefix.size(), length - 1 - kPrefix.size())));
        rules.remove_prefix(length);
      }
      continue;
    }
    if (first) {
      if (const std::size_t font = element.find("font-family=\""); font != std::string::npos) {
        element.erase(font, element.find('"', font + 13) + 2 - font);
      }
      element.insert(4, kJoin);
      first = false;
    }
    erase_once(element, " x=\"0\" y=\"0\"");
    drawn += short_classes(element.starts_with("<path ") ? lean_path(std::move(element)) : std::move(element));
  }
  return drawn;
}

}  // namespace

std::string with_lean_charts(const std::string& page) {
  std::string lean;
  std::set<std::string> dark;
  std::size_t from = 0;
  for (std::size_t at = page.find(kChart); at != std::string::npos; at = page.find(kChart, from)) {
    const std::size_t end = page.find(kChartEnd, at) + kChartEnd.size();
    lean += page.substr(from, at - from) +
            lean_chart("<svg " + page.substr(at + kChart.size(), end - at - kChart.size()), dark);
    from = end;
  }
  lean += page.substr(from);
  std::string rules;
  for (const std::string& rule : dark) {
    rules += rule;
  }
  if (!rules.empty()) {
    lean.insert(lean.find("</style>"), "@media screen and (prefers-color-scheme:dark){" + rules + "}");
  }
  return lean;
}

}  // namespace faultline::report
