#include "cli/schema_command.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

#include "cli/exit_code.h"
#include "models/core/input_error.h"
#include "models/io/schema.h"

namespace faultline::cli {

int run_schema(const SchemaOptions& options, std::ostream& out, std::ostream& err) {
  constexpr std::array<std::string_view, 5> kKinds{"scenario", "graph", "policy", "known-incidents", "decisions"};
  const auto kind = std::find(kKinds.begin(), kKinds.end(), options.kind);
  if (kind == kKinds.end()) {
    err << "error: there is no schema \"" << printable(options.kind)
        << "\": scenario, graph, policy, known-incidents or decisions\n";
    return kWrongUse;
  }
  if (options.format == "markdown" && options.kind == "scenario") {
    out << scenario_format_page();
  } else if (options.format == "markdown" && options.kind == "known-incidents") {
    out << known_incidents_format_page();
  } else if (options.format == "markdown" && options.kind == "decisions") {
    out << decisions_format_page();
  } else if (options.format == "json") {
    out << json_schema(static_cast<DocumentKind>(kind - kKinds.begin()));
  } else {
    err << "error: format must be json, or markdown for scenario, known-incidents and decisions\n";
    return kWrongUse;
  }
  return kDone;
}

}  // namespace faultline::cli
