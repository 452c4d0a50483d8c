// Histories put in order: sorted by time, records that came twice left out, both counted.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "models/io/history/row_account.h"

namespace faultline {

/// Leaves out records whose id came before; an empty id is nobody's.
template <class Record>
void drop_duplicates(History<Record>& history) {
  std::unordered_set<std::string> seen;
  std::vector<Record> kept;
  kept.reserve(history.records.size());
  for (Record& record : history.records) {
    if (record.id.empty() || seen.insert(record.id).second) {
      kept.push_back(std::move(record));
    } else {
      ++history.rows.duplicates;
    }
  }
  history.records = std::move(kept);
}

/// Sorts by `time`, a function from a record to seconds. Files run forwards or backwards in time: rows against the
/// direction that most follow are counted as out of order.
template <class Record, class Time>
void put_in_order(History<Record>& history, Time time) {
  std::size_t forwards = 0;
  std::size_t backwards = 0;
  for (std::size_t i = 1; i < history.records.size(); ++i) {
    const auto before = time(history.records[i - 1]);
    const auto after = time(history.records[i]);
    forwards += before < after ? 1 : 0;
    backwards += after < before ? 1 : 0;
  }
  history.rows.out_of_order += std::min(forwards, backwards);
  std::stable_sort(history.records.begin(), history.records.end(),
                   [&](const Record& a, const Record& b) { return time(a) < time(b); });
}

/// Adds what another file holds; its records are put in order by the caller.
template <class Record>
void append(History<Record>& history, History<Record> more) {
  history.rows.add(more.rows);
  for (Record& record : more.records) history.records.push_back(std::move(record));
  for (std::string& note : more.notes) {
    if (std::find(history.notes.begin(), history.notes.end(), note) == history.notes.end()) {
      history.notes.push_back(std::move(note));
    }
  }
}

}  // namespace faultline
