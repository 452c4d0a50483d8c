#include "models/io/time_zone.h"

#include <date/date.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace faultline {

namespace {

std::optional<int> parse_digits(std::string_view text) {
  int value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && result.ec == std::errc{} && result.ptr == text.data() + text.size() ? std::optional<int>(value)
                                                                                       : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = parse_digits(text.substr(0, 4));
  const auto month = parse_digits(text.substr(5, 2));
  const auto day = parse_digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970 || *year > 2200) {
    return std::nullopt;
  }
  const date::year_month_day date{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                  date::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return date::sys_days{date}.time_since_epoch().count();
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hours = parse_digits(text.substr(0, 2));
  const auto minutes = parse_digits(text.substr(3, 2));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) {
    return std::nullopt;
  }
  return std::int64_t{60} * (*hours * 60 + *minutes);
}

std::size_t weekday_of(std::int64_t day) {
  constexpr std::int64_t kThursday = 3;  // 1970-01-01
  return static_cast<std::size_t>(((day + kThursday) % 7 + 7) % 7);
}

std::string iso_utc(std::int64_t utc_seconds) {
  return date::format("%FT%TZ", date::sys_seconds{std::chrono::seconds{utc_seconds}});
}

TimeZone::Local TimeZone::to_local(std::int64_t utc_seconds) const {
  const auto next = std::partition_point(offsets_->begin() + 1, offsets_->end(), [=](const ZoneOffset& offset) {
    return offset.from_utc_seconds <= utc_seconds;
  });
  const std::int64_t local = utc_seconds + (next - 1)->offset_seconds;
  const std::int64_t second_of_day = (local % kSecondsPerDay + kSecondsPerDay) % kSecondsPerDay;
  return {(local - second_of_day) / kSecondsPerDay, second_of_day};
}

std::int64_t TimeZone::to_utc(std::int64_t day, std::int64_t second_of_day) const {
  const std::int64_t local = day * kSecondsPerDay + second_of_day;
  // The first offset under which the clock shows this time, or a later one, before the next offset begins.
  const std::vector<ZoneOffset>& offsets = *offsets_;
  const auto passed = std::partition_point(offsets.begin() + 1, offsets.end(), [&](const ZoneOffset& next) {
    return local - (&next - 1)->offset_seconds >= next.from_utc_seconds;
  });
  const ZoneOffset& offset = *(passed - 1);
  const std::int64_t utc = local - offset.offset_seconds;
  return passed - 1 == offsets.begin() ? utc : std::max(utc, offset.from_utc_seconds);
}

}  // namespace faultline
