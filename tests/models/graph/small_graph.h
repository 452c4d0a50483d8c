// Small graphs for tests, written as lists of calls between names.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/business/journey.h"
#include "models/graph/service_graph.h"

namespace faultline::testing {

/// "node7". Appends, as gcc 12 warns falsely about a literal in front of a number's text.
inline std::string numbered(const char* name, long long number) {
  std::string text(name);
  text.append(std::to_string(number));
  return text;
}

struct SmallCall {
  std::string caller;
  std::string callee;
  double coupling = 1.0;
  double calls_per_request = 1.0;
  bool async = false;
};

/// Services in order of their first mention; `alone` adds services without calls.
inline ServiceGraph small_graph(const std::vector<SmallCall>& calls, const std::vector<std::string>& alone = {}) {
  std::vector<Service> services;
  const auto index = [&services](const std::string& name) {
    for (std::size_t i = 0; i < services.size(); ++i) {
      if (services[i].id == name) {
        return ServiceId{i};
      }
    }
    services.emplace_back().id = name;
    return ServiceId{services.size() - 1};
  };
  for (const std::string& name : alone) {
    index(name);
  }
  std::vector<Call> made;
  for (const SmallCall& call : calls) {
    Call next;
    next.caller = index(call.caller);
    next.callee = index(call.callee);
    next.coupling = call.coupling;
    next.calls_per_request = call.calls_per_request;
    next.async = call.async;
    made.push_back(next);
  }
  return {std::move(services), std::move(made)};
}

/// A journey that asks each of the services once.
inline Journey journey_into(const ServiceGraph& graph, const std::vector<std::string>& entries) {
  Journey journey{"journey", {}, {1.0}};
  for (const std::string& name : entries) {
    journey.entries.push_back({graph.find(name).value(), 1.0});
  }
  return journey;
}

}  // namespace faultline::testing
