#include "analysis/report/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/report/html.h"

namespace faultline::report {
namespace {

constexpr Colour kBaseline{"p0", "#6e6e6e", "#a9aeb6"};
constexpr std::array<Colour, 7> kPalette = {{{"p1", "#0072b2", "#56b4e9"},
                                             {"p2", "#d55e00", "#ff8f45"},
                                             {"p3", "#009e73", "#35cfa0"},
                                             {"p4", "#aa4499", "#e392d2"},
                                             {"p5", "#9a7500", "#e8c547"},
                                             {"p6", "#332288", "#a99cff"},
                                             {"p7", "#882255", "#e0778f"}}};
constexpr std::string_view kBaselineDash = "6 4";
constexpr std::array<std::string_view, 6> kDashes = {"", "11 3", "2 3", "9 3 2 3", "14 3 2 3 2 3", "4 2"};
constexpr std::array<Marker, 5> kMarkers = {Marker::kCircle, Marker::kSquare, Marker::kDiamond, Marker::kTriangle,
                                            Marker::kInvertedTriangle};

// A hundredth of a pixel is enough, and keeps files small and equal on every machine.
std::string rounded(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

// What text looks like unless it says otherwise; written once, on the whole element.
constexpr Colour kTextColour = colour::kInk;
constexpr double kTextSize = 11;

}  // namespace

PolicyStyle policy_style(std::size_t policy) {
  if (policy == 0) {
    return {kBaseline, kBaselineDash, Marker::kCircle};
  }
  const std::size_t i = policy - 1;
  return {kPalette[i % kPalette.size()], kDashes[i % kDashes.size()], kMarkers[policy % kMarkers.size()]};
}

SvgPath& SvgPath::move_to(Point p) {
  at_ = start_ = {steps(p.x), steps(p.y)};
  data_ += 'M' + rounded(p.x, decimals_) + ' ' + rounded(p.y, decimals_);
  return *this;
}

long SvgPath::steps(double pixels) const { return std::lround((decimals_ == 2 ? 100 : 10) * pixels); }

SvgPath& SvgPath::line_to(Point p) {
  const Steps to{steps(p.x), steps(p.y)};
  if (to.y == at_.y) {
    relative('h', {to.x - at_.x});
  } else if (to.x == at_.x) {
    relative('v', {to.y - at_.y});
  } else {
    relative('l', {to.x - at_.x, to.y - at_.y});
  }
  at_ = to;
  return *this;
}

SvgPath& SvgPath::glide_to(Point from, Point p) {
  const Steps to{steps(p.x), steps(p.y)};
  const long middle = steps((from.x + p.x) / 2) - at_.x;
  relative('c', {middle, 0, middle, to.y - at_.y, to.x - at_.x, to.y - at_.y});
  at_ = to;
  return *this;
}

void SvgPath::relative(char command, std::initializer_list<long> steps) {
  data_ += command;
  for (const long number : steps) {
    std::string text = rounded(static_cast<double>(number) / (decimals_ == 2 ? 100 : 10), decimals_);
    if (const std::size_t zero = text.find("0."); zero == 0 || (zero == 1 && text[0] == '-')) {
      text.erase(zero, 1);
    }
    data_ += (data_.back() == command || text[0] == '-' ? "" : " ") + text;
  }
}

SvgPath& SvgPath::close() {
  at_ = start_;
  data_ += 'Z';
  return *this;
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description, SvgWeight weight)
    : weight_(weight), width_(width), height_(height), title_(title), description_(description), lines_(weight) {
  attributes_ = fmt::format("font-size=\"{}\" {}", pixel(kTextSize), fill_of(kTextColour));
  rectangle({0, 0}, width, height, colour::kPaper);
}

std::string Svg::pixel(double value) const { return rounded(value, weight_ == SvgWeight::full ? 2 : 1); }

// What is drawn next goes here, above the lines that wait.
std::string& Svg::body() {
  body_ += waiting_lines();
  lines_ = path();
  return body_;
}

std::string Svg::waiting_lines() const {
  return lines_.empty() ? "" : fmt::format("<path d=\"{}\" {}/>\n", lines_.data(), line_style_);
}

void Svg::begin_policy(std::size_t policy, std::string_view name) {
  body() += fmt::format("<g data-policy=\"{}\"{}>\n", policy,
                        name.empty() ? "" : fmt::format(" data-name=\"{}\"", escape_html(name)));
}

void Svg::end_policy() { body() += "</g>\n"; }

void Svg::data(std::string_view name, std::string_view value) {
  attributes_ += fmt::format(" data-{}=\"{}\"", name, escape_html(value));
}

std::string Svg::fill_of(const Colour& colour) {
  const std::string name = fmt::format("fl-f-{}", colour.name);
  dark_rules_[name] = fmt::format(".{}{{fill:{}}}", name, colour.dark);
  return fmt::format("class=\"{}\" fill=\"{}\"", name, colour.light);
}

std::string Svg::stroke_of(const Stroke& stroke) {
  const std::string name = fmt::format("fl-s-{}", stroke.colour.name);
  dark_rules_[name] = fmt::format(".{}{{stroke:{}}}", name, stroke.colour.dark);
  std::string attributes = fmt::format("class=\"{}\" stroke=\"{}\"", name, stroke.colour.light);
  if (stroke.width != 1) {
    attributes += fmt::format(" stroke-width=\"{}\"", pixel(stroke.width));
  }
  if (!stroke.dash.empty()) {
    attributes += fmt::format(" stroke-dasharray=\"{}\"", stroke.dash);
  }
  return attributes;
}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  std::string style = stroke_of(stroke);
  if (weight_ == SvgWeight::light) {
    if (style != line_style_) {
      body();
      line_style_ = std::move(style);
    }
    lines_.move_to(from).line_to(to);
    return;
  }
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>\n", pixel(from.x), pixel(from.y),
                       pixel(to.x), pixel(to.y), style);
}

void Svg::stroke_path(const SvgPath& path, const Stroke& stroke) {
  body() +=
      fmt::format("<path d=\"{}\" fill=\"none\" stroke-linejoin=\"round\" {}/>\n", path.data(), stroke_of(stroke));
}

void Svg::fill_path(const SvgPath& path, const Colour& fill, double opacity) {
  body() += fmt::format("<path d=\"{}\"{} {}/>\n", path.data(),
                        opacity == 1 ? "" : fmt::format(" fill-opacity=\"{}\"", rounded(opacity, 2)), fill_of(fill));
}

void Svg::rectangle(Point corner, double width, double height, const Colour& fill) {
  body() += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>\n", pixel(corner.x), pixel(corner.y),
                        pixel(width), pixel(height), fill_of(fill));
}

void Svg::marker(Marker shape, Point centre, const Colour& colour, bool hollow) {
  constexpr double kRadius = 4.5;
  const auto [x, y] = centre;
  SvgPath path = this->path();
  switch (shape) {
    case Marker::kCircle:
      break;
    case Marker::kSquare:
      path.move_to({x - 4, y - 4}).line_to({x + 4, y - 4}).line_to({x + 4, y + 4}).line_to({x - 4, y + 4}).close();
      break;
    case Marker::kDiamond:
      path.move_to({x, y - 5.5}).line_to({x + 5.5, y}).line_to({x, y + 5.5}).line_to({x - 5.5, y}).close();
      break;
    case Marker::kTriangle:
      path.move_to({x, y - 5}).line_to({x + 5, y + 4}).line_to({x - 5, y + 4}).close();
      break;
    case Marker::kInvertedTriangle:
      path.move_to({x, y + 5}).line_to({x + 5, y - 4}).line_to({x - 5, y - 4}).close();
      break;
  }
  const std::string outline = path.empty()
                                  ? fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", pixel(x), pixel(y), kRadius)
                                  : fmt::format("<path d=\"{}\"", path.data());
  // One class attribute holds both colours: the fill's and the outline's.
  const Colour& inside = hollow ? colour::kPaper : colour;
  const std::string fill_name = fmt::format("fl-f-{}", inside.name);
  const std::string stroke_name = fmt::format("fl-s-{}", colour.name);
  dark_rules_[fill_name] = fmt::format(".{}{{fill:{}}}", fill_name, inside.dark);
  dark_rules_[stroke_name] = fmt::format(".{}{{stroke:{}}}", stroke_name, colour.dark);
  body() += fmt::format("{} class=\"{} {}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/>\n", outline, fill_name,
                        stroke_name, inside.light, colour.light);
}

void Svg::disc(Point centre, double radius, const Colour& fill, const Stroke& ring, std::string_view hover) {
  const std::string fill_name = fmt::format("fl-f-{}", fill.name);
  const std::string ring_name = fmt::format("fl-s-{}", ring.colour.name);
  dark_rules_[fill_name] = fmt::format(".{}{{fill:{}}}", fill_name, fill.dark);
  dark_rules_[ring_name] = fmt::format(".{}{{stroke:{}}}", ring_name, ring.colour.dark);
  body() += fmt::format(
      "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{} {}\" fill=\"{}\" stroke=\"{}\" "
      "stroke-width=\"{}\"><title>{}</title></circle>\n",
      pixel(centre.x), pixel(centre.y), pixel(radius), fill_name, ring_name, fill.light, ring.colour.light,
      pixel(ring.width), escape_html(hover));
}

void Svg::text(Point at, std::string_view text, const TextStyle& style, std::string_view full) {
  constexpr std::array<std::string_view, 3> kAnchors = {"start", "middle", "end"};
  const std::string place = fmt::format("x=\"{}\" y=\"{}\"", pixel(at.x), pixel(at.y));
  std::string look;
  if (style.size != kTextSize) {
    look += fmt::format(" font-size=\"{}\"", pixel(style.size));
  }
  if (style.colour.name != kTextColour.name) {
    look += " " + fill_of(style.colour);
  }
  if (style.anchor != Anchor::kStart) {
    look += fmt::format(" text-anchor=\"{}\"", kAnchors[static_cast<std::size_t>(style.anchor)]);
  }
  if (style.bold) {
    look += " font-weight=\"600\"";
  }
  if (style.halo > 0) {
    look += " " + stroke_of({colour::kPaper, 2 * style.halo}) + " paint-order=\"stroke\"";
  }
  const std::string turn =
      style.turned != 0 ? fmt::format(" transform=\"rotate({} {} {})\"", pixel(style.turned), pixel(at.x), pixel(at.y))
                        : "";
  const std::string hover =
      full.empty() || full == text ? std::string() : fmt::format("<title>{}</title>", escape_html(full));
  const auto element = [&](const std::string& attributes) {
    return fmt::format("<text {}>{}{}</text>\n", attributes, hover, escape_html(text));
  };
  if (weight_ == SvgWeight::full) {
    body_ += element(place + look + turn);
    return;
  }
  auto alike = std::find_if(texts_.begin(), texts_.end(), [&look](const auto& group) { return group.first == look; });
  if (alike == texts_.end()) {
    alike = texts_.insert(alike, {look, {}});
  }
  alike->second += element(place + turn);
}

std::string Svg::str() const {
  std::string dark;
  for (const auto& rule : dark_rules_) {
    dark += rule.second;
  }
  std::string drawn = body_ + waiting_lines();
  for (const auto& [look, texts] : texts_) {
    drawn += look.empty() ? texts : fmt::format("<g{}>\n{}</g>\n", look, texts);
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "{7}{6}>\n<title>{2}</title>\n<desc>{3}</desc>\n"
      "<style>@media screen and (prefers-color-scheme:dark){{{4}}}</style>\n{5}</svg>\n",
      pixel(width_), pixel(height_), escape_html(title_), escape_html(description_), dark, drawn, attributes_,
      weight_ == SvgWeight::full ? std::string(kChartFont) + " " : std::string());
}

}  // namespace faultline::report
