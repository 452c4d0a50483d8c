// The loader of files of decisions on any bytes: decisions or an InputError; nothing else.
#include <cstdint>
#include <string_view>

#include "models/io/decisions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const faultline::Decisions decisions =
        faultline::parse_decisions({reinterpret_cast<const char*>(data), size}, "/nonexistent/fuzz.json");
    (void)faultline::candidates_of(decisions);
  } catch (const faultline::InputError&) {
  }
  return 0;
}
