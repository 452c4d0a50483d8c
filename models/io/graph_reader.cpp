#include "models/io/graph_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/graph_backstage.h"
#include "models/io/graph_bering.h"
#include "models/io/graph_compose.h"
#include "models/io/graph_csv.h"
#include "models/io/graph_graphml.h"
#include "models/io/graph_isotope.h"
#include "models/io/graph_jaeger.h"
#include "models/io/graph_jaeger_traces.h"
#include "models/io/graph_json.h"
#include "models/io/graph_kiali.h"
#include "models/io/graph_kubernetes.h"
#include "models/io/graph_otlp.h"
#include "models/io/graph_prometheus.h"
#include "models/io/graph_zipkin.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

// In the order in which they are tried on a text of unknown format.
constexpr std::array<GraphFormat, 15> kFormats{{
    {"graphml", "GraphML: nodes and directed edges, names in node ids", false, false, false, recognises_graph_graphml,
     parse_graph_graphml},
    {"otlp", "OpenTelemetry traces as JSON or JSON Lines, Tempo's answers", true, true, true, recognises_graph_otlp,
     parse_graph_otlp},
    {"jaeger-traces", "Jaeger traces: {\"data\": [trace, ...]}, JSON Lines", true, true, true,
     recognises_graph_jaeger_traces, parse_graph_jaeger_traces},
    {"zipkin", "Zipkin spans, version 2 or 1: [span, ...], [[span, ...], ...], JSON Lines", true, true, true,
     recognises_graph_zipkin, parse_graph_zipkin},
    {"kiali", "Kiali graphs of a mesh", false, false, true, recognises_graph_kiali, parse_graph_kiali},
    {"bering", "Bering resilience models", false, false, false, recognises_graph_bering, parse_graph_bering},
    {"prometheus", "service-graph metrics: text of Prometheus, or answers of its query API", true, false, true,
     recognises_graph_prometheus, parse_graph_prometheus},
    {"jaeger", "Jaeger dependencies: [{parent, child, callCount}] or {\"data\": [...]}", true, false, true,
     recognises_graph_jaeger, parse_graph_jaeger},
    {"zipkin-dependencies", "Zipkin dependencies: [{parent, child, callCount, errorCount}]", true, false, true,
     recognises_graph_jaeger, parse_graph_jaeger},
    {"compose", "Docker Compose: depends_on and links", true, false, false, recognises_graph_compose,
     parse_graph_compose},
    {"backstage", "Backstage catalogs: dependsOn, owners, tiers", true, false, false, recognises_graph_backstage,
     parse_graph_backstage},
    {"kubernetes", "Kubernetes manifests: addresses in the environment of workloads", true, false, false,
     recognises_graph_kubernetes, parse_graph_kubernetes},
    {"isotope", "Isotope topologies", false, false, false, recognises_graph_isotope, parse_graph_isotope},
    {"csv", "tables of calls or spans, CSV; --columns caller=NAME,callee=NAME,... where names are unusual", true, false,
     true, recognises_graph_csv, parse_graph_csv},
    {"native", "faultline's own graph JSON", false, false, true, recognises_graph_json, parse_graph_json},
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

/// Enough of a file to recognise its format.
std::string beginning_of(const std::string& file) {
  constexpr std::size_t kEnough = 65536;
  require_regular_file(file);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw InputError({file, "", "", "file cannot be opened", "check the path and its permissions"});
  }
  std::string text(kEnough, '\0');
  stream.read(text.data(), kEnough);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  require_text(file, text);
  if (constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF"; text.starts_with(kByteOrderMark)) {
    text.erase(0, kByteOrderMark.size());
  }
  return text;
}

}  // namespace

std::span<const GraphFormat> graph_formats() { return kFormats; }

const GraphFormat& format_of(std::string_view name, const std::filesystem::path& file) {
  if (!name.empty()) {
    return named_format(name);
  }
  std::string text = beginning_of(file.string());  // apart: gcc 12 destroys half-made aggregates in a condition twice
  return recognised_format({file.string(), std::move(text)});
}

GraphReading read_graph(std::string_view format, std::span<const GraphSource> sources, const GraphOptions& options) {
  if (sources.empty()) {
    throw InputError({"", "", "", "there is no file to read a graph from", ""});
  }
  const GraphFormat& reader = format.empty() ? recognised_format(sources.front()) : named_format(format);
  if (sources.size() > 1 && !reader.many_files) {
    throw InputError({sources[1].file, "", "", "the format " + std::string(reader.name) + " takes one file", ""});
  }
  return reader.parse(sources, options);
}

GraphReading read_graph(std::string_view format, std::span<const std::filesystem::path> files,
                        const GraphOptions& options) {
  if (files.empty()) {
    return read_graph(format, std::span<const GraphSource>{}, options);
  }
  const GraphFormat& reader = format_of(format, files.front());
  std::vector<GraphSource> sources;
  for (const std::filesystem::path& file : files) {
    sources.push_back({file.string(), reader.streams ? std::string() : read_text_file(file.string()), reader.streams});
  }
  return read_graph(reader.name, sources, options);
}

}  // namespace faultline
