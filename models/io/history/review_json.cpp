// Reviews in JSON: which of Gerrit's and GitHub's objects each value is.
#include "models/io/history/review_json.h"

#include <utility>

#include "models/io/json_records.h"

namespace faultline {
namespace {

constexpr std::string_view kGuard = ")]}'";

[[noreturn]] void not_reviews(const std::string& file) {
  throw InputError({file, "", "", "holds no reviews that are known how to read",
                    "bring Gerrit's ChangeInfo, GitHub's pull requests or reviews, or a table of them"});
}

/// The text without the line that keeps browsers from running it.
std::string_view without_guard(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

/// A value at the top, or an item of a list: one object, or a page of them. False when nobody knows what it is.
bool read_value(const JsonNode& value, const ReviewSink& sink) {
  if (value.is(JsonKind::array)) {
    bool known = false;
    for (const JsonNode& item : value.items()) known = read_value(item, sink) || known;
    return known;
  }
  if (!value.is(JsonKind::object)) {
    sink.skip(value, "must be an object");
    return false;
  }
  if (value.find("_number") != nullptr) {
    sink.parts.has_events = true;
    read_change_info(value, sink);
    return true;
  }
  if (read_github_value(value, sink)) return true;
  sink.skip(value, "is no change and no review that is known how to read");
  return false;
}

/// All values of a text: lists are opened, values may follow each other as lines or without, as paged fetching leaves
/// them.
void read_json(std::string_view text, const std::string& file, std::size_t line_offset, const HistoryOptions& options,
               ReviewParts& parts) {
  const GraphSource source{file, std::string(text)};
  JsonRecords records(source, {});
  JsonRecord record;
  bool known = false;
  while (records.next(record)) {
    const ReviewSink sink{file, line_offset + records.line() - 1, options, parts};
    std::optional<JsonDocument> document;
    try {
      document.emplace(parse_records(record.text, file));
    } catch (const InputError& error) {
      ++parts.changes.rows.rows;
      parts.changes.rows.skip(file, sink.line_offset + 1, "no JSON: " + error.problems().front().problem);
      continue;
    }
    known = read_value(document->root(), sink) || known;
  }
  if (!known) not_reviews(file);
  if (parts.pages.open) ++(*parts.pages.open ? parts.pages.with_more : parts.pages.last);
  parts.pages.open.reset();
}

}  // namespace

std::optional<std::uint64_t> count_member(const JsonNode& object, std::string_view key) {
  const JsonNode* member = object.find(key);
  const auto whole = member != nullptr && member->is_number() ? member->as_integer() : std::nullopt;
  return whole && *whole >= 0 && *whole <= 1'000'000'000 ? std::optional(static_cast<std::uint64_t>(*whole))
                                                         : std::nullopt;
}

void read_lines(const JsonNode& item, std::string_view added, std::string_view deleted, ReviewRecord& record) {
  const auto plus = count_member(item, added);
  const auto minus = count_member(item, deleted);
  if (plus && minus) record.lines = *plus + *minus;
}

void finish_change(const JsonNode& item, const ReviewSink& sink, std::string problem, ReviewRecord record,
                   std::vector<ReviewEvent> events) {
  if (!problem.empty()) {
    sink.skip(item, std::move(problem));
    return;
  }
  RowAccount& rows = sink.parts.changes.rows;
  ++rows.rows;
  rows.zone_unstated += record.created.zone_stated ? 0 : 1;
  for (ReviewEvent& event : events) sink.parts.events.push_back(std::move(event));
  sink.parts.changes.records.push_back(std::move(record));
}

void read_reviews(std::string_view text, const std::string& file, const HistoryOptions& options, ReviewParts& parts) {
  const bool guarded = text.starts_with(kGuard);
  if (guarded) text = without_guard(text);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) not_reviews(file);
  if (text[first] == '[' || text[first] == '{') {
    read_json(text, file, guarded ? 1 : 0, options, parts);
  } else {
    read_review_table(text, file, options, parts);
  }
}

}  // namespace faultline
