// What became of the rows of a history: used, skipped with the reason, seen before.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace faultline {

/// A row that could not be read.
struct SkippedRow {
  std::string file;
  std::size_t line = 0;
  std::string reason;  ///< one clause; never a name or address from the file
};

struct RowAccount {
  static constexpr std::size_t kMaxShown = 20;

  std::size_t rows = 0;  ///< all that were met
  std::size_t skipped = 0;
  std::size_t duplicates = 0;    ///< left out: the same record again
  std::size_t out_of_order = 0;  ///< earlier than the row before by more than the file's own direction allows
  std::size_t zone_unstated = 0;
  std::vector<SkippedRow> shown;  ///< the first kMaxShown of those skipped

  void skip(const std::string& file, std::size_t line, std::string reason);
  void add(const RowAccount& other);
  /// Throws InputError naming the rows when more than `max_share` of all were skipped, or when none can be used.
  void check(const std::string& file, double max_share) const;
};

template <class Record>
struct History {
  std::vector<Record> records;  ///< in order of time
  RowAccount rows;
  std::vector<std::string> notes;  ///< what had to be taken for granted, one sentence each
};

}  // namespace faultline
