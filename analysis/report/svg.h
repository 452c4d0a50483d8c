// A small SVG writer: colours as attributes (light) and as CSS classes (dark), every text escaped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace faultline::report {

/// A colour in both themes; `name` becomes part of a CSS class and must be unique per colour.
struct Colour {
  std::string_view name;
  std::string_view light;
  std::string_view dark;
};

inline constexpr std::string_view kChartFont =
    "font-family=\"system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif\"";

namespace colour {
inline constexpr Colour kPaper{"paper", "#ffffff", "#14171c"};
inline constexpr Colour kInk{"ink", "#1a1a1a", "#ececec"};
inline constexpr Colour kMuted{"muted", "#595959", "#b4b8be"};
inline constexpr Colour kGrid{"grid", "#e2e2e2", "#343a44"};
inline constexpr Colour kAxis{"axis", "#767676", "#8f959e"};
inline constexpr Colour kZone{"zone", "#ededed", "#2a303a"};
inline constexpr Colour kLimit{"limit", "#1a1a1a", "#ececec"};
}  // namespace colour

enum class Marker : std::uint8_t { kCircle, kSquare, kDiamond, kTriangle, kInvertedTriangle };

/// How one policy looks in every chart of a report: colour, dash and marker each tell it apart.
struct PolicyStyle {
  Colour colour;
  std::string_view dash;  ///< SVG stroke-dasharray; empty for a solid line
  Marker marker;
};

/// Policy 0 is the baseline: grey and dashed. The others take colours that readers with any colour vision can tell
/// apart (after Okabe and Ito 2008, and Tol 2021); from the eighth on colours come again with another dash.
[[nodiscard]] PolicyStyle policy_style(std::size_t policy);

struct Point {
  double x;
  double y;
};

struct Stroke {
  Colour colour;
  double width = 1;
  std::string_view dash = {};
};

enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };

struct TextStyle {
  Colour colour = colour::kInk;
  double size = 12;
  Anchor anchor = Anchor::kStart;
  bool bold = false;
  double turned = 0;  ///< degrees, clockwise
  double halo = 0;    ///< pixels of the paper's colour around the letters, over what was drawn before
};

/// full: stands alone, in hundredths of a pixel. light: for a page that counts every byte and shows it at about its own
/// size, in that page's font: tenths of a pixel, alike lines that follow each other as one path, texts together by
/// style and above all else.
enum class SvgWeight : std::uint8_t { full, light };

/// Drawing commands of one path, relative to the point before, in hundredths of a pixel or, light, in tenths: small,
/// and no error adds up.
class SvgPath {
 public:
  explicit SvgPath(SvgWeight weight = SvgWeight::full) : decimals_(weight == SvgWeight::full ? 2 : 1) {}
  SvgPath& move_to(Point p);
  SvgPath& line_to(Point p);
  /// A cubic curve that leaves and arrives level.
  SvgPath& glide_to(Point from, Point p);
  SvgPath& close();
  [[nodiscard]] const std::string& data() const { return data_; }
  [[nodiscard]] bool empty() const { return data_.empty(); }

 private:
  struct Steps {
    long x = 0;
    long y = 0;
  };
  [[nodiscard]] long steps(double pixels) const;
  void relative(char command, std::initializer_list<long> steps);

  int decimals_;
  std::string data_;
  Steps at_;
  Steps start_;
};

/// One picture with role=img, a title and a description for those who cannot see it.
class Svg {
 public:
  Svg(double width, double height, std::string_view title, std::string_view description,
      SvgWeight weight = SvgWeight::full);

  [[nodiscard]] SvgWeight weight() const { return weight_; }
  /// An empty path for this picture.
  [[nodiscard]] SvgPath path() const { return SvgPath(weight_); }

  void line(Point from, Point to, const Stroke& stroke);
  void stroke_path(const SvgPath& path, const Stroke& stroke);
  void fill_path(const SvgPath& path, const Colour& fill, double opacity);
  void rectangle(Point corner, double width, double height, const Colour& fill);
  /// A marker of about 9 pixels; hollow ones are filled with the paper's colour.
  void marker(Marker shape, Point centre, const Colour& colour, bool hollow = false);
  /// A disc within a ring of its own colour and width, perhaps 0; `hover` is shown on hovering.
  void disc(Point centre, double radius, const Colour& fill, const Stroke& ring, std::string_view hover);
  /// `full` is shown on hovering when it differs from `text` (a name cut short).
  void text(Point at, std::string_view text, const TextStyle& style = {}, std::string_view full = {});

  /// What follows, up to end_policy(), belongs to one policy: a page with script can leave it out. `name` (may be
  /// empty) is what a reader of values calls it.
  void begin_policy(std::size_t policy, std::string_view name = {});
  void end_policy();
  /// An attribute of the whole element, for scripts: data-`name`.
  void data(std::string_view name, std::string_view value);

  /// The whole element, ready for a file or for embedding in HTML.
  [[nodiscard]] std::string str() const;

 private:
  [[nodiscard]] std::string pixel(double value) const;
  std::string fill_of(const Colour& colour);
  std::string stroke_of(const Stroke& stroke);
  std::string& body();
  [[nodiscard]] std::string waiting_lines() const;

  SvgWeight weight_;
  double width_;
  double height_;
  std::string title_;
  std::string description_;
  std::string attributes_;
  std::string body_;
  std::string line_style_;  // of the lines that wait in lines_
  SvgPath lines_;
  std::vector<std::pair<std::string, std::string>> texts_;  // light: by style, in order of their first text
  std::map<std::string, std::string> dark_rules_;           // by class name, so that the style sheet has one order
};

}  // namespace faultline::report
