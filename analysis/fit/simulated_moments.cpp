#include "analysis/fit/simulated_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "analysis/fit/moment_sets.h"
#include "models/core/elementary.h"

namespace faultline::fit {
namespace {

// Within this rise above the minimum (3.2 standard errors of one parameter) points are simulated in full: far enough
// that a resample of a point of the 95 % set finds its own minimum among them.
constexpr double kNeighbourhood = 10.0;
constexpr std::size_t kSeedsPerSetting = 3;

using Index = std::vector<std::size_t>;

/// The lattice of one step.
class Lattice {
 public:
  Lattice(const MomentModel& model, std::span<const ParameterBounds> bounds, double step)
      : model_(model), bounds_(bounds), step_(step) {
    for (const ParameterBounds& bound : bounds) {
      sizes_.push_back(static_cast<std::size_t>(elementary::log(bound.high / bound.low) / step + 1e-9) + 1);
    }
  }

  [[nodiscard]] std::vector<double> at(const Index& index) const {
    std::vector<double> parameters;
    for (std::size_t axis = 0; axis < index.size(); ++axis) {
      parameters.push_back(bounds_[axis].low * elementary::exp(step_ * static_cast<double>(index[axis])));
    }
    return parameters;
  }
  [[nodiscard]] bool holds(const Index& index, std::size_t setting) const {
    for (std::size_t axis = 0; axis < index.size(); ++axis) {
      if (index[axis] >= sizes_[axis]) return false;
    }
    return !model_.allowed || model_.allowed(at(index), setting);
  }
  /// Calls `visit` for every allowed index.
  template <class Visit>
  void every(std::size_t setting, Visit visit) const {
    Index index(sizes_.size(), 0);
    for (;;) {
      if (holds(index, setting)) visit(index);
      std::size_t axis = 0;
      while (axis < index.size() && ++index[axis] == sizes_[axis]) index[axis++] = 0;
      if (axis == index.size()) return;
    }
  }
  /// Calls `visit` for those that differ by at most one step on each axis, itself included.
  template <class Visit>
  void around(const Index& centre, std::size_t setting, Visit visit) const {
    std::size_t combinations = 1;
    for (std::size_t axis = 0; axis < centre.size(); ++axis) combinations *= 3;
    for (std::size_t code = 0; code < combinations; ++code) {
      Index index = centre;
      std::size_t rest = code;
      bool inside = true;
      for (std::size_t axis = 0; axis < centre.size(); ++axis, rest /= 3) {
        inside = inside && (rest % 3 != 0 || index[axis] > 0);
        index[axis] += rest % 3 - 1;  // wraps back: 0 - 1 is never used
      }
      if (inside && holds(index, setting)) visit(index);
    }
  }

 private:
  const MomentModel& model_;
  std::span<const ParameterBounds> bounds_;
  double step_;
  Index sizes_;
};

using Place = std::pair<std::size_t, Index>;  // setting and index

/// A rough distance from few replications: no covariance, and a variance that leans on the usual one.
double rough_distance(std::span<const double> rows, std::span<const double> observed,
                      std::span<const double> usual_variance) {
  const std::size_t k = observed.size();
  const double count = static_cast<double>(rows.size()) / static_cast<double>(k);
  double distance = 0.0;
  for (std::size_t j = 0; j < k; ++j) {
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t r = j; r < rows.size(); r += k) mean += rows[r] / count;
    for (std::size_t r = j; r < rows.size(); r += k) square += (rows[r] - mean) * (rows[r] - mean);
    const double variance = square / count + usual_variance[j];
    distance += (observed[j] - mean) * (observed[j] - mean) / variance + elementary::log(variance);
  }
  return distance;
}

std::vector<double> usual_variances(std::span<const std::vector<double>> scouted, std::size_t k) {
  std::vector<double> usual;
  for (std::size_t j = 0; j < k; ++j) {
    std::vector<double> variances;
    for (const std::vector<double>& rows : scouted) {
      const double count = static_cast<double>(rows.size()) / static_cast<double>(k);
      double mean = 0.0;
      double square = 0.0;
      for (std::size_t r = j; r < rows.size(); r += k) mean += rows[r] / count;
      for (std::size_t r = j; r < rows.size(); r += k) square += (rows[r] - mean) * (rows[r] - mean);
      variances.push_back(square / count);
    }
    const auto middle = variances.begin() + static_cast<std::ptrdiff_t>(variances.size() / 2);
    std::nth_element(variances.begin(), middle, variances.end());
    usual.push_back(0.25 * *middle + 1e-4);
  }
  return usual;
}

/// Whether a search from one would soon reach the other: seeds that are not close do not all lie in one basin.
bool are_close(const Index& a, const Index& b) {
  constexpr std::size_t kSteps = 3;
  std::size_t apart = 0;
  for (std::size_t axis = 0; axis < a.size(); ++axis) {
    apart = std::max(apart, a[axis] > b[axis] ? a[axis] - b[axis] : b[axis] - a[axis]);
  }
  return apart < kSteps;
}

/// Search over one lattice after another.
class Search {
 public:
  Search(const MomentModel& model, std::span<const double> observed, std::span<const ParameterBounds> bounds,
         const MomentSearch& search)
      : model_(model), observed_(observed), bounds_(bounds), search_(search) {}

  /// The best places of each setting by a rough look at the whole lattice.
  [[nodiscard]] std::vector<Place> scout(const Lattice& lattice) const {
    std::vector<Place> places;
    for (std::size_t setting = 0; setting < model_.settings; ++setting) {
      lattice.every(setting, [&](const Index& index) { places.emplace_back(setting, index); });
    }
    if (places.empty()) return {};
    std::vector<std::vector<double>> rows(places.size());
    search_.for_each(places.size(), [&](std::size_t i) {
      rows[i] = model_.simulate(lattice.at(places[i].second), places[i].first, search_.scout_replications);
    });
    const std::vector<double> usual = usual_variances(rows, observed_.size());
    std::vector<std::pair<double, Place>> order;
    for (std::size_t i = 0; i < places.size(); ++i) {
      order.emplace_back(rough_distance(rows[i], observed_, usual), places[i]);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::vector<Place>> taken(model_.settings);
    std::vector<Place> best;
    for (const auto& [distance, place] : order) {
      std::vector<Place>& own = taken[place.first];
      const auto beside = [&index = place.second](const Place& other) { return are_close(index, other.second); };
      if (own.size() == kSeedsPerSetting || std::any_of(own.begin(), own.end(), beside)) continue;
      own.push_back(place);
      best.push_back(place);
    }
    return best;
  }

  /// Simulates in full from the seeds outwards, as far as the distance stays near its minimum.
  [[nodiscard]] std::vector<MomentPoint> spread(const Lattice& lattice, std::vector<Place> wave) const {
    std::map<Place, std::size_t> known;  // place to its point
    std::vector<MomentPoint> points;
    while (!wave.empty()) {
      const std::size_t first = points.size();
      for (const Place& place : wave) {
        known.emplace(place, points.size());
        points.emplace_back();
        points.back().setting = place.first;
        points.back().index = place.second;
      }
      search_.for_each(wave.size(), [&](std::size_t i) {
        MomentPoint& point = points[first + i];
        const std::vector<double> rows = model_.simulate(lattice.at(point.index), point.setting, search_.replications);
        point.likelihood.emplace(rows, model_);
        point.distance = point.likelihood->distance(observed_);
      });
      wave = next_wave(lattice, known, points);
    }
    return points;
  }

  [[nodiscard]] std::vector<Place> next_wave(const Lattice& lattice, const std::map<Place, std::size_t>& known,
                                             const std::vector<MomentPoint>& points) const {
    const double within = best_of(points).distance.total + kNeighbourhood * inflation_bound(points);
    std::map<Place, bool> wanted;
    for (const MomentPoint& point : points) {
      if (!(point.distance.total <= within)) continue;
      for (std::size_t setting = 0; setting < model_.settings; ++setting) {
        const Place there{setting, point.index};
        if (!known.contains(there) && lattice.holds(point.index, setting)) wanted[there] = true;
      }
      lattice.around(point.index, point.setting, [&](const Index& index) {
        if (!known.contains({point.setting, index})) wanted[{point.setting, index}] = true;
      });
    }
    std::vector<Place> wave;
    for (const auto& [place, is_wanted] : wanted) wave.push_back(place);
    return wave;
  }

 private:
  // The distance left over what chance leaves, before that is known exactly.
  [[nodiscard]] double inflation_bound(const std::vector<MomentPoint>& points) const {
    return std::max(1.0, best_of(points).distance.quadratic / static_cast<double>(observed_.size()) / 2.0);
  }

  const MomentModel& model_;
  std::span<const double> observed_;
  std::span<const ParameterBounds> bounds_;
  const MomentSearch& search_;
};

std::size_t near_points(const std::vector<MomentPoint>& points) {
  const double best = best_of(points).distance.total;
  return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [best](const MomentPoint& point) {
    return point.distance.total <= best + kNeighbourhood;
  }));
}

/// The same places on a lattice of half the step, of the best points of each setting.
std::vector<Place> finer(std::vector<MomentPoint> points) {
  std::stable_sort(points.begin(), points.end(),
                   [](const MomentPoint& a, const MomentPoint& b) { return a.distance.total < b.distance.total; });
  std::map<std::size_t, std::size_t> taken;
  std::vector<Place> seeds;
  for (const MomentPoint& point : points) {
    if (taken[point.setting]++ >= kSeedsPerSetting) continue;
    Index index = point.index;
    for (std::size_t& i : index) i *= 2;
    seeds.emplace_back(point.setting, std::move(index));
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

/// Values of a target on a lattice: exp(offset + step x label).
struct Labels {
  const MomentTarget& target;
  double offset = 0.0;
  double step;
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();

  [[nodiscard]] std::int64_t of(const Index& index) const {
    std::int64_t label = 0;
    for (std::size_t axis = 0; axis < index.size(); ++axis) {
      label += target.powers[axis] * static_cast<std::int64_t>(index[axis]);
    }
    return label;
  }
  [[nodiscard]] double value(double label) const { return elementary::exp(offset + step * label); }
};

TargetSet target_set(const MomentTarget& target, const Lattice& lattice, double step,
                     std::span<const ParameterBounds> bounds, const std::vector<MomentPoint>& points,
                     const MomentResamples& resamples, double inflation) {
  Labels labels{.target = target, .step = step};
  for (std::size_t axis = 0; axis < bounds.size(); ++axis) {
    labels.offset += target.powers[axis] * elementary::log(bounds[axis].low);
  }
  lattice.every(0, [&](const Index& index) {
    labels.first = std::min(labels.first, labels.of(index));
    labels.last = std::max(labels.last, labels.of(index));
  });
  std::vector<std::int64_t> label_of;
  for (const MomentPoint& point : points) label_of.push_back(labels.of(point.index));
  const std::vector<std::int64_t> kept = resamples.accepted(label_of, inflation);
  const double beside = 1.0;  // what lies between the last value kept and the first refused was not tried
  return {labels.value(static_cast<double>(labels.of(best_of(points).index))),
          labels.value(static_cast<double>(kept.front()) - beside),
          labels.value(static_cast<double>(kept.back()) + beside), kept.front() <= labels.first + 1,
          kept.back() + 1 >= labels.last};
}

}  // namespace

std::optional<MomentFit> fit_simulated_moments(const MomentModel& model, std::span<const double> observed,
                                               std::span<const ParameterBounds> bounds,
                                               std::span<const MomentTarget> targets, const MomentSearch& search) {
  for (const double moment : observed) {
    if (!std::isfinite(moment)) return std::nullopt;
  }
  for (const ParameterBounds& bound : bounds) {
    if (!(bound.low > 0.0 && bound.high >= bound.low && std::isfinite(bound.high))) return std::nullopt;
  }
  const Search looking(model, observed, bounds, search);
  double step = search.first_step;
  std::vector<Place> seeds = looking.scout(Lattice(model, bounds, step));
  if (seeds.empty()) return std::nullopt;
  std::vector<MomentPoint> points = looking.spread(Lattice(model, bounds, step), seeds);
  std::size_t simulated = points.size();
  while (step > search.last_step * 1.5 && near_points(points) < search.enough_points) {
    step /= 2.0;
    points = looking.spread(Lattice(model, bounds, step), finer(std::move(points)));
    simulated += points.size();
  }
  const MomentResamples resamples(points, search);
  const MomentPoint& best = best_of(points);
  MomentFit fit;
  const Lattice lattice(model, bounds, step);
  fit.parameters = lattice.at(best.index);
  fit.setting = best.setting;
  fit.p_value = resamples.p_value();
  fit.inflation = resamples.inflation();
  fit.step = step;
  fit.points = simulated;
  for (const MomentTarget& target : targets) {
    fit.targets.push_back(target_set(target, lattice, step, bounds, points, resamples, fit.inflation));
  }
  return fit;
}

}  // namespace faultline::fit
