// Histories of source code: `git log` and tables of commits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/io/history/history_options.h"
#include "models/io/history/row_account.h"
#include "models/observations/change_record.h"

namespace faultline {

/// The command whose output read_git_log() takes, without the folder: arguments after "git".
[[nodiscard]] std::vector<std::string> git_log_arguments();

/// Reads what git_log_arguments() prints: `--format=fuller --date=iso-strict --numstat`. Each commit that lacks an
/// author, a date or a hash is skipped and counted, as is a line that is neither header, message nor count of lines.
[[nodiscard]] History<ChangeRecord> read_git_log(std::string_view text, const std::string& file,
                                                 const HistoryOptions& options);

/// Reads a table of commits with at least `hash`, `author_date` and `commit_date`; `parents`, `author`, `files`,
/// `added`, `deleted`, `binary_files`, `is_revert`, `reverts` and `is_bot` where they are there. Throws InputError when
/// it is no such table.
[[nodiscard]] History<ChangeRecord> read_commit_table(std::string_view text, const std::string& file,
                                                      const HistoryOptions& options);

/// Either of the two, by the text's beginning.
[[nodiscard]] History<ChangeRecord> read_changes(std::string_view text, const std::string& file,
                                                 const HistoryOptions& options);

}  // namespace faultline
