// Deployments from any bytes: an account that adds up, or an InputError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/input_error.h"
#include "models/io/history/deployment_history.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto history =
        faultline::read_deployments(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", {});
    if (history.records.size() + history.rows.skipped != history.rows.rows) std::abort();
  } catch (const faultline::InputError&) {
  }
  return 0;
}
