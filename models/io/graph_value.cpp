#include "models/io/graph_value.h"

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/io/field_reader.h"
#include "models/io/graph_json.h"
#include "models/io/resolve.h"
#include "models/io/scenario_fields.h"

namespace faultline {

namespace {

namespace fs = std::filesystem;

std::optional<GraphReading> read_file(const JsonNode& node, const GraphFields& fields, const fs::path& document,
                                      const LoadOptions& options, ProblemList& problems) {
  const fs::path tree = document.has_parent_path() ? document.parent_path() : fs::path(".");
  const fs::path path = (fs::path(node.file()).parent_path() / fields.file).lexically_normal();
  const JsonNode& place = *node.find("file");
  if (!options.allow_outside_tree && !lies_within(path, tree)) {
    problems.add(place.problem("file lies outside the folder of the document",
                               "move it there, or allow files outside explicitly"));
    return std::nullopt;
  }
  try {
    const std::array<fs::path, 1> files{path};
    return read_graph(fields.format, files);
  } catch (const InputError& error) {
    problems.add(error);
    return std::nullopt;
  }
}

}  // namespace

std::optional<GraphReading> read_graph_value(const JsonNode& node, const fs::path& document, const LoadOptions& options,
                                             ProblemList& problems, std::vector<ParameterSource>& sources) {
  if (node.find("file") == nullptr && node.find("generate") == nullptr) {
    return read_graph_json(node, problems);
  }
  ProblemList own;
  GraphFields fields;
  FieldReader reader(&node, "/graph", own, sources);
  describe(reader, fields);
  reader.finish();
  std::optional<GraphReading> reading;
  if (!own.empty()) {
  } else if (fields.generated && !fields.file.empty()) {
    own.add(node.problem("must have either \"file\" or \"generate\""));
  } else if (fields.generated) {
    try {
      reading = GraphReading{generate_graph(fields.generate), {}, {}};
    } catch (const std::invalid_argument& error) {
      own.add(node.problem(error.what()));
    }
  } else {
    reading = read_file(node, fields, document, options, own);
  }
  for (const InputProblem& problem : own.problems()) {
    problems.add(problem);
  }
  return reading;
}

}  // namespace faultline
