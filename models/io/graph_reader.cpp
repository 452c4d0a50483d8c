#include "models/io/graph_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/graph_graphml.h"
#include "models/io/graph_jaeger.h"
#include "models/io/graph_json.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr std::array<GraphFormat, 3> kFormats{{
    {"graphml", "GraphML: nodes and directed edges, names in node ids", false, recognises_graph_graphml,
     parse_graph_graphml},
    {"jaeger", "Jaeger dependencies: [{parent, child, callCount}] or {\"data\": [...]}", true, recognises_graph_jaeger,
     parse_graph_jaeger},
    {"native", "faultline's own graph JSON", false, recognises_graph_json, parse_graph_json},
}};

std::string format_names() {
  std::string names;
  for (const GraphFormat& format : kFormats) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return names;
}

const GraphFormat& named_format(std::string_view name) {
  const auto found =
      std::find_if(kFormats.begin(), kFormats.end(), [name](const GraphFormat& f) { return f.name == name; });
  if (found == kFormats.end()) {
    std::vector<std::string> names;
    for (const GraphFormat& format : kFormats) {
      names.emplace_back(format.name);
    }
    const std::optional<std::string> nearest = nearest_name(name, names);
    throw InputError({"", "", printable(name), "is no graph format; known are " + format_names(),
                      nearest ? "did you mean \"" + *nearest + "\"?" : ""});
  }
  return *found;
}

const GraphFormat& recognised_format(const GraphSource& source) {
  const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                  [&source](const GraphFormat& f) { return f.recognises(source.text); });
  if (found == kFormats.end()) {
    const bool empty = source.text.find_first_not_of(" \t\r\n") == std::string::npos;
    throw InputError({source.file, "", "",
                      empty ? "is empty" : "is no graph in a known format (" + format_names() + ")",
                      empty ? "" : "name the format if you know it"});
  }
  return *found;
}

}  // namespace

std::span<const GraphFormat> graph_formats() { return kFormats; }

GraphReading read_graph(std::string_view format, std::span<const GraphSource> sources) {
  if (sources.empty()) {
    throw InputError({"", "", "", "there is no file to read a graph from", ""});
  }
  const GraphFormat& reader = format.empty() ? recognised_format(sources.front()) : named_format(format);
  if (sources.size() > 1 && !reader.many_files) {
    throw InputError({sources[1].file, "", "", "the format " + std::string(reader.name) + " takes one file", ""});
  }
  return reader.parse(sources);
}

GraphReading read_graph(std::string_view format, std::span<const std::filesystem::path> files) {
  std::vector<GraphSource> sources;
  for (const std::filesystem::path& file : files) {
    sources.push_back({file.string(), read_text_file(file.string())});
  }
  return read_graph(format, sources);
}

}  // namespace faultline
