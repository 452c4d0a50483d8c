// Tables of changes in review, and of what was said of them.
#include <algorithm>
#include <map>
#include <utility>

#include "models/io/history/moment_text.h"
#include "models/io/history/review_history.h"

namespace faultline {
namespace {

/// What a known kind of table calls the columns; recognised by columns that only it has.
struct Preset {
  std::vector<std::string_view> signs;
  ColumnNames names;
};

const std::vector<Preset>& presets() {
  static const std::vector<Preset> known{
      // Exports of Gerrit's changes.
      {{"patch_sets", "first_review_at"},
       {{"id", "number"},
        {"ready", "ready_at"},
        {"first_review", "first_review_at"},
        {"first_approval", "first_approval_at"},
        {"merged", "submitted"},
        {"state", "status"},
        {"author", "owner"},
        {"rounds", "patch_sets"},
        {"rejections", "negative_votes"},
        {"author_is_bot", "owner_is_bot"},
        {"added", "insertions"},
        {"deleted", "deletions"}}},
      // Reviews of GitHub's pull requests, then these.
      {{"pr_id", "submitted_at"}, {{"change", "pr_id"}, {"by", "user"}, {"at", "submitted_at"}, {"verdict", "state"}}},
      {{"created_at", "merged_at"},
       {{"created", "created_at"},
        {"merged", "merged_at"},
        {"closed", "closed_at"},
        {"author", "user"},
        {"added", "additions"},
        {"deleted", "deletions"}}},
      // DevLake's domain layer.
      {{"pull_request_id", "account_id"},
       {{"change", "pull_request_id"}, {"by", "account_id"}, {"at", "created_date"}, {"verdict", "status"}}},
      {{"pr_created_date", "pr_merged_date"},  // its metrics of a project
       {{"created", "pr_created_date"}, {"merged", "pr_merged_date"}, {"first_review", "first_comment_date"}}},
      {{"created_date", "merged_date"},
       {{"created", "created_date"},
        {"merged", "merged_date"},
        {"closed", "closed_date"},
        {"author", "author_id"},
        {"state", "status"},
        {"added", "additions"},
        {"deleted", "deletions"}}}};
  return known;
}

ColumnNames with_preset(const std::vector<std::string>& header, ColumnNames names) {
  for (const Preset& preset : presets()) {
    const bool fits = std::all_of(preset.signs.begin(), preset.signs.end(), [&](std::string_view sign) {
      return std::find(header.begin(), header.end(), sign) != header.end();
    });
    if (!fits) continue;
    for (const auto& name : preset.names) names.insert(name);  // those of the user stay
    break;
  }
  return names;
}

/// Moments and counts of a row; the first problem stays.
class RowReader {
 public:
  RowReader(const CsvRows& rows, const HistoryOptions& options) : rows_(rows), options_(options) {}

  std::optional<Moment> moment(const char* column) {
    const std::string_view text = rows_.field(column);
    if (text.empty()) return std::nullopt;
    MomentText read = parse_moment(text, options_.zone);
    if (!read.moment) wrong(column, read.problem);
    return read.moment;
  }
  std::optional<std::uint64_t> count(const char* column) {
    const std::string_view text = rows_.field(column);
    if (text.empty()) return std::nullopt;
    const auto value = parse_count(text);
    if (!value || *value > 1'000'000'000) {
      wrong(column, "no count: " + shown_field(text));
      return std::nullopt;
    }
    return value;
  }
  void wrong(const std::string& column, const std::string& problem) {
    if (problem_.empty()) problem_ = column + ": " + problem;
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const CsvRows& rows_;
  const HistoryOptions& options_;
  std::string problem_;
};

std::string read_change(const CsvRows& rows, const HistoryOptions& options, ReviewRecord& record) {
  RowReader row(rows, options);
  record.id = rows.field("id");
  if (record.id.empty()) return "no id";
  const auto created = row.moment("created");
  if (!created && row.problem().empty()) return "no time of creation";
  record.created = created.value_or(Moment{});
  record.ready = row.moment("ready");
  record.never_ready = rows.has("ready") && !record.ready;
  record.first_review = row.moment("first_review");
  record.first_approval = row.moment("first_approval");
  record.merged = row.moment("merged");
  const std::string_view state = rows.field("state");
  const bool closed =
      row.moment("closed").has_value() || state == "ABANDONED" || state == "CLOSED" || state == "closed";
  if (state == "ABANDONED" || state == "NEW" || state == "OPEN" || state == "CLOSED") record.merged.reset();
  record.state = record.merged ? ReviewRecord::State::merged
                 : closed      ? ReviewRecord::State::abandoned
                               : ReviewRecord::State::open;
  const auto narrow = [](std::optional<std::uint64_t> value) {
    return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
  };
  record.approvals = narrow(row.count("approvals"));
  record.rounds = narrow(row.count("rounds"));
  if (const auto rejections = row.count("rejections")) record.sent_back = *rejections > 0;
  const auto added = row.count("added");
  const auto deleted = row.count("deleted");
  if (added && deleted) record.lines = *added + *deleted;
  record.reviews_known = rows.has("first_review");
  record.author = options.identities.person(rows.field("author"));
  record.by_bot = rows.field("author_is_bot") == "1" || origin_of_author(rows.field("author")) == Origin::automated;
  return row.problem();
}

std::string read_event(const CsvRows& rows, const HistoryOptions& options, ReviewEvent& event) {
  RowReader row(rows, options);
  event.change = rows.field("change");
  if (event.change.empty()) return "names no change";
  const auto at = row.moment("at");
  if (!at && row.problem().empty()) return "no time";
  event.at = at.value_or(Moment{});
  event.by = options.identities.person(rows.field("by"));
  event.by_bot = origin_of_author(rows.field("by")) != Origin::human;
  const std::string_view verdict = rows.field("verdict");
  event.kind = verdict == "APPROVED"            ? ReviewEvent::Kind::approve
               : verdict == "CHANGES_REQUESTED" ? ReviewEvent::Kind::reject
                                                : ReviewEvent::Kind::comment;
  return row.problem();
}

}  // namespace

void read_review_table(std::string_view text, const std::string& file, const HistoryOptions& options,
                       ReviewParts& parts) {
  const ColumnNames names = with_preset(CsvRows(text, file).header(), options.columns);
  CsvRows rows(text, file, names);
  const bool events = rows.has("change") && rows.has("by") && rows.has("at");
  const std::vector<std::string> of_events{"change", "by", "at", "verdict"};
  const std::vector<std::string> of_changes{"id",     "created", "ready",   "first_review", "first_approval",
                                            "merged", "closed",  "state",   "author",       "author_is_bot",
                                            "rounds", "added",   "deleted", "approvals",    "rejections"};
  rows.require_sense(options.columns, events ? of_events : of_changes, events ? of_changes : of_events);
  if (!events) rows.require({"id", "created"});
  parts.has_events = parts.has_events || events;
  while (rows.next()) {
    ++parts.changes.rows.rows;
    ReviewRecord record;
    ReviewEvent event;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = events ? read_event(rows, options, event) : read_change(rows, options, record);
    if (!problem.empty()) {
      parts.changes.rows.skip(file, rows.line(), std::move(problem));
    } else if (events) {
      parts.events.push_back(std::move(event));
    } else {
      parts.changes.rows.zone_unstated += record.created.zone_stated ? 0 : 1;
      parts.changes.records.push_back(std::move(record));
    }
  }
}

}  // namespace faultline
