#include "analysis/report/html.h"

#include <cstddef>
#include <cstdint>

namespace faultline::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr char32_t kInvalid = 0xFFFFFFFF;

struct CodePoint {
  char32_t value;
  std::size_t bytes;  // at least 1
};

// The first character of non-empty `text`, kInvalid with one byte when it is not UTF-8 (overlong and surrogates
// included).
CodePoint first_code_point(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead >= 0xF5 || text.size() < length) {
    return {kInvalid, 1};
  }
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return {kInvalid, 1};
    }
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ||
      (value & 0xFFFEU) == 0xFFFE) {
    return {kInvalid, 1};
  }
  return {value, length};
}

bool is_control(char32_t c) {
  // Besides C0 and C1, the marks that reorder text: a name must not be able to turn its neighbours round.
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::size_t columns_of(char32_t c) {
  if (c == kInvalid) {
    return 1;
  }
  if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F)) {
    return 0;
  }
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::string visible_text(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    safe += c.value == kInvalid || is_control(c.value) ? kReplacement : text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
  return safe;
}

std::string escape_html(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    switch (c.value) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c.value == kInvalid || is_control(c.value) ? kReplacement : text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return safe;
}

std::size_t display_columns(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    columns += columns_of(c.value);
    text.remove_prefix(c.bytes);
  }
  return columns;
}

std::string shorten(std::string_view text, std::size_t columns) {
  if (display_columns(text) <= columns) {
    return std::string(text);
  }
  std::size_t used = 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const CodePoint c = first_code_point(text.substr(bytes));
    if (used + columns_of(c.value) + 1 > columns) {
      break;
    }
    used += columns_of(c.value);
    bytes += c.bytes;
  }
  return std::string(text.substr(0, bytes)) + "\u2026";
}

std::string shorten_middle(std::string_view text, std::size_t columns) {
  if (display_columns(text) <= columns || columns < 3) {
    return shorten(text, columns);
  }
  const std::size_t tail_columns = (columns - 1) / 2;
  std::size_t from = text.size();
  // A character begins where no byte continues one, and a mark upon a letter stays with it.
  for (std::size_t at = text.size(); at-- > 0;) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) {
      continue;
    }
    if (display_columns(text.substr(at)) > tail_columns) {
      break;
    }
    from = at;
  }
  return shorten(text, columns - display_columns(text.substr(from))) + std::string(text.substr(from));
}

}  // namespace faultline::report
