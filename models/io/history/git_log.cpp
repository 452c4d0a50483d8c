// `git log --format=fuller --date=iso-strict --numstat`, read line by line.
#include <algorithm>
#include <utility>

#include "models/io/history/change_history.h"
#include "models/io/history/moment_text.h"

namespace faultline {
namespace {

constexpr std::string_view kIndent = "    ";

bool is_hash(std::string_view text) {
  return text.size() >= 7 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The rest of a line that begins with `name`, without blanks in front.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (!line.starts_with(name)) return std::nullopt;
  line.remove_prefix(name.size());
  const std::size_t begin = line.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

/// Reads one commit after the other.
class GitLogReader {
 public:
  GitLogReader(std::string file, const HistoryOptions& options) : file_(std::move(file)), options_(options) {}

  void line(std::string_view text, std::size_t number) {
    if (text.starts_with("commit ")) {
      finish();
      begin(text.substr(7), number);
    } else if (!open_) {
      if (!text.empty()) stray(number, "stands before the first commit");
    } else if (part_ == Part::header) {
      header(text);
    } else if (text.empty()) {
      return;
    } else if (text.starts_with(kIndent)) {
      message(text.substr(kIndent.size()));
    } else if (text == "Notes:" || text.starts_with("Notes (")) {
      return;
    } else {
      numstat(text, number);
    }
  }

  void finish() {
    if (!open_) return;
    open_ = false;
    ++history_.rows.rows;
    if (problem_.empty() && !has_author_) problem_ = "the commit has no Author line";
    if (problem_.empty() && !has_authored_) problem_ = "the commit has no AuthorDate line (git log --format=fuller)";
    if (problem_.empty() && !has_landed_) problem_ = "the commit has no CommitDate line (git log --format=fuller)";
    if (!problem_.empty()) {
      history_.rows.skip(file_, line_, std::move(problem_));
      return;
    }
    if (record_.origin == Origin::human && assisted_) record_.origin = Origin::ai_assisted;
    record_.has_size = !record_.is_merge();
    has_sizes_ = has_sizes_ || record_.files > 0;
    history_.rows.zone_unstated += record_.authored.zone_stated ? 0 : 1;
    history_.records.push_back(std::move(record_));
  }

  [[nodiscard]] History<ChangeRecord> take() {
    if (!has_sizes_ && !history_.records.empty()) {
      for (ChangeRecord& record : history_.records) record.has_size = false;
      history_.notes.emplace_back("the log counts no lines, so sizes are not measured (git log --numstat)");
    }
    return std::move(history_);
  }

 private:
  enum class Part : std::uint8_t { header, body };

  void begin(std::string_view rest, std::size_t number) {
    record_ = {};
    open_ = true;
    part_ = Part::header;
    has_author_ = has_authored_ = has_landed_ = assisted_ = saw_subject_ = false;
    problem_.clear();
    line_ = number;
    record_.id = rest.substr(0, rest.find(' '));  // decorations may follow
    if (!is_hash(record_.id)) problem_ = "no hash after \"commit\"";
  }

  void header(std::string_view text) {
    if (text.empty()) {
      part_ = Part::body;
    } else if (const auto merge = value_of(text, "Merge:")) {
      record_.parents = static_cast<std::uint32_t>(1 + std::count(merge->begin(), merge->end(), ' '));
    } else if (const auto author = value_of(text, "Author:")) {
      has_author_ = true;
      record_.author = options_.identities.person(*author);
      record_.origin = origin_of_author(*author);
    } else if (const auto authored = value_of(text, "AuthorDate:")) {
      has_authored_ = date(*authored, "AuthorDate", record_.authored);
    } else if (const auto landed = value_of(text, "CommitDate:")) {
      has_landed_ = date(*landed, "CommitDate", record_.landed);
    }
  }

  bool date(std::string_view text, const char* name, Moment& moment) {
    const MomentText read = parse_moment(text, options_.zone);
    if (read.moment) {
      moment = *read.moment;
    } else if (problem_.empty()) {
      problem_ = std::string(name) + ": " + read.problem + " (git log --date=iso-strict)";
    }
    return true;
  }

  void message(std::string_view text) {
    if (!saw_subject_ && !text.empty()) {
      saw_subject_ = true;
      record_.is_revert = text.starts_with("Revert") || text.starts_with("Back out") || text.starts_with("Backout");
    }
    for (const std::string_view mark : {"This reverts commit ", "Original commit changeset: "}) {
      if (!text.starts_with(mark)) continue;
      const std::string_view rest = text.substr(mark.size());
      const std::string_view hash = rest.substr(0, rest.find_first_not_of("0123456789abcdef"));
      record_.is_revert = true;
      if (is_hash(hash) && record_.reverts.empty()) record_.reverts = hash;
    }
    assisted_ = assisted_ || says_ai_assisted(text);
  }

  /// "added TAB deleted TAB path", "-" for both of a binary file.
  void numstat(std::string_view text, std::size_t number) {
    const std::size_t first = text.find('\t');
    const std::size_t second = first == std::string_view::npos ? first : text.find('\t', first + 1);
    if (second == std::string_view::npos) {
      stray(number, "is neither message nor count of lines (git log --numstat)");
      return;
    }
    const std::string_view added = text.substr(0, first);
    const std::string_view deleted = text.substr(first + 1, second - first - 1);
    if (added == "-" && deleted == "-") {
      ++record_.files;
      ++record_.binary_files;
      return;
    }
    const auto plus = parse_count(added);
    const auto minus = parse_count(deleted);
    if (!plus || !minus || *plus > 1'000'000'000 || *minus > 1'000'000'000) {
      stray(number, "counts of lines must be two numbers, or two hyphens for a binary file");
      return;
    }
    ++record_.files;
    record_.lines += *plus + *minus;
  }

  void stray(std::size_t number, const char* problem) {
    ++history_.rows.rows;
    history_.rows.skip(file_, number, problem);
  }

  std::string file_;
  const HistoryOptions& options_;
  History<ChangeRecord> history_;
  ChangeRecord record_;
  std::string problem_;
  std::size_t line_ = 0;
  Part part_ = Part::header;
  bool open_ = false;
  bool has_author_ = false;
  bool has_authored_ = false;
  bool has_landed_ = false;
  bool assisted_ = false;
  bool saw_subject_ = false;
  bool has_sizes_ = false;  // any commit has counts of lines
};

}  // namespace

std::vector<std::string> git_log_arguments() {
  return {"log",       "--no-color",   "--no-notes",      "--full-history",
          "--numstat", "--no-renames", "--format=fuller", "--date=iso-strict"};
}

History<ChangeRecord> read_git_log(std::string_view text, const std::string& file, const HistoryOptions& options) {
  GitLogReader reader(file, options);
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    reader.line(line, ++number);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  reader.finish();
  return reader.take();
}

}  // namespace faultline
