#include "sim/blast/joint_failure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/blast/cpu_clones.h"

namespace faultline {
namespace detail {

/// Adds to both[S] the number of samples in which all faults of the subset S struck, for every subset of `count`
/// faults.
FAULTLINE_CPU_CLONES("popcnt")
void count_intersections(const std::uint64_t* const* bits, std::size_t count, std::size_t words, std::uint32_t* both) {
  std::array<std::uint64_t, 32> meet;
  meet[0] = ~std::uint64_t{0};
  for (std::size_t w = 0; w < words; ++w) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t base = std::size_t{1} << i;
      for (std::size_t rest = 0; rest < base; ++rest) {
        meet[base + rest] = meet[rest] & bits[i][w];
        both[base + rest] += static_cast<std::uint32_t>(__builtin_popcountll(meet[base + rest]));
      }
    }
  }
}

}  // namespace detail

namespace {

constexpr std::size_t kFewFaults = 5;  // up to here all 2^n patterns are counted, beyond only those that occur

/// A fault that can matter to the journey.
struct Striking {
  const std::uint64_t* bits;  // nullptr: strikes in every sample
  double magnitude;
  std::size_t position;  // among the faults given
};

/// The faults that can matter, those that strike in every sample last.
struct Reduced {
  std::array<Striking, kMaxJointFaults> faults;
  std::size_t count = 0;
  std::size_t sampled = 0;  // the first so many depend on the sample
};

Reduced reduce(const LossTable& table, JourneyId journey, std::span<const ActiveFault> faults) {
  Reduced reduced;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const ActiveFault& fault = faults[i];
    const double reach = fault.every_request ? 1.0 : table.reach_fraction(journey, fault.service);
    if (!(fault.magnitude > 0.0) || reach == 0.0) {
      continue;
    }
    if (reduced.count == kMaxJointFaults) {
      Striking& last = reduced.faults[kMaxJointFaults - 1];
      last.magnitude += fault.magnitude * (1.0 - last.magnitude);
      continue;
    }
    const std::uint64_t* bits = reach < 1.0 ? table.bits(journey, fault.service).data() : nullptr;
    reduced.faults[reduced.count++] = {bits, fault.magnitude, i};
  }
  const auto begin = reduced.faults.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(reduced.count);
  // Not std::stable_partition, which allocates.
  reduced.sampled = static_cast<std::size_t>(
      std::partition(begin, end, [](const Striking& fault) { return fault.bits != nullptr; }) - begin);
  return reduced;
}

/// Calls visit(pattern, samples) for every set of sampled faults that strike together in some sample; bit i of the
/// pattern is reduced.faults[i].
template <class Visit>
void for_each_pattern(const Reduced& reduced, std::size_t words, const Visit& visit) {
  const std::size_t n = reduced.sampled;
  if (n <= kFewFaults) {
    std::array<const std::uint64_t*, kFewFaults> bits{};
    for (std::size_t i = 0; i < n; ++i) {
      bits[i] = reduced.faults[i].bits;
    }
    std::array<std::uint32_t, 32> samples{};
    detail::count_intersections(bits.data(), n, words, samples.data());
    samples[0] = static_cast<std::uint32_t>(64 * words);
    for (std::size_t i = 0; i < n; ++i) {  // from "at least S" to "exactly S"
      for (std::size_t s = 0; s < std::size_t{1} << n; ++s) {
        if ((s >> i & 1U) == 0) {
          samples[s] -= samples[s | std::size_t{1} << i];
        }
      }
    }
    for (std::size_t s = 0; s < std::size_t{1} << n; ++s) {
      if (samples[s] != 0) {
        visit(std::uint64_t{s}, samples[s]);
      }
    }
    return;
  }
  // Splits the 64 samples of a word by one fault after the other.
  std::array<std::uint64_t, 64> members;
  std::array<std::uint64_t, 64> pattern;
  for (std::size_t w = 0; w < words; ++w) {
    std::size_t classes = 1;
    members[0] = ~std::uint64_t{0};
    pattern[0] = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t struck = reduced.faults[i].bits[w];
      for (std::size_t c = 0, before = classes; c < before; ++c) {
        const std::uint64_t inside = members[c] & struck;
        if (inside == members[c]) {
          pattern[c] |= std::uint64_t{1} << i;
        } else if (inside != 0) {
          members[c] &= ~inside;
          members[classes] = inside;
          pattern[classes++] = pattern[c] | std::uint64_t{1} << i;
        }
      }
    }
    for (std::size_t c = 0; c < classes; ++c) {
      visit(pattern[c], static_cast<std::uint32_t>(std::popcount(members[c])));
    }
  }
}

/// Magnitudes of the faults of a pattern, those that always strike included.
struct Struck {
  std::array<double, kMaxJointFaults> magnitude;
  std::array<std::size_t, kMaxJointFaults> fault;
  std::size_t count = 0;
};

Struck struck_by(const Reduced& reduced, std::uint64_t pattern) {
  Struck struck;
  for (std::size_t i = 0; i < reduced.count; ++i) {
    if (i >= reduced.sampled || (pattern >> i & 1U) != 0) {
      struck.magnitude[struck.count] = reduced.faults[i].magnitude;
      struck.fault[struck.count++] = i;
    }
  }
  return struck;
}

/// 1 - prod(1 - a), without cancellation for small a.
double failing(const Struck& struck) {
  double p = 0.0;
  for (std::size_t i = 0; i < struck.count; ++i) {
    p += struck.magnitude[i] * (1.0 - p);
  }
  return p;
}

/// Gauss-Legendre nodes and weights on [0, 1] for 1 to 32 nodes.
class GaussRules {
 public:
  static constexpr std::size_t kLargest = kMaxJointFaults / 2;
  struct Node {
    double at;
    double weight;
  };

  GaussRules() {
    // The roots of P_n are separated by those of P_{n-1}: bisection between them cannot miss one.
    std::array<double, kLargest + 2> before{-1.0, 1.0};
    for (std::size_t n = 1; n <= kLargest; ++n) {
      std::array<double, kLargest + 2> roots{-1.0};
      roots[n + 1] = 1.0;
      for (std::size_t i = 0; i < n; ++i) {
        roots[i + 1] = root_between(n, before[i], before[i + 1]);
        const double x = roots[i + 1];
        const Legendre p = legendre(n, x);
        const double slope = static_cast<double>(n) * (x * p.value - p.previous) / (x * x - 1.0);
        rules_[n - 1][i] = {(1.0 + x) / 2.0, 1.0 / ((1.0 - x * x) * slope * slope)};
      }
      before = roots;
    }
  }
  [[nodiscard]] std::span<const Node> rule(std::size_t nodes) const { return {rules_[nodes - 1].data(), nodes}; }

 private:
  struct Legendre {
    double value;
    double previous;
  };
  static Legendre legendre(std::size_t n, double x) {
    Legendre p{x, 1.0};
    for (std::size_t k = 2; k <= n; ++k) {
      const auto degree = static_cast<double>(k);
      p = {((2.0 * degree - 1.0) * x * p.value - (degree - 1.0) * p.previous) / degree, p.value};
    }
    return p;
  }
  static double root_between(std::size_t n, double low, double high) {
    const bool low_is_positive = legendre(n, low).value > 0.0;
    for (int step = 0; step < 60; ++step) {
      const double middle = 0.5 * (low + high);
      ((legendre(n, middle).value > 0.0) == low_is_positive ? low : high) = middle;
    }
    return 0.5 * (low + high);
  }

  std::array<std::array<Node, kLargest>, kLargest> rules_{};
};

/// Adds weight * integral over t of a_i prod_{j != i} (1 - t a_j) to the share of each fault that struck.
void add_shapley(const GaussRules& rules, const Struck& struck, double weight, std::span<double> shares) {
  const std::size_t n = struck.count;
  std::array<double, kMaxJointFaults> before;  // product of the factors of the faults before this one
  for (const GaussRules::Node& node : rules.rule((n + 1) / 2)) {
    double product = 1.0;
    for (std::size_t i = 0; i < n; ++i) {
      before[i] = product;
      product *= 1.0 - node.at * struck.magnitude[i];
    }
    double after = weight * node.weight;
    for (std::size_t i = n; i-- > 0;) {
      shares[struck.fault[i]] += struck.magnitude[i] * before[i] * after;
      after *= 1.0 - node.at * struck.magnitude[i];
    }
  }
}

double sum_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

/// Scales the shares to the total, then moves single shares by a few units in the last place until their sum is exact.
void settle(std::span<double> shares, double total) {
  const double sum = sum_of(shares);
  if (!(sum > 0.0)) {
    return;
  }
  for (double& share : shares) {
    share *= total / sum;
  }
  for (std::size_t i = shares.size(); i-- > 0;) {
    const double scaled = shares[i];
    for (int step = 0; step < 8 && scaled > 0.0; ++step) {
      const double left = total - sum_of(shares);
      if (left == 0.0) {
        return;
      }
      shares[i] = step == 0 ? std::max(0.0, scaled + left) : std::nextafter(shares[i], left > 0.0 ? 2.0 : 0.0);
    }
    shares[i] = scaled;
  }
}

}  // namespace

double joint_failure_fraction(const LossTable& table, JourneyId journey, std::span<const ActiveFault> faults) {
  const Reduced reduced = reduce(table, journey, faults);
  double total = 0.0;
  for_each_pattern(reduced, table.words(), [&](std::uint64_t pattern, std::uint32_t samples) {
    total += samples * failing(struck_by(reduced, pattern));
  });
  return total / table.samples();
}

double shapley_shares(const LossTable& table, JourneyId journey, std::span<const ActiveFault> faults,
                      std::span<double> shares) {
  static const GaussRules rules;
  const Reduced reduced = reduce(table, journey, faults);
  std::array<double, kMaxJointFaults> by_fault{};
  double total = 0.0;
  for_each_pattern(reduced, table.words(), [&](std::uint64_t pattern, std::uint32_t samples) {
    const Struck struck = struck_by(reduced, pattern);
    if (struck.count != 0) {
      total += samples * failing(struck);
      add_shapley(rules, struck, samples, by_fault);
    }
  });
  const double fraction = total / table.samples();
  std::fill(shares.begin(), shares.end(), 0.0);
  for (std::size_t i = 0; i < reduced.count; ++i) {
    shares[reduced.faults[i].position] = by_fault[i];
  }
  settle(shares, fraction);
  return fraction;
}

}  // namespace faultline
