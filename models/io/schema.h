// The table of fields as a JSON Schema and as a page.
#pragma once

#include <string>
#include <string_view>

namespace faultline {

enum class DocumentKind { scenario, graph, policy, known_incidents, decisions };

/// JSON Schema (draft 2020-12) of a kind of file, indented.
[[nodiscard]] std::string json_schema(DocumentKind kind);

/// The reference page docs/formats/scenario.md: every field with type, unit, range, default and source.
[[nodiscard]] std::string scenario_format_page();
/// The reference page docs/formats/known-incidents.md, in the same way.
[[nodiscard]] std::string known_incidents_format_page();
/// The reference page docs/formats/decisions.md, in the same way.
[[nodiscard]] std::string decisions_format_page();

}  // namespace faultline
