// Histories of source code from any bytes: records with sane dates and an account that adds up, or an InputError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/input_error.h"
#include "models/io/history/change_history.h"
#include "models/io/history/order_records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (auto* const read : {&faultline::read_changes, &faultline::read_git_log, &faultline::read_commit_table}) {
    try {
      auto history = read(text, "fuzz", {});
      if (history.records.size() + history.rows.skipped != history.rows.rows) std::abort();
      faultline::drop_duplicates(history);
      faultline::put_in_order(history, [](const faultline::ChangeRecord& change) { return change.landed.utc_seconds; });
      for (const faultline::ChangeRecord& change : history.records) {
        if (change.landed.utc_seconds < -86400 || change.id.empty()) std::abort();
      }
      history.rows.check("fuzz", 1.0);
    } catch (const faultline::InputError&) {
    }
  }
  return 0;
}
