// The loader of policy files on any bytes: warnings or an InputError; nothing else.
#include <cstdint>
#include <string_view>

#include "models/io/scenario_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    (void)faultline::check_policy_file({reinterpret_cast<const char*>(data), size}, "/nonexistent/fuzz.json");
  } catch (const faultline::InputError&) {
  }
  return 0;
}
