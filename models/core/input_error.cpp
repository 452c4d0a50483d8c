#include "models/core/input_error.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace faultline {
namespace {

/// Length of the printable UTF-8 character at the front of `text`; 0 when there is none (Unicode 15, table 3-7).
std::size_t printable_character_bytes(std::string_view text) {
  const auto byte = [text](std::size_t i) -> unsigned { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return lead >= 0x20 && lead != 0x7F ? 1 : 0;
  }
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : lead >= 0xE0 && lead <= 0xEF ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || text.size() < length) {
    return 0;
  }
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return 0;
    }
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  // C1 controls drive terminals too; line separators and bidirectional marks make text look like what it is not.
  const bool control = code < 0xA0 || (code >= 0x200E && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
                       (code >= 0x2066 && code <= 0x2069);
  return overlong || surrogate || code > 0x10FFFF || control ? 0 : length;
}

std::string escaped(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 0xF]};
}

std::string joined(const std::vector<InputProblem>& problems) {
  std::string text;
  for (const InputProblem& problem : problems) {
    text += text.empty() ? "" : "\n";
    text += problem.message();
  }
  return text;
}

}  // namespace

std::string InputProblem::message() const {
  std::string text = file;
  if (!place.empty()) {
    text += (text.empty() ? "" : ":") + place;
  }
  text += (text.empty() ? "" : ": ") + problem;
  if (!found.empty()) {
    text += " (found " + found + ")";
  }
  if (!suggestion.empty()) {
    // A name is one word; a way to mend it is a sentence.
    const bool name = suggestion.find(' ') == std::string::npos;
    text += name ? "; did you mean " + suggestion + "?" : "; " + suggestion;
  }
  return printable(text, std::string::npos);
}

InputError::InputError(std::vector<InputProblem> problems) : problems_(std::move(problems)), text_(joined(problems_)) {}

InputError::InputError(InputProblem problem) : InputError(std::vector<InputProblem>{std::move(problem)}) {}

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = printable_character_bytes(text);
    const std::string piece =
        length > 0 ? std::string(text.substr(0, length)) : escaped(static_cast<unsigned char>(text[0]));
    if (piece.size() > limit - out.size()) {
      return out + "…";
    }
    out += piece;
    text.remove_prefix(length > 0 ? length : 1);
  }
  return out;
}

}  // namespace faultline
