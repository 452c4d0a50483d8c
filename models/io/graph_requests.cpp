#include "models/io/graph_requests.h"

#include <algorithm>
#include <utility>

#include "models/graph/condensation.h"
#include "models/io/problem_list.h"

namespace faultline {
namespace {

constexpr double kMostCallsPerRequest = 1e9;  // the native format's limit

void require_allowed(std::span<const Call> calls, const std::vector<Service>& services) {
  ProblemList problems;
  for (const Call& call : calls) {
    if (!(call.calls_per_request <= kMostCallsPerRequest)) {
      problems.add({"", "",
                    printable(services[call.caller.index()].id) + " -> " + printable(services[call.callee.index()].id),
                    "has more than 1e9 calls per request", ""});
    }
  }
  problems.throw_if_any();
}

}  // namespace

Requests requests_of(std::span<const GraphLinks::Link> links, std::vector<double> outside, const ServiceGraph& graph) {
  Requests requests{std::move(outside)};
  std::vector<double> most_frequent(graph.service_count(), 0.0);
  const Condensation condensation(graph);
  std::vector<bool> entered(condensation.component_count(), false);
  for (std::size_t service = 0; service < requests.received.size(); ++service) {
    if (requests.received[service] > 0.0) {
      entered[condensation.component_of(ServiceId{service})] = true;
    }
  }
  for (const GraphLinks::Link& link : links) {
    requests.received[link.callee.index()] += link.weight;
    double& most = most_frequent[link.caller.index()];
    most = std::max(most, link.weight);
    const std::uint32_t component = condensation.component_of(link.callee);
    if (component != condensation.component_of(link.caller) && link.weight > 0.0) {
      entered[component] = true;
    }
  }
  for (std::size_t component = 0; component < entered.size(); ++component) {
    for (const ServiceId member : condensation.members(component)) {
      double& received = requests.received[member.index()];
      if (received == 0.0 && most_frequent[member.index()] > 0.0) {
        received = most_frequent[member.index()];
        ++requests.entry_points;
      } else if (!entered[component] && condensation.members(component).size() > 1) {
        received *= 2.0;
        ++requests.closed_members;
      }
    }
  }
  return requests;
}

std::vector<Call> calls_from_counts(std::span<const GraphLinks::Link> links, const std::vector<Service>& services,
                                    std::vector<double> outside, std::vector<GraphNote>& notes) {
  std::vector<Call> calls;
  for (const GraphLinks::Link& link : links) {
    Call& call = calls.emplace_back();
    call.caller = link.caller;
    call.callee = link.callee;
  }
  const Requests requests = requests_of(links, std::move(outside), ServiceGraph(services, calls));
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const double received = requests.received[calls[i].caller.index()];
    calls[i].calls_per_request = received > 0.0 ? links[i].weight / received : 0.0;
  }
  require_allowed(calls, services);
  add_note(notes, GraphNote::Kind::assumption, requests.entry_points,
           "requests of " + counted(requests.entry_points, "calling service") +
               " that nobody calls assumed equal to the most frequent call of each");
  add_note(notes, GraphNote::Kind::assumption, requests.closed_members,
           "half of the requests of " + counted(requests.closed_members, "service") +
               " assumed to come from outside: they call each other and nothing else calls them");
  return calls;
}

std::vector<Call> calls_from_rates(std::span<const GraphLinks::Link> links, const std::vector<Service>& services) {
  std::vector<Call> calls;
  for (const GraphLinks::Link& link : links) {
    Call& call = calls.emplace_back();
    call.caller = link.caller;
    call.callee = link.callee;
    call.calls_per_request = link.weight;
  }
  require_allowed(calls, services);
  return calls;
}

}  // namespace faultline
