// The scenario loader on any bytes: a scenario whose resolved document loads to the same hash, or an InputError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/io/scenario_json.h"

namespace {

/// Generating a million services is right but takes longer than a fuzzer waits.
bool asks_for_a_large_graph(std::string_view text) {
  constexpr std::string_view kKey = "\"services\"";
  for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at + 1)) {
    const std::size_t value = text.find_first_not_of(" \t\r\n:", at + kKey.size());
    if (value != std::string_view::npos && text[value] >= '0' && text[value] <= '9' &&
        text.substr(value, 4).find_first_not_of("0123456789") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (asks_for_a_large_graph(text)) {
    return -1;
  }
  try {
    const faultline::LoadedScenario loaded = faultline::parse_scenario(text, "/nonexistent/fuzz.json");
    if (faultline::parse_scenario(loaded.document, "/nonexistent/again.json").sha256 != loaded.sha256) {
      std::abort();
    }
    for (const faultline::ScenarioVariant& variant : loaded.variants) {
      faultline::LoadOptions options;
      options.variant = variant.id;
      try {
        (void)faultline::parse_scenario(text, "/nonexistent/fuzz.json", options);
      } catch (const faultline::InputError&) {
      }
    }
  } catch (const faultline::InputError&) {
  }
  return 0;
}
