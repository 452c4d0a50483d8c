// Large JSON files, one record at a time: memory depends on the largest record, never on the file's length.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/input_error.h"
#include "models/io/graph_reader.h"

namespace faultline {

/// One value of a file.
struct JsonRecord {
  std::string_view text;    ///< of the value, with kRecordPadding readable bytes behind it; until the next record
  std::string_view member;  ///< name of the member when it stands beside a list in an envelope; else empty
};

/// Readable bytes behind a record's text, as simdjson wants them.
inline constexpr std::size_t kRecordPadding = 64;

/// Splits a text into records: the items of a list, the items of the lists that `list_keys` name in an envelope such as
/// {"data": [...]}, and whole values one behind another. Once the first value has ended with its line, each line is one
/// record (JSON Lines), so that a broken line spoils no other. Only brackets and strings are looked at: a record need
/// not be valid JSON.
class JsonRecords {
 public:
  /// Throws InputError when the file cannot be read.
  JsonRecords(const GraphSource& source, std::vector<std::string_view> list_keys);

  /// False at the end. Throws InputError when the text ends within a value, has no records' shape, or a value is larger
  /// than 256 MiB.
  bool next(JsonRecord& record);

  /// The last record is an item of a list, not a value at the top.
  [[nodiscard]] bool in_list() const { return state_ == State::list; }
  /// Line of the text on which the last record begins, from 1.
  [[nodiscard]] std::size_t line() const { return record_line_; }
  /// "line 7, /data/3": the last record's.
  [[nodiscard]] std::string place() const;
  /// A problem at `pointer` (a JSON pointer within the last record).
  [[nodiscard]] InputProblem problem(std::string_view pointer, std::string found, std::string what) const;

 private:
  enum class State { top, list, rest_of_envelope, lines };

  bool more();
  int peek();
  int skip_space();
  bool scan_value();
  bool scan_string();
  std::string_view scan_key();
  bool next_in_top(JsonRecord& record);
  bool next_in_list(JsonRecord& record);
  bool next_in_envelope(JsonRecord& record);
  bool next_line(JsonRecord& record);
  bool enter_object(JsonRecord& record);
  void end_of_top_value();
  [[nodiscard]] bool is_list_key(std::string_view key) const;
  [[nodiscard]] std::size_t line_at(std::size_t position);
  void emit(JsonRecord& record, std::string_view member);
  [[noreturn]] void refuse(std::string what);

  const GraphSource& source_;
  std::vector<std::string_view> list_keys_;
  std::ifstream file_;
  std::size_t consumed_ = 0;  // of a text in memory
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what must be kept
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t counted_ = 0;  // up to here newlines are counted
  std::size_t line_ = 1;
  State state_ = State::top;
  std::string list_key_;  // empty in a list that is the whole text
  std::string member_;
  bool in_envelope_ = false;
  bool first_item_ = true;
  bool top_value_ended_ = false;
  std::size_t index_ = 0;
  std::size_t top_line_ = 1;  // on which the value at the top began
  std::size_t record_line_ = 1;
  std::string record_pointer_;
};

}  // namespace faultline
