// Import then export keeps the graph, for graphs that rapidcheck makes up.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <sstream>

#include "models/graph/condensation.h"
#include "models/io/graph_reader.h"
#include "models/io/graph_writer.h"
#include "sim/blast/loss_table.h"

namespace faultline {
namespace {

/// Any text that JSON can hold: letters, quotes, escapes, control characters and letters beyond ASCII.
rc::Gen<std::string> any_name() {
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
                          std::vector<std::string>{"a", "b", "cart", "-", ".", "\"", "\\", "/", "\n", "\x1b[31m", "<b>",
                                                   "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x9B\x92", " "}))),
                      [](const std::vector<std::string>& parts) {
                        std::string name;
                        for (const std::string& part : parts) {
                          name += part;
                        }
                        return name;
                      });
}

double any_double(double low, double high) {
  const double fraction = *rc::gen::inRange(0, 1 << 30) / static_cast<double>(1 << 30);
  return low + (high - low) * fraction;
}

struct Made {
  ServiceGraph graph;
  std::vector<Journey> journeys;
};

Made any_graph() {
  const auto names = *rc::gen::container<std::set<std::string>>(any_name());
  std::vector<Service> services;
  for (const std::string& name : names) {
    Service& service = services.emplace_back();
    service.id = name;
    service.tier = *rc::gen::element<std::string>("", "1", "2");
    service.team = *rc::gen::element<std::string>("", "shop", "pay");
    service.cells = *rc::gen::inRange(1, 9);
    service.capacity_rps = any_double(0, 1e6);
    service.baseline_error_fraction = any_double(0, 1);
  }
  std::vector<Call> calls;
  std::set<std::pair<int, int>> pairs;
  const int n = static_cast<int>(services.size());
  const int wanted = n < 2 ? 0 : *rc::gen::inRange(0, 3 * n);
  for (int i = 0; i < wanted; ++i) {
    const int caller = *rc::gen::inRange(0, n);
    const int callee = *rc::gen::inRange(0, n);
    if (caller != callee && pairs.emplace(caller, callee).second) {
      Call& call = calls.emplace_back();
      call.caller = ServiceId{caller};
      call.callee = ServiceId{callee};
      call.calls_per_request = any_double(0, 20);
      call.coupling = any_double(0, 1);
      call.attempts = *rc::gen::inRange(1, 6);
      call.transient_fraction = any_double(0, 1);
      call.async = *rc::gen::arbitrary<bool>();
    }
  }
  std::vector<Journey> journeys;
  const int count = n == 0 ? 0 : *rc::gen::inRange(0, 4);
  for (int j = 0; j < count; ++j) {
    journeys.push_back(
        {"journey " + std::to_string(j), {{ServiceId{*rc::gen::inRange(0, n)}, any_double(0.01, 9)}}, {1.0 / count}});
  }
  return {ServiceGraph(std::move(services), std::move(calls)), std::move(journeys)};
}

std::string written(const ServiceGraph& graph, const std::vector<Journey>& journeys) {
  std::ostringstream out;
  write_graph_json(out, graph, journeys);
  return out.str();
}

RC_GTEST_PROP(GraphProperty, ImportThenExportKeepsTheGraph, ()) {
  const Made made = any_graph();
  const GraphSource source{"graph.json", written(made.graph, made.journeys)};
  const GraphReading reading = read_graph("", std::span(&source, 1));
  RC_ASSERT(written(reading.graph, reading.journeys) == source.text);
  RC_ASSERT(reading.graph.service_count() == made.graph.service_count());
  for (std::size_t i = 0; i < made.graph.call_count(); ++i) {
    const Call& before = made.graph.call(CallId{i});
    const Call& after = reading.graph.call(CallId{i});
    RC_ASSERT(before.caller == after.caller && before.callee == after.callee);
    RC_ASSERT(before.calls_per_request == after.calls_per_request && before.coupling == after.coupling);
    RC_ASSERT(before.attempts == after.attempts && before.async == after.async);
    RC_ASSERT(before.transient_fraction == after.transient_fraction);
  }
}

RC_GTEST_PROP(GraphProperty, AddingACallNeverSparesAService, ()) {
  const Made made = any_graph();
  RC_PRE(made.graph.service_count() >= 2 && made.graph.call_count() >= 1);
  const Journey journey{"j", {{ServiceId{0}, 1.0}}, {1.0}};
  std::vector<Call> fewer(made.graph.calls().begin(), made.graph.calls().end());
  fewer.erase(fewer.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(fewer.size())));
  const ServiceGraph smaller({made.graph.services().begin(), made.graph.services().end()}, fewer);
  const LossTable all(made.graph, std::span(&journey, 1), 128, 3);
  const LossTable less(smaller, std::span(&journey, 1), 128, 3);
  for (std::size_t s = 0; s < made.graph.service_count(); ++s) {
    for (std::size_t w = 0; w < all.words(); ++w) {
      RC_ASSERT((less.bits(JourneyId{0}, ServiceId{s})[w] & ~all.bits(JourneyId{0}, ServiceId{s})[w]) == 0);
    }
  }
}

}  // namespace
}  // namespace faultline
