// The time zones that a scenario names, for a page: a browser shows no zone database.
#pragma once

#include <string>

namespace faultline {

/// {"Europe/Berlin": [[UTC second, offset in seconds], ...], ...} of every zone in a resolved document, and of UTC.
[[nodiscard]] std::string zones_json(const std::string& document);

}  // namespace faultline
