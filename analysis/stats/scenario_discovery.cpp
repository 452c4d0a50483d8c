#include "analysis/stats/scenario_discovery.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr double kPeeled = 0.05;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Bounds = std::vector<Interval>;

using Points = std::vector<std::size_t>;

class Peeler {
 public:
  Peeler(std::span<const double> points, std::size_t inputs, const std::vector<bool>& wrong)
      : points_(points),
        inputs_(inputs),
        wrong_(wrong),
        all_wrong_(static_cast<std::size_t>(std::count(wrong.begin(), wrong.end(), true))) {}

  [[nodiscard]] Points everything() const {
    Points all(wrong_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }

  [[nodiscard]] Points inside(const Bounds& box) const {
    Points found = everything();
    for (std::size_t k = 0; k < inputs_; ++k) {
      if (box[k].low > -kInfinity || box[k].high < kInfinity) {
        std::erase_if(found, [&](std::size_t i) { return !within(i, k, box[k]); });
      }
    }
    return found;
  }

  [[nodiscard]] std::size_t wrong_among(const Points& points) const {
    return static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [this](std::size_t i) { return wrong_[i]; }));
  }

  /// Harmonic mean of coverage and density.
  [[nodiscard]] double merit(const Points& points) const { return merit(wrong_among(points), points.size()); }

  /// Peels `points`, all those in `box`, to the densest box that one more peel leaves; false, and nothing done, when
  /// each would leave fewer than `fewest` points.
  [[nodiscard]] bool peel(Bounds& box, Points& points, std::size_t fewest) const {
    double density = -1.0;
    std::size_t input = 0;
    Interval side{};
    for (std::size_t k = 0; k < inputs_; ++k) {
      for (const bool from_below : {true, false}) {
        const std::optional<Interval> next = peeled_side(points, k, from_below, box[k]);
        if (!next) {
          continue;
        }
        std::size_t left = 0;
        std::size_t wrong = 0;
        for (const std::size_t i : points) {
          const bool stays = within(i, k, *next);
          left += stays ? 1 : 0;
          wrong += stays && wrong_[i] ? 1 : 0;
        }
        const double own = static_cast<double>(wrong) / static_cast<double>(left);
        if (left >= fewest && own > density) {
          density = own;
          input = k;
          side = *next;
        }
      }
    }
    if (density < 0.0) {
      return false;
    }
    box[input] = side;
    std::erase_if(points, [&](std::size_t i) { return !within(i, input, side); });
    return true;
  }

  /// Moves every bound to where the merit is highest, the others held, as far out as that allows; whether it rose.
  [[nodiscard]] bool improve(Bounds& box, std::size_t fewest) const {
    const double before = merit(inside(box));
    for (std::size_t k = 0; k < inputs_; ++k) {
      move_end(box, k, true, fewest);
      move_end(box, k, false, fewest);
    }
    return merit(inside(box)) > before;
  }

 private:
  [[nodiscard]] double merit(std::size_t wrong, std::size_t points) const {
    return 2.0 * static_cast<double>(wrong) / static_cast<double>(all_wrong_ + points);
  }

  [[nodiscard]] bool within(std::size_t point, std::size_t input, const Interval& side) const {
    return value(point, input) >= side.low && value(point, input) <= side.high;
  }

  void move_end(Bounds& box, std::size_t input, bool low, std::size_t fewest) const {
    double& end = low ? box[input].low : box[input].high;
    end = low ? -kInfinity : kInfinity;
    Points points = inside(box);
    const auto depth = [&](std::size_t i) {
      return low ? -value(i, input) : value(i, input);
    };  // from the other end on
    std::sort(points.begin(), points.end(), [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
    double highest = -1.0;
    std::size_t wrong_so_far = 0;
    std::size_t kept = points.size();
    for (std::size_t n = 1; n <= points.size(); ++n) {
      wrong_so_far += wrong_[points[n - 1]] ? 1 : 0;
      const bool whole_level = n == points.size() || depth(points[n]) > depth(points[n - 1]);
      const double own = merit(wrong_so_far, n);
      if (whole_level && n >= fewest && own >= highest) {
        highest = own;
        kept = n;
      }
    }
    if (kept < points.size()) {
      end = value(points[kept - 1], input);
    }
  }

  [[nodiscard]] double value(std::size_t point, std::size_t input) const { return points_[point * inputs_ + input]; }

  // `side` less a twentieth of the points off one end, all that stand at one value together; absent when nothing would
  // be left.
  [[nodiscard]] std::optional<Interval> peeled_side(const Points& points, std::size_t input, bool from_below,
                                                    Interval side) const {
    std::vector<double> depths;
    depths.reserve(points.size());
    for (const std::size_t i : points) {
      depths.push_back(from_below ? value(i, input) : -value(i, input));
    }
    const auto last = static_cast<std::ptrdiff_t>(std::ceil(kPeeled * static_cast<double>(depths.size()))) - 1;
    std::nth_element(depths.begin(), depths.begin() + last, depths.end());
    const double off = depths[static_cast<std::size_t>(last)];
    double kept = kInfinity;
    for (const double depth : depths) {
      kept = depth > off ? std::min(kept, depth) : kept;
    }
    if (kept == kInfinity) {
      return std::nullopt;
    }
    (from_below ? side.low : side.high) = from_below ? kept : -kept;
    return side;
  }

  std::span<const double> points_;
  std::size_t inputs_;
  const std::vector<bool>& wrong_;
  std::size_t all_wrong_;
};

// Fisher and Yates: all orders are as likely.
void deal(std::vector<bool>& wrong, std::uint32_t number) {
  constexpr std::uint64_t kSeed = 0x626F78;
  constexpr std::uint32_t kStream = stable_hash("scenario box deal");
  const KeyedDraws draws(kSeed, number);
  for (std::size_t i = wrong.size(); i > 1; --i) {
    const double u = draws.uniform(static_cast<std::uint32_t>(i), kStream, 0);
    const auto other = static_cast<std::size_t>(u * static_cast<double>(i));
    const bool last = wrong[i - 1];
    wrong[i - 1] = wrong[other];
    wrong[other] = last;
  }
}

}  // namespace

std::optional<ScenarioBox> scenario_box(std::span<const double> points, std::size_t inputs,
                                        const std::vector<bool>& wrong) {
  const auto all = static_cast<std::size_t>(std::count(wrong.begin(), wrong.end(), true));
  if (inputs == 0 || points.size() != inputs * wrong.size() || wrong.size() < 2 * kFewestInBox || all == 0 ||
      all == wrong.size()) {
    return std::nullopt;
  }
  const Peeler peeler(points, inputs, wrong);
  const std::size_t fewest =
      std::max(kFewestInBox, static_cast<std::size_t>(std::ceil(kPeeled * static_cast<double>(wrong.size()))));
  Bounds box(inputs, Interval{-kInfinity, kInfinity});
  Points inside = peeler.everything();
  Bounds best = box;
  double merit = peeler.merit(inside);
  while (peeler.peel(box, inside, fewest)) {
    if (const double own = peeler.merit(inside); own >= merit) {
      merit = own;
      best = box;
    }
  }
  while (peeler.improve(best, fewest)) {
  }
  inside = peeler.inside(best);
  ScenarioBox found;
  for (const Interval& side : best) {
    const bool free = side.low == -kInfinity && side.high == kInfinity;
    found.bounds.push_back(free ? std::nullopt : std::optional(side));
  }
  found.points = inside.size();
  found.coverage = static_cast<double>(peeler.wrong_among(inside)) / static_cast<double>(all);
  found.density = static_cast<double>(peeler.wrong_among(inside)) / static_cast<double>(inside.size());
  found.harmonic_mean = peeler.merit(inside);
  return found;
}

double box_p_value(const ScenarioBox& box, std::span<const double> points, std::size_t inputs,
                   const std::vector<bool>& wrong) {
  std::vector<bool> dealt = wrong;
  std::uint32_t as_good = 0;
  for (std::uint32_t number = 1; number <= kBoxDeals; ++number) {
    deal(dealt, number);
    const auto other = scenario_box(points, inputs, dealt);
    as_good += other && other->harmonic_mean >= box.harmonic_mean ? 1 : 0;
    if (as_good == kBoxDealsAsGood) {
      return static_cast<double>(as_good) / number;
    }
  }
  return (as_good + 1.0) / (kBoxDeals + 1.0);
}

}  // namespace faultline::stats
