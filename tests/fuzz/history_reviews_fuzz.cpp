// Reviews from any bytes, by every reader: changes that can be joined, or an InputError.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "models/core/input_error.h"
#include "models/io/history/review_history.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (auto* const read : {&faultline::read_reviews, &faultline::read_review_table}) {
    try {
      faultline::ReviewParts parts;
      read(text, "fuzz", {}, parts);
      const auto history = faultline::join_reviews(std::move(parts));
      for (const faultline::ReviewRecord& record : history.records) {
        if ((record.state == faultline::ReviewRecord::State::merged) != record.merged.has_value()) std::abort();
        if (record.first_approval && !record.reviews_known) std::abort();
      }
    } catch (const faultline::InputError&) {
    }
  }
  return 0;
}
