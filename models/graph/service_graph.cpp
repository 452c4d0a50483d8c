#include "models/graph/service_graph.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace faultline {
namespace {

bool by_endpoints(const Call& a, const Call& b) {
  return a.caller != b.caller ? a.caller < b.caller : a.callee < b.callee;
}

void check_calls(std::span<const Call> sorted_calls, std::size_t service_count) {
  for (std::size_t i = 0; i < sorted_calls.size(); ++i) {
    const Call& call = sorted_calls[i];
    if (call.caller.index() >= service_count || call.callee.index() >= service_count) {
      throw std::invalid_argument("a call names a service that does not exist");
    }
    if (call.caller == call.callee) {
      throw std::invalid_argument("a service calls itself");
    }
    if (i > 0 && !by_endpoints(sorted_calls[i - 1], call)) {
      throw std::invalid_argument("two calls have the same caller and callee");
    }
  }
}

}  // namespace

ServiceGraph::ServiceGraph(std::vector<Service> services, std::vector<Call> calls)
    : services_(std::move(services)),
      calls_(std::move(calls)),
      first_call_(services_.size() + 1, 0),
      by_id_(services_.size()) {
  std::sort(calls_.begin(), calls_.end(), by_endpoints);
  check_calls(calls_, services_.size());
  for (const Call& call : calls_) {
    ++first_call_[call.caller.index() + 1];
  }
  std::partial_sum(first_call_.begin(), first_call_.end(), first_call_.begin());

  for (std::size_t i = 0; i < by_id_.size(); ++i) {
    by_id_[i] = ServiceId{i};
  }
  std::sort(by_id_.begin(), by_id_.end(), [this](ServiceId a, ServiceId b) { return service(a).id < service(b).id; });
  const auto twin = std::adjacent_find(by_id_.begin(), by_id_.end(),
                                       [this](ServiceId a, ServiceId b) { return service(a).id == service(b).id; });
  if (twin != by_id_.end()) {
    throw std::invalid_argument("two services have the same id");
  }
}

std::span<const Call> ServiceGraph::calls_from(ServiceId caller) const {
  const std::uint32_t first = first_call_[caller.index()];
  return std::span<const Call>(calls_).subspan(first, first_call_[caller.index() + 1] - first);
}

std::optional<ServiceId> ServiceGraph::find(std::string_view id) const {
  const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), id,
                                      [this](ServiceId s, std::string_view name) { return service(s).id < name; });
  if (found == by_id_.end() || service(*found).id != id) {
    return std::nullopt;
  }
  return *found;
}

std::vector<ServiceId> ServiceGraph::entry_points() const {
  std::vector<bool> called(services_.size(), false);
  for (const Call& call : calls_) {
    called[call.callee.index()] = true;
  }
  std::vector<ServiceId> entries;
  for (std::size_t i = 0; i < services_.size(); ++i) {
    if (!called[i]) {
      entries.emplace_back(i);
    }
  }
  return entries;
}

}  // namespace faultline
