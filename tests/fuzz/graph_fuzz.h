// What the fuzz targets of the graph readers share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "models/core/input_error.h"
#include "models/io/graph_reader.h"
#include "models/io/graph_writer.h"

namespace faultline::fuzz {

inline std::string exported(const GraphReading& reading) {
  std::ostringstream out;
  write_graph_json(out, reading.graph, reading.journeys, reading.notes);
  return out.str();
}

inline int read_any_graph(const char* format, const std::uint8_t* data, std::size_t size) {
  const GraphSource source{"input", std::string(data, data + size)};
  std::string once;
  try {
    once = exported(read_graph(format, std::span(&source, 1)));
  } catch (const InputError&) {
    return 0;
  }
  // Outside of the try block: an export that cannot be read is a bug.
  const GraphSource written{"export", once};
  if (exported(read_graph("native", std::span(&written, 1))) != once) {
    std::abort();
  }
  return 0;
}

}  // namespace faultline::fuzz
