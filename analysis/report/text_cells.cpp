#include "analysis/report/text_cells.h"

#include "analysis/report/html.h"
#include "models/core/input_error.h"

namespace faultline::report {

std::string text_cell(std::string_view text, std::size_t width, bool right) {
  const std::string shown = shorten(text, width);
  const std::size_t used = display_columns(shown);
  const std::string pad(width > used ? width - used : 0, ' ');
  return right ? pad + shown : shown + pad;
}

std::string markdown_text(std::string_view text) {
  std::string safe;
  for (const char c : printable(text, text.size())) {
    if (std::string_view("\\`*_{}[]|#~$").find(c) != std::string_view::npos) {
      safe += '\\';
      safe += c;
    } else {
      safe += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
  }
  return safe;
}

}  // namespace faultline::report
