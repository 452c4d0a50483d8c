// What the generated format pages say before their tables.
#pragma once

#include <string>

namespace faultline {

[[nodiscard]] std::string scenario_prose();
[[nodiscard]] std::string known_incidents_prose();

}  // namespace faultline
