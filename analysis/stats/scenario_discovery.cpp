#include "analysis/stats/scenario_discovery.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace faultline::stats {
namespace {

constexpr double kPeeled = 0.05;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Bounds = std::vector<Interval>;

class Peeler {
 public:
  Peeler(std::span<const double> points, std::size_t inputs, const std::vector<bool>& wrong)
      : points_(points), inputs_(inputs), wrong_(wrong) {}

  [[nodiscard]] std::vector<std::size_t> inside(const Bounds& box) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      bool in = true;
      for (std::size_t k = 0; in && k < inputs_; ++k) {
        in = value(i, k) >= box[k].low && value(i, k) <= box[k].high;
      }
      if (in) {
        found.push_back(i);
      }
    }
    return found;
  }

  [[nodiscard]] std::size_t wrong_among(const std::vector<std::size_t>& points) const {
    return static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [this](std::size_t i) { return wrong_[i]; }));
  }

  /// Harmonic mean of coverage and density.
  [[nodiscard]] double merit(const Bounds& box) const {
    const std::vector<std::size_t> points = inside(box);
    const auto all = static_cast<double>(std::count(wrong_.begin(), wrong_.end(), true));
    return 2.0 * static_cast<double>(wrong_among(points)) / (all + static_cast<double>(points.size()));
  }

  /// The densest box that one more peel leaves; absent when each would leave fewer than `fewest` points.
  [[nodiscard]] std::optional<Bounds> peeled(const Bounds& box, std::size_t fewest) const {
    const std::vector<std::size_t> points = inside(box);
    std::optional<Bounds> best;
    double density = -1.0;
    for (std::size_t k = 0; k < inputs_; ++k) {
      for (const bool from_below : {true, false}) {
        Bounds next = box;
        if (!peel(points, k, from_below, next[k])) {
          continue;
        }
        const std::vector<std::size_t> left = inside(next);
        const double own =
            static_cast<double>(wrong_among(left)) / static_cast<double>(std::max<std::size_t>(1, left.size()));
        if (left.size() >= fewest && own > density) {
          density = own;
          best = std::move(next);
        }
      }
    }
    return best;
  }

  /// Moves every bound to where the merit is highest, the others held, as far out as that allows; whether it rose.
  [[nodiscard]] bool improve(Bounds& box, std::size_t fewest) const {
    const double before = merit(box);
    for (std::size_t k = 0; k < inputs_; ++k) {
      move_end(box, k, true, fewest);
      move_end(box, k, false, fewest);
    }
    return merit(box) > before;
  }

 private:
  void move_end(Bounds& box, std::size_t input, bool low, std::size_t fewest) const {
    double& end = low ? box[input].low : box[input].high;
    end = low ? -kInfinity : kInfinity;
    std::vector<std::size_t> points = inside(box);
    const auto depth = [&](std::size_t i) {
      return low ? -value(i, input) : value(i, input);
    };  // from the other end on
    std::sort(points.begin(), points.end(), [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
    const auto all = static_cast<double>(std::count(wrong_.begin(), wrong_.end(), true));
    double highest = -1.0;
    std::size_t wrong_so_far = 0;
    std::size_t kept = points.size();
    for (std::size_t n = 1; n <= points.size(); ++n) {
      wrong_so_far += wrong_[points[n - 1]] ? 1 : 0;
      const bool whole_level = n == points.size() || depth(points[n]) > depth(points[n - 1]);
      const double own = 2.0 * static_cast<double>(wrong_so_far) / (all + static_cast<double>(n));
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

  // Takes a twentieth of the points off one end, all that stand at one value together; false when nothing would be
  // left.
  [[nodiscard]] bool peel(const std::vector<std::size_t>& points, std::size_t input, bool from_below,
                          Interval& side) const {
    std::vector<double> values;
    for (const std::size_t i : points) {
      values.push_back(from_below ? value(i, input) : -value(i, input));
    }
    std::sort(values.begin(), values.end());
    const auto count = static_cast<std::size_t>(std::ceil(kPeeled * static_cast<double>(values.size())));
    const auto kept = std::upper_bound(values.begin(), values.end(), values[count - 1]);
    if (kept == values.end()) {
      return false;
    }
    (from_below ? side.low : side.high) = from_below ? *kept : -*kept;
    return true;
  }

  std::span<const double> points_;
  std::size_t inputs_;
  const std::vector<bool>& wrong_;
};

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
  Bounds best = box;
  double merit = peeler.merit(box);
  for (std::optional<Bounds> next = peeler.peeled(box, fewest); next; next = peeler.peeled(box, fewest)) {
    box = *std::move(next);
    if (const double own = peeler.merit(box); own >= merit) {
      merit = own;
      best = box;
    }
  }
  while (peeler.improve(best, fewest)) {
  }
  const std::vector<std::size_t> inside = peeler.inside(best);
  ScenarioBox found;
  for (const Interval& side : best) {
    const bool free = side.low == -kInfinity && side.high == kInfinity;
    found.bounds.push_back(free ? std::nullopt : std::optional(side));
  }
  found.points = inside.size();
  found.coverage = static_cast<double>(peeler.wrong_among(inside)) / static_cast<double>(all);
  found.density = static_cast<double>(peeler.wrong_among(inside)) / static_cast<double>(inside.size());
  return found;
}

}  // namespace faultline::stats
