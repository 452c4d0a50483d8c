// Small helps for records that lie in JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/io/history/moment_text.h"
#include "models/io/json_document.h"

namespace faultline {

/// parse_json() for records of the past: what is wrong is said by its place, without an excerpt, which may name people.
[[nodiscard]] JsonDocument parse_records(std::string_view text, const std::string& file);

/// A member that is a text, or an empty one.
[[nodiscard]] std::string_view text_member(const JsonNode& object, std::string_view key);

/// A member that is a moment; absent or null: none. What is no moment fills `problem` unless it is filled already.
[[nodiscard]] std::optional<Moment> moment_member(const JsonNode& object, std::string_view key,
                                                  const std::optional<TimeZone>& zone, std::string& problem);

/// The same, where a record is nothing without it.
[[nodiscard]] Moment needed_moment(const JsonNode& object, std::string_view key, const std::optional<TimeZone>& zone,
                                   std::string& problem);

/// A text or whole number that tells records apart, as text.
[[nodiscard]] std::string id_member(const JsonNode& object, std::string_view key);

}  // namespace faultline
