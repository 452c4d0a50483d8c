// What the tests of the graph readers share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/input_error.h"
#include "models/graph/condensation.h"
#include "models/io/graph_reader.h"
#include "models/io/graph_writer.h"
#include "tests/models/io/shared_data.h"

namespace faultline::testing {

inline GraphReading read_text(const std::string& text, std::string_view format = "", const GraphOptions& options = {}) {
  const GraphSource source{"graph.txt", text};
  return read_graph(format, std::span(&source, 1), options);
}

inline GraphReading read_file(const std::filesystem::path& file, std::string_view format = "",
                              const GraphOptions& options = {}) {
  return read_graph(format, std::span(&file, 1), options);
}

/// Messages of the InputError, one a line; fails when the text is accepted.
inline std::string problems_of(const std::string& text, std::string_view format = "",
                               const GraphOptions& options = {}) {
  try {
    (void)read_text(text, format, options);
  } catch (const InputError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text.substr(0, 200);
  return "";
}

inline std::string canonical(const GraphReading& reading) {
  std::ostringstream out;
  write_graph_json(out, reading.graph, reading.journeys, reading.notes);
  return out.str();
}

inline bool has_note(const GraphReading& reading, std::size_t count, std::string_view text) {
  return std::any_of(reading.notes.begin(), reading.notes.end(), [&](const GraphNote& note) {
    return note.count == count && note.text.find(text) != std::string::npos;
  });
}

inline std::string notes_of(const GraphReading& reading) {
  std::string all;
  for (const GraphNote& note : reading.notes) {
    all += note.text + "\n";
  }
  return all;
}

/// Import then export keeps the graph: what was written reads back to the same bytes.
inline void expect_survives_export(const GraphReading& reading) {
  const std::string once = canonical(reading);
  EXPECT_EQ(canonical(read_text(once, "native")), once);
}

/// The call between two services; fails when there is none.
inline Call call_between(const GraphReading& reading, std::string_view caller, std::string_view callee) {
  const auto from = reading.graph.find(caller);
  const auto to = reading.graph.find(callee);
  if (from && to) {
    for (const Call& call : reading.graph.calls_from(*from)) {
      if (call.callee == *to) {
        return call;
      }
    }
  }
  ADD_FAILURE() << "no call " << caller << " -> " << callee;
  return {};
}

/// Services, calls, cycles of more than one service, longest path, weak components.
using Shape = std::vector<std::size_t>;

inline Shape shape_of(const ServiceGraph& graph) {
  const Condensation condensation(graph);
  std::size_t cycles = 0;
  for (std::size_t c = 0; c < condensation.component_count(); ++c) {
    cycles += condensation.members(c).size() > 1 ? 1U : 0U;
  }
  return {graph.service_count(), graph.call_count(), cycles, longest_path(graph, condensation),
          weak_component_count(graph)};
}

/// Each file of the shared data, read as `format` and by its content, has its published shape; says so when the data
/// are absent.
inline void expect_published(const std::map<std::string, Shape>& published, std::string_view format,
                             const GraphOptions& options = {}) {
  for (const auto& [name, shape] : published) {
    const auto file = shared_data("graphs/" + name);
    if (!file) {
      continue;
    }
    const GraphReading reading = read_file(*file, format, options);
    EXPECT_EQ(shape_of(reading.graph), shape) << name;
    expect_survives_export(reading);
    EXPECT_EQ(canonical(read_file(*file, "", options)), canonical(reading)) << name << " is recognised";
  }
}

}  // namespace faultline::testing
