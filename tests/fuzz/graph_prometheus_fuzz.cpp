// The prometheus graph reader on any bytes: a graph that survives export, or an InputError; nothing else.
#include "tests/fuzz/graph_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return faultline::fuzz::read_any_graph("prometheus", data, size);
}
