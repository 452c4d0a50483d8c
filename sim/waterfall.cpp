#include "sim/waterfall.h"

#include <algorithm>

namespace faultline {
namespace {

bool earlier(FaultKey a, FaultKey b) { return a.subject != b.subject ? a.subject < b.subject : a.stream < b.stream; }
bool same(FaultKey a, FaultKey b) { return a.subject == b.subject && a.stream == b.stream; }

// Under both in production.
void add_difference(const Fate& a, const Fate& b, Waterfall& steps) {
  const double saved = a.lost_orders - b.lost_orders;
  if (a.caught != b.caught) {
    steps.caught[a.caught ? a.gate : b.gate] += saved;
    return;
  }
  const double breadth_a = a.duration_hours > 0.0 ? a.lost_orders / a.duration_hours : 0.0;
  const double breadth_b = b.duration_hours > 0.0 ? b.lost_orders / b.duration_hours : 0.0;
  const double contained = (breadth_a - breadth_b) * b.duration_hours;
  const double recovered = (a.duration_hours - b.duration_hours) * breadth_b;
  steps.contained += contained;
  steps.recovered += recovered;
  steps.interaction += saved - contained - recovered;
}

// In production under one only; `other` is its fate under the other policy, null when there is none.
void add_whole(const Fate& lost, const Fate* other, double saved, Waterfall& steps) {
  if (other != nullptr) {
    steps.caught[other->gate] += saved;
  } else {
    (lost.born_in_rework ? steps.interaction : steps.not_shipped) += saved;
  }
}

}  // namespace

void order_fates(std::vector<Fate>& fates) {
  std::sort(fates.begin(), fates.end(), [](const Fate& a, const Fate& b) {
    if (!same(a.key, b.key)) return earlier(a.key, b.key);
    return a.reached_production && !b.reached_production;
  });
  fates.erase(std::unique(fates.begin(), fates.end(), [](const Fate& a, const Fate& b) { return same(a.key, b.key); }),
              fates.end());
}

Waterfall waterfall(const std::vector<Fate>& reference, const std::vector<Fate>& other) {
  Waterfall steps;
  auto a = reference.begin();
  auto b = other.begin();
  while (a != reference.end() || b != other.end()) {
    const bool has_a = a != reference.end() && (b == other.end() || !earlier(b->key, a->key));
    const bool has_b = b != other.end() && (a == reference.end() || !earlier(a->key, b->key));
    const bool lost_a = has_a && a->reached_production;
    const bool lost_b = has_b && b->reached_production;
    if (lost_a && lost_b) {
      add_difference(*a, *b, steps);
    } else if (lost_a) {
      add_whole(*a, has_b ? &*b : nullptr, a->lost_orders, steps);
    } else if (lost_b) {
      add_whole(*b, has_a ? &*a : nullptr, -b->lost_orders, steps);
    }
    if (has_a) ++a;
    if (has_b) ++b;
  }
  return steps;
}

}  // namespace faultline
