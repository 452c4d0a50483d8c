// faultline schema
#pragma once

#include <iosfwd>
#include <string>

namespace faultline::cli {

struct SchemaOptions {
  std::string kind;             ///< scenario, graph, policy or known-incidents
  std::string format = "json";  ///< or markdown: the reference page
};

/// Prints the JSON Schema of a kind of file. Returns the exit code: kWrongUse for a kind or format that does not exist.
int run_schema(const SchemaOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
