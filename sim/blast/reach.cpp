#include "sim/blast/reach.h"

#include <algorithm>
#include <vector>

namespace faultline {
namespace {

/// to |= from & live; says whether `to` changed.
bool spread(const std::uint64_t* from, std::span<const std::uint64_t> live, std::uint64_t* to) {
  std::uint64_t fresh = 0;
  for (std::size_t w = 0; w < live.size(); ++w) {
    const std::uint64_t added = from[w] & live[w] & ~to[w];
    to[w] |= added;
    fresh |= added;
  }
  return fresh != 0;
}

bool any(const std::uint64_t* words, std::size_t count) {
  return std::any_of(words, words + count, [](std::uint64_t word) { return word != 0; });
}

}  // namespace

void reach_callees(const ServiceGraph& graph, const Condensation& condensation, const LiveEdges& live,
                   std::span<std::uint64_t> reached) {
  const std::size_t words = live.words();
  const auto row = [&](ServiceId service) { return reached.data() + service.index() * words; };
  std::vector<bool> pending(graph.service_count());  // gained samples that its callees have not seen
  // Spreads from a member; says whether another of its component gained samples.
  const auto visit = [&](ServiceId caller, std::size_t component) {
    if (!pending[caller.index()]) {
      return false;
    }
    pending[caller.index()] = false;
    bool again = false;
    std::uint32_t index = graph.first_call_from(caller).index();
    for (const Call& call : graph.calls_from(caller)) {
      if (spread(row(caller), live.bits(CallId{index++}), row(call.callee)) &&
          condensation.component_of(call.callee) == component) {
        pending[call.callee.index()] = true;
        again = true;
      }
    }
    return again;
  };
  for (std::size_t component = 0; component < condensation.component_count(); ++component) {
    const std::span<const ServiceId> members = condensation.members(component);
    for (const ServiceId member : members) {
      pending[member.index()] = any(row(member), words);
    }
    // Forwards and backwards in turn: a path against the order is followed in one pass, too.
    for (bool again = true, backwards = false; again; backwards = !backwards) {
      again = false;
      for (std::size_t i = 0; i < members.size(); ++i) {
        again |= visit(members[backwards ? members.size() - 1 - i : i], component);
      }
    }
  }
}

void reach_callers(const ServiceGraph& graph, const Condensation& condensation, const LiveEdges& live,
                   std::span<std::uint64_t> reached) {
  const std::size_t words = live.words();
  const auto row = [&](ServiceId service) { return reached.data() + service.index() * words; };
  const auto pass = [&](std::size_t component) {
    bool again = false;
    for (const ServiceId caller : condensation.members(component)) {
      std::uint32_t index = graph.first_call_from(caller).index();
      for (const Call& call : graph.calls_from(caller)) {
        const CallId id{index++};
        again |= spread(row(call.callee), live.bits(id), row(caller));
      }
    }
    return again;
  };
  for (std::size_t component = condensation.component_count(); component-- > 0;) {
    while (pass(component) && condensation.members(component).size() > 1) {
    }
  }
}

}  // namespace faultline
