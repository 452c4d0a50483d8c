#include "sim/blast/reach.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <type_traits>

#include "sim/blast/bits.h"

namespace faultline {
namespace {

/// to |= from & live; says whether `to` changed. What does not change is not written: rows are far apart in memory.
template <class Words>
bool spread(const std::uint64_t* from, const std::uint64_t* live, std::uint64_t* to, Words words) {
  std::uint64_t fresh = 0;
  for (std::size_t w = 0; w < words; ++w) {
    fresh |= from[w] & live[w] & ~to[w];
  }
  if (fresh == 0) {
    return false;
  }
  for (std::size_t w = 0; w < words; ++w) {
    to[w] |= from[w] & live[w];
  }
  return true;
}

bool any(const std::uint64_t* words, std::size_t count) {
  return std::any_of(words, words + count, [](std::uint64_t word) { return word != 0; });
}

/// Visits the members until none gains a sample, forwards and backwards in turn: a path against the order is followed
/// in one pass, too. visit(member) says whether another member gained samples.
template <class Visit>
void to_fixed_point(std::span<const ServiceId> members, const Visit& visit) {
  for (bool again = true, backwards = false; again; backwards = !backwards) {
    again = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
      again |= visit(members[backwards ? members.size() - 1 - i : i]);
    }
  }
}

}  // namespace

Reach::Reach(const ServiceGraph& graph)
    : graph_(graph), condensation_(graph), calls_to_(graph.call_count()), first_call_to_(graph.service_count() + 1, 0) {
  callee_of_.reserve(graph.call_count());
  for (const Call& call : graph.calls()) {
    callee_of_.push_back(call.callee);
    ++first_call_to_[call.callee.index() + 1];
  }
  std::partial_sum(first_call_to_.begin(), first_call_to_.end(), first_call_to_.begin());
  std::vector<std::uint32_t> next(first_call_to_.begin(), first_call_to_.end() - 1);
  for (std::size_t call = 0; call < callee_of_.size(); ++call) {
    calls_to_[next[callee_of_[call].index()]++] = CallId{call};
  }
}

template <class Words>
void Reach::sweep_callees(const LiveBlock& live, Words words, std::uint64_t* reached) const {
  const auto row = [&](ServiceId service) { return reached + service.index() * words; };
  std::vector<bool> pending(graph_.service_count());  // gained samples that its callees have not seen
  for (std::size_t component = 0; component < condensation_.component_count(); ++component) {
    const std::span<const ServiceId> members = condensation_.members(component);
    for (const ServiceId member : members) {
      pending[member.index()] = any(row(member), words);
    }
    to_fixed_point(members, [&](ServiceId caller) {
      if (!pending[caller.index()]) {
        return false;
      }
      pending[caller.index()] = false;
      const std::uint32_t first = graph_.first_call_from(caller).index();
      const auto end = static_cast<std::uint32_t>(first + graph_.calls_from(caller).size());
      for (std::uint32_t call = first; call < end; ++call) {
        __builtin_prefetch(row(callee_of_[call]));
      }
      bool again = false;
      for (std::uint32_t call = first; call < end; ++call) {
        const ServiceId callee = callee_of_[call];
        if (spread(row(caller), live.bits(CallId{call}), row(callee), words) &&
            condensation_.component_of(callee) == component) {
          pending[callee.index()] = true;
          again = true;
        }
      }
      return again;
    });
  }
}

void Reach::callees(const LiveBlock& live, std::span<std::uint64_t> reached) const {
  if (live.words == 8) {
    sweep_callees(live, std::integral_constant<std::size_t, 8>(), reached.data());
  } else {
    sweep_callees(live, live.words, reached.data());
  }
}

CallerSamples Reach::callers(ServiceId source, const LiveBlock& live) const {
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  CallerSamples found;
  std::vector<std::uint32_t> place(graph_.service_count(), kNone);  // by service
  std::vector<std::uint64_t> rows;                                  // by place
  std::vector<bool> pending;                                        // by place: its callers have not seen all samples
  const auto add = [&](ServiceId service, std::uint64_t samples) {
    place[service.index()] = static_cast<std::uint32_t>(found.services.size());
    found.services.push_back(service);
    rows.resize(rows.size() + live.words, samples);
    pending.push_back(true);
  };
  std::vector<bool> awaited(condensation_.component_count());
  std::priority_queue<std::uint32_t> components;  // callees before their callers
  const auto await = [&](std::uint32_t component) {
    if (!awaited[component]) {
      awaited[component] = true;
      components.push(component);
    }
  };
  add(source, ~std::uint64_t{0});
  await(condensation_.component_of(source));
  while (!components.empty()) {
    const std::uint32_t component = components.top();
    components.pop();
    to_fixed_point(condensation_.members(component), [&](ServiceId callee) {
      const std::uint32_t from = place[callee.index()];
      if (from == kNone || !pending[from]) {
        return false;
      }
      pending[from] = false;
      bool again = false;
      for (std::uint32_t i = first_call_to_[callee.index()]; i < first_call_to_[callee.index() + 1]; ++i) {
        const ServiceId caller = graph_.call(calls_to_[i]).caller;
        const bool added = place[caller.index()] == kNone;
        if (added) {
          add(caller, 0);
        }
        const std::uint32_t to = place[caller.index()];
        if (spread(rows.data() + from * live.words, live.bits(calls_to_[i]), rows.data() + to * live.words,
                   live.words)) {
          pending[to] = true;
          if (condensation_.component_of(caller) == component) {
            again = true;
          } else {
            await(condensation_.component_of(caller));
          }
        } else if (added) {
          place[caller.index()] = kNone;
          found.services.pop_back();
          rows.resize(rows.size() - live.words);
          pending.pop_back();
        }
      }
      return again;
    });
  }
  std::sort(found.services.begin(), found.services.end());
  for (const ServiceId service : found.services) {
    found.count.push_back(
        static_cast<std::uint32_t>(count_bits({rows.data() + place[service.index()] * live.words, live.words})));
  }
  return found;
}

}  // namespace faultline
