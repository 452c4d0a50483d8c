#include "models/graph/generator.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

enum class Role { entry, middle, leaf };

constexpr int kDeepest = 6;
constexpr std::uint32_t kHubCallers = 16;

/// Share of middle services at levels 1 to 5 and of leaves at levels 1 to 6: graphs are wide and shallow (row 7.1).
constexpr std::array<double, 5> kMiddleLevels{0.40, 0.30, 0.17, 0.09, 0.04};
constexpr std::array<double, 6> kLeafLevels{0.15, 0.25, 0.25, 0.18, 0.12, 0.05};

/// A service while the graph is being made.
struct Draft {
  Role role = Role::entry;
  bool hub = false;
  int level = 0;          ///< calls go from a lower level to a higher one
  double busyness = 1.0;  ///< how readily it is chosen as a caller
  std::vector<std::uint32_t> callers;
  bool calls_somebody = false;
};

template <std::size_t N>
int pick_level(const std::array<double, N>& shares, double uniform) {
  int level = 1;
  for (const double share : shares) {
    if (uniform < share || level == static_cast<int>(N)) {
      break;
    }
    uniform -= share;
    ++level;
  }
  return level;
}

std::uint32_t rounded(double value) { return static_cast<std::uint32_t>(value + 0.5); }

/// Picks indices below a bound in proportion to fixed weights.
class WeightedPick {
 public:
  explicit WeightedPick(std::span<const double> weights) {
    double sum = 0.0;
    for (const double weight : weights) {
      cumulative_.push_back(sum += weight);
    }
  }
  /// Among the first `bound` indices.
  [[nodiscard]] std::uint32_t operator()(double uniform, std::size_t bound) const {
    const auto end = cumulative_.begin() + static_cast<std::ptrdiff_t>(bound);
    const auto found = std::upper_bound(cumulative_.begin(), end, uniform * cumulative_[bound - 1]);
    return static_cast<std::uint32_t>(std::min(found, end - 1) - cumulative_.begin());
  }

 private:
  std::vector<double> cumulative_;
};

class Generation {
 public:
  explicit Generation(const GeneratorOptions& options) : options_(options), draws_(options.seed, 0) {}

  ServiceGraph run() {
    draft_services();
    draft_calls();
    mend_silent_callers();
    return finish();
  }

 private:
  [[nodiscard]] double uniform(std::string_view purpose, std::uint32_t subject, std::uint32_t detail = 0) const {
    return draws_.uniform(subject, stable_hash(purpose), detail);
  }

  /// Entries first, then the rest by level, so that the possible callers of a service are a prefix of the list.
  void draft_services() {
    const std::uint32_t n = options_.services;
    const std::uint32_t entries = std::clamp(rounded(n * options_.entry_fraction), 1U, n);
    const std::uint32_t leaves = std::min(n - entries, std::max(1U, rounded(n * options_.leaf_fraction)));
    const std::uint32_t hubs = rounded(n * options_.hub_fraction);
    drafts_.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      Draft& draft = drafts_[i];
      draft.role = i < entries ? Role::entry : i < n - leaves ? Role::middle : Role::leaf;
      draft.busyness = elementary::exp(elementary::normal_quantile(uniform("busyness", i)));
      if (draft.role == Role::middle) {
        draft.level = pick_level(kMiddleLevels, uniform("level", i));
      } else if (draft.role == Role::leaf) {
        draft.level = i + 1 == n ? kDeepest : pick_level(kLeafLevels, uniform("level", i));
      }
    }
    // Hubs lie deep, where nearly everybody can call them: two leaves (stores, caches, identity) for one middle
    // service.
    for (std::uint32_t h = 0; h < std::min(hubs, n - entries); ++h) {
      const bool leaf = h % 3 != 0 || h / 3 >= n - entries - leaves;
      Draft& draft = drafts_[leaf ? n - 1 - std::min(h, leaves - 1) : entries + h / 3];
      draft.hub = true;
      draft.level = leaf ? kDeepest : kDeepest - 1;
    }
    std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) { return a.level < b.level; });
  }

  [[nodiscard]] std::size_t possible_callers(const Draft& callee) const {
    return static_cast<std::size_t>(
        std::lower_bound(drafts_.begin(), drafts_.end(), callee.level,
                         [](const Draft& draft, int level) { return draft.level < level; }) -
        drafts_.begin());
  }

  /// Number of callers: Pareto from 16 for a hub, Pareto from 1 cut below 16 for the others, by inversion.
  [[nodiscard]] std::uint32_t caller_target(std::uint32_t service) const {
    const double alpha = options_.in_degree_tail;
    const double u = uniform("callers", service);
    if (drafts_[service].hub) {
      const double callers = kHubCallers * elementary::pow(u, -1.0 / alpha);
      return static_cast<std::uint32_t>(std::min(callers, static_cast<double>(options_.services)));
    }
    const double beyond = elementary::pow(kHubCallers, -alpha);
    return static_cast<std::uint32_t>(elementary::pow(beyond + u * (1.0 - beyond), -1.0 / alpha));
  }

  void draft_calls() {
    std::vector<double> weights;
    for (const Draft& draft : drafts_) {
      weights.push_back(draft.role == Role::leaf ? 0.0 : draft.busyness);
    }
    const WeightedPick pick(weights);
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      Draft& callee = drafts_[i];
      if (callee.role == Role::entry) {
        continue;
      }
      const std::size_t bound = possible_callers(callee);
      const std::uint32_t target = std::max(1U, caller_target(i));
      std::unordered_set<std::uint32_t> chosen;
      // Repeats are drawn again; a hub that nearly everybody calls stops after a bounded number of tries.
      for (std::uint32_t attempt = 0; chosen.size() < std::min<std::size_t>(target, bound) && attempt < 8 * target + 64;
           ++attempt) {
        const std::uint32_t caller = pick(uniform("caller", i, attempt), bound);
        if (drafts_[caller].role != Role::leaf && chosen.insert(caller).second) {
          callee.callers.push_back(caller);
          drafts_[caller].calls_somebody = true;
        }
      }
    }
  }

  /// Entry and middle services that call nobody yet call something deeper, a popular service as a rule.
  void mend_silent_callers() {
    std::vector<double> popularity;
    for (auto draft = drafts_.rbegin(); draft != drafts_.rend(); ++draft) {
      popularity.push_back(static_cast<double>(draft->callers.size()));
    }
    const WeightedPick pick(popularity);
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      if (drafts_[i].role == Role::leaf || drafts_[i].calls_somebody) {
        continue;
      }
      const auto deeper = static_cast<std::size_t>(
          drafts_.end() - std::upper_bound(drafts_.begin(), drafts_.end(), drafts_[i].level,
                                           [](int level, const Draft& draft) { return level < draft.level; }));
      if (deeper > 0) {
        const std::uint32_t from_end = pick(uniform("mend", i), deeper);
        drafts_[drafts_.size() - 1 - from_end].callers.push_back(i);
        drafts_[i].calls_somebody = true;
      }
    }
  }

  /// Tier 1: breadth first from the first entry services until full; then tier 2 up to as many again, the rest tier 3.
  [[nodiscard]] std::vector<int> tiers(const std::vector<std::vector<std::uint32_t>>& callees) const {
    const auto n = static_cast<std::uint32_t>(drafts_.size());
    std::vector<std::uint32_t> order;
    std::vector<bool> seen(n, false);
    const auto visit = [&order, &seen](std::uint32_t service) {
      if (!seen[service]) {
        seen[service] = true;
        order.push_back(service);
      }
    };
    const std::uint32_t full = rounded(n * options_.tier1_fraction);
    std::size_t next = 0;
    const std::uint32_t first_entries = std::max(1U, rounded(full * options_.entry_fraction));
    for (std::uint32_t i = 0; i < n; ++i) {
      if (i < first_entries && drafts_[i].role == Role::entry) {
        visit(i);
        continue;
      }
      for (; next < order.size(); ++next) {
        for (const std::uint32_t callee : callees[order[next]]) {
          visit(callee);
        }
      }
      visit(i);
    }
    std::vector<int> tier(n, 3);
    for (std::uint32_t rank = 0; rank < n; ++rank) {
      tier[order[rank]] = rank < full ? 1 : rank < 2 * full ? 2 : 3;
    }
    return tier;
  }

  [[nodiscard]] ServiceGraph finish() const {
    std::vector<std::vector<std::uint32_t>> callees(drafts_.size());
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      for (const std::uint32_t caller : drafts_[i].callers) {
        callees[caller].push_back(i);
      }
    }
    const std::vector<int> tier = tiers(callees);
    std::vector<Call> calls;
    for (std::uint32_t caller = 0; caller < callees.size(); ++caller) {
      std::sort(callees[caller].begin(), callees[caller].end());
      for (const std::uint32_t callee : callees[caller]) {
        calls.push_back(make_call(caller, callee, tier[caller] == 1 && tier[callee] == 1));
      }
    }
    return {make_services(tier), std::move(calls)};
  }

  [[nodiscard]] Call make_call(std::uint32_t caller, std::uint32_t callee, bool tier1) const {
    Call call{ServiceId{caller}, ServiceId{callee}};
    const double hard = tier1 ? options_.hard_fraction_tier1 : options_.hard_fraction_elsewhere;
    call.coupling = uniform("hardness", caller, callee) < hard ? 1.0 : options_.soft_coupling;
    call.attempts = uniform("attempts", caller, callee) < 0.5 ? 1 : 3;
    call.transient_fraction = 0.3;
    // Calls per request (assumed): a third of the calls happen only sometimes; shared services are asked several times.
    const double kind = uniform("calls-kind", caller, callee);
    const double size = uniform("calls-size", caller, callee);
    const bool hub = drafts_[callee].hub;
    if (kind < (hub ? 0.15 : 0.40)) {
      call.calls_per_request = 0.01 * static_cast<double>(1 + rounded(98.0 * size));
    } else if (kind > (hub ? 0.40 : 0.90)) {
      call.calls_per_request = 2.0 + static_cast<double>(rounded(3.0 * size));
    }
    return call;
  }

  [[nodiscard]] std::vector<Service> make_services(const std::vector<int>& tier) const {
    const std::uint32_t teams =
        std::clamp(rounded(options_.services / options_.services_per_team), 1U, options_.services);
    std::vector<double> team_sizes;
    for (std::uint32_t team = 0; team < teams; ++team) {
      team_sizes.push_back(elementary::exp(0.5 * elementary::normal_quantile(uniform("team-size", team))));
    }
    const WeightedPick pick(team_sizes);
    std::array<std::uint32_t, 3> counted{};
    std::vector<Service> services;
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      const auto role = static_cast<std::size_t>(drafts_[i].role);
      constexpr std::array<std::string_view, 3> kNames{"entry-", "middle-", "leaf-"};
      Service service;
      service.id = numbered(kNames[role], ++counted[role], 4);
      service.tier = std::to_string(tier[i]);
      const std::uint32_t team = i < teams ? i : pick(uniform("team", i), teams);  // every team owns something
      service.team = numbered("team-", team + 1, 2);
      service.cells = tier[i] == 1 ? 4 : tier[i] == 2 ? 2 : 1;
      services.push_back(std::move(service));
    }
    return services;
  }

  static std::string numbered(std::string_view name, std::uint32_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    text.insert(0, digits - std::min(digits, text.size()), '0');
    return std::string(name) + text;
  }

  GeneratorOptions options_;
  KeyedDraws draws_;
  std::vector<Draft> drafts_;
};

bool is_fraction(double value) { return value >= 0.0 && value <= 1.0; }

}  // namespace

ServiceGraph generate_graph(const GeneratorOptions& options) {
  if (options.services == 0 || options.services > 10'000'000) {
    throw std::invalid_argument("a graph has 1 to 10,000,000 services");
  }
  if (!is_fraction(options.entry_fraction) || !is_fraction(options.leaf_fraction) ||
      options.entry_fraction + options.leaf_fraction > 1.0 || !is_fraction(options.hub_fraction) ||
      !is_fraction(options.tier1_fraction) || !is_fraction(options.hard_fraction_tier1) ||
      !is_fraction(options.hard_fraction_elsewhere) || !is_fraction(options.soft_coupling)) {
    throw std::invalid_argument("fractions lie in [0, 1], entries and leaves together too");
  }
  if (!(options.services_per_team >= 1.0) || !(options.in_degree_tail > 1.0)) {
    throw std::invalid_argument("a team owns at least one service and the tail exponent is above 1");
  }
  return Generation(options).run();
}

}  // namespace faultline
