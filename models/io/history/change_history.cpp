#include "models/io/history/change_history.h"

#include <utility>

#include "models/io/history/moment_text.h"

namespace faultline {
namespace {

/// The flag of a column that says 0 or 1, true or false; nothing for anything else.
std::optional<bool> parse_flag(std::string_view text) {
  if (text == "0" || text == "false" || text.empty()) return false;
  if (text == "1" || text == "true") return true;
  return std::nullopt;
}

/// One row made into a record, or the reason why not.
std::string read_commit(const CsvRows& rows, const HistoryOptions& options, ChangeRecord& record) {
  record.id = rows.field("hash");
  if (record.id.empty()) return "no hash";
  for (const auto& [column, moment] :
       {std::pair{"author_date", &record.authored}, std::pair{"commit_date", &record.landed}}) {
    const MomentText read = parse_moment(rows.field(column), options.zone);
    if (!read.moment) return std::string(column) + ": " + read.problem;
    *moment = *read.moment;
  }
  const auto count = [&](const char* column, auto& value) {
    const std::string_view text = rows.field(column);
    if (text.empty()) return std::string();
    const auto read = parse_count(text);
    if (!read || *read > 1'000'000'000) {
      return std::string(column) + ": no count: " + shown_field(text);
    }
    value = static_cast<std::remove_reference_t<decltype(value)>>(*read);
    return std::string();
  };
  std::uint64_t added = 0;
  std::uint64_t deleted = 0;
  for (const std::string& problem :
       {count("parents", record.parents), count("files", record.files), count("added", added),
        count("deleted", deleted), count("binary_files", record.binary_files)}) {
    if (!problem.empty()) return problem;
  }
  record.lines = added + deleted;
  record.has_size = !record.is_merge() && rows.has("added") && rows.has("deleted");
  const auto revert = parse_flag(rows.field("is_revert"));
  const auto bot = parse_flag(rows.field("is_bot"));
  if (!revert || !bot) return "is_revert and is_bot must be 0 or 1";
  record.is_revert = *revert;
  record.reverts = rows.field("reverts");
  record.author = options.identities.person(rows.field("author"));
  record.origin = *bot ? Origin::automated : origin_of_author(rows.field("author"));
  return "";
}

}  // namespace

History<ChangeRecord> read_commit_table(std::string_view text, const std::string& file, const HistoryOptions& options) {
  CsvRows rows(text, file, options.columns);
  rows.require_sense(options.columns, {"hash", "author_date", "commit_date", "author", "parents", "files", "added",
                                       "deleted", "binary_files", "is_revert", "reverts", "is_bot"});
  rows.require({"hash", "author_date", "commit_date"});
  History<ChangeRecord> history;
  while (rows.next()) {
    ++history.rows.rows;
    ChangeRecord record;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = read_commit(rows, options, record);
    if (!problem.empty()) {
      history.rows.skip(file, rows.line(), std::move(problem));
      continue;
    }
    history.rows.zone_unstated += record.authored.zone_stated ? 0 : 1;
    history.records.push_back(std::move(record));
  }
  if (!rows.has("is_bot") && !rows.has("author")) {
    history.notes.emplace_back("the table names no authors: all changes count as written by people");
  }
  return history;
}

History<ChangeRecord> read_changes(std::string_view text, const std::string& file, const HistoryOptions& options) {
  const std::size_t begin = text.find_first_not_of("\r\n ");
  const bool log = begin != std::string_view::npos && text.substr(begin).starts_with("commit ");
  return log ? read_git_log(text, file, options) : read_commit_table(text, file, options);
}

}  // namespace faultline
