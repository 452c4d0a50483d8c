// The script of each page, composed of the same parts.
#pragma once

#include <string>
#include <string_view>

namespace faultline::report {

/// A script without comments, which stand on lines of their own, blanks and lines that mean nothing, and with short
/// names of its own. It declares by `var` and `function` alone, has no labels, templates or `{name}` for `{name:
/// name}`, and ends statements by semicolons.
[[nodiscard]] std::string compact_script(std::string_view script);

/// Script elements. The planner's page holds policies in the element `#summary`; the common one is that of pages that
/// have no more than tables and charts.
[[nodiscard]] std::string planner_script();
[[nodiscard]] std::string leadership_script();
[[nodiscard]] std::string common_script();

}  // namespace faultline::report
