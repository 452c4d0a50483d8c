#include "models/io/history/moment_text.h"

#include <algorithm>
#include <cstdint>

#include "models/core/input_error.h"

namespace faultline {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes exactly `count` digits from the front of a text.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void take_blanks(std::string_view& text) {
  while (take(text, ' ')) {
  }
}

/// Seconds since midnight.
std::optional<std::int64_t> take_time(std::string_view& text) {
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  std::int64_t seconds = 0;
  if (take(text, ':')) {
    const auto given = take_digits(text, 2);
    if (!given) return std::nullopt;
    seconds = *given;
    if (take(text, '.') || take(text, ',')) {
      while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    }
  }
  // 60 is a leap second, which no clock that we compare with counts.
  if (!minutes || *hours > 24 || *minutes > 59 || seconds > 60) return std::nullopt;
  const std::int64_t of_day = (*hours * 60 + *minutes) * 60 + seconds;
  return of_day <= kSecondsPerDay ? std::optional(of_day) : std::nullopt;
}

/// Seconds ahead of UTC, or nothing when the text is no zone.
std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  (void)take(text, ':');
  const auto minutes = text.empty() ? std::optional<std::int64_t>(0) : take_digits(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 18 || *minutes > 59) return std::nullopt;
  const auto seconds = static_cast<std::int32_t>((*hours * 60 + *minutes) * 60);
  return west ? -seconds : seconds;
}

MomentText wrong(std::string problem) { return {std::nullopt, std::move(problem)}; }

}  // namespace

std::string shown_field(std::string_view text) {
  constexpr std::ptrdiff_t kMostLetters = 4;
  const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool like_a_number = letters <= kMostLetters && (letters == 0 || digits > letters);
  if (!like_a_number || text.find('@') != std::string_view::npos) {
    return "a text of " + std::to_string(text.size()) + " bytes";
  }
  return '"' + printable(text, 40) + '"';
}

MomentText parse_moment(std::string_view text, const std::optional<TimeZone>& zone) {
  take_blanks(text);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty()) return wrong("no time is given");
  const std::string shown = shown_field(text);
  const bool year = text.size() >= 5 && is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) &&
                    is_digit(text[3]) && text[4] == '-';
  if (!year) return wrong("no year at the front of " + shown + ": write YYYY-MM-DDTHH:MM:SS");
  const auto day = parse_date(text.substr(0, 10));
  if (!day) return wrong("no date of the years 1970 to 2200: " + shown);
  text.remove_prefix(10);
  std::int64_t of_day = 0;
  std::string_view rest = text;
  if (!rest.empty()) {
    if (!take(rest, 'T') && !take(rest, 't') && !take(rest, ' ')) return wrong("no time after the date: " + shown);
    take_blanks(rest);
    const auto time = take_time(rest);
    if (!time) return wrong("no time of day: " + shown);
    of_day = *time;
    take_blanks(rest);
  }
  if (!rest.empty()) {
    const auto offset = parse_offset(rest);
    if (!offset) return wrong("no zone such as Z or +02:00 at the end: " + shown);
    return {Moment{*day * kSecondsPerDay + of_day - *offset, *offset, true}, ""};
  }
  const std::int64_t utc = zone ? zone->to_utc(*day, of_day) : *day * kSecondsPerDay + of_day;
  return {Moment{utc, static_cast<std::int32_t>(*day * kSecondsPerDay + of_day - utc), false}, ""};
}

}  // namespace faultline
