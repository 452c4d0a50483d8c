// What the readers of reviews in JSON share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/io/history/json_members.h"
#include "models/io/history/review_history.h"

namespace faultline {

/// Where a JSON value was found, and where its records go.
struct ReviewSink {
  const std::string& file;
  std::size_t line_offset;  ///< lines of the file before the text of which the value is
  const HistoryOptions& options;
  ReviewParts& parts;

  /// Counts a row that cannot be used.
  void skip(const JsonNode& item, std::string reason) const {
    ++parts.changes.rows.rows;
    parts.changes.rows.skip(file, line_offset + item.line(), std::move(reason));
  }
};

/// A whole number from 0 to 1e9.
[[nodiscard]] std::optional<std::uint64_t> count_member(const JsonNode& object, std::string_view key);
/// Lines of a change, where both numbers are there.
void read_lines(const JsonNode& item, std::string_view added, std::string_view deleted, ReviewRecord& record);
/// Keeps a record and what was said of it, or counts a row that cannot be used when `problem` is not empty.
void finish_change(const JsonNode& item, const ReviewSink& sink, std::string problem, ReviewRecord record,
                   std::vector<ReviewEvent> events);

/// One object of Gerrit's, known by `_number`.
void read_change_info(const JsonNode& item, const ReviewSink& sink);
/// One value of GitHub's: a pull request or a review by REST, a pull request or an answer by GraphQL. False when it is
/// nothing of the kind. Throws InputError for an answer that is an error.
[[nodiscard]] bool read_github_value(const JsonNode& item, const ReviewSink& sink);

}  // namespace faultline
