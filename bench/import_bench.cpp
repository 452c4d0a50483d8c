// How fast traces are read, in bytes of input a second.
#include <benchmark/benchmark.h>

#include <array>
#include <span>
#include <string>

#include "models/io/graph_reader.h"

namespace faultline {
namespace {

constexpr std::size_t kBytes = std::size_t{64} << 20U;

/// A trace of one request over `kServices` services, with the tags that spans usually have.
std::string jaeger_trace(int number) {
  constexpr int kServices = 8;
  const std::string trace = "\"traceID\":\"4bf92f3577b34da6a3ce929d" + std::to_string(10000000 + number) + "\"";
  std::string text = "{" + trace + ",\"processes\":{";
  for (int i = 0; i < kServices; ++i) {
    text.append(i == 0 ? "" : ",").append("\"p").append(std::to_string(i)).append("\":{\"serviceName\":\"service-");
    text.append(std::to_string(i))
        .append("\",\"tags\":[{\"key\":\"hostname\",\"type\":\"string\",\"value\":\"host\"}]}");
  }
  text.append("},\"spans\":[");
  for (int i = 0; i < kServices; ++i) {
    text.append(i == 0 ? "{" : ",{").append(trace).append(",\"spanID\":\"00f067aa0ba902b").append(std::to_string(i));
    text.append("\",\"operationName\":\"GET /api/v1/orders\",\"references\":[");
    if (i > 0) {
      text.append("{\"refType\":\"CHILD_OF\",").append(trace).append(",\"spanID\":\"00f067aa0ba902b");
      text.append(std::to_string(i / 2)).append("\"}");
    }
    text.append("],\"startTime\":1660049722779884,\"duration\":1181,\"processID\":\"p").append(std::to_string(i));
    text.append("\",\"tags\":[{\"key\":\"span.kind\",\"type\":\"string\",\"value\":\"server\"},");
    text.append("{\"key\":\"http.status_code\",\"type\":\"int64\",\"value\":200},");
    text.append("{\"key\":\"error\",\"type\":\"bool\",\"value\":").append(number % 10 == 0 ? "true" : "false");
    text.append("}],\"logs\":[],\"warnings\":null}");
  }
  return text.append("]}");
}

std::string many(const char* begin, const char* between, const char* end) {
  std::string text = begin;
  for (int number = 0; text.size() < kBytes; ++number) {
    text.append(number == 0 ? "" : between).append(jaeger_trace(number));
  }
  return text.append(end);
}

void read(benchmark::State& state, const std::string& text) {
  const GraphSource source{"traces", text};
  for (auto _ : state) {
    const GraphReading reading = read_graph("jaeger-traces", std::span(&source, 1));
    benchmark::DoNotOptimize(reading.graph.call_count());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void read_array_of_traces(benchmark::State& state) { read(state, many("{\"data\":[", ",", "]}")); }
BENCHMARK(read_array_of_traces)->Unit(benchmark::kMillisecond);

void read_json_lines(benchmark::State& state) { read(state, many("", "\n", "\n")); }
BENCHMARK(read_json_lines)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace faultline
