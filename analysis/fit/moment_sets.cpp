#include "analysis/fit/moment_sets.h"

#include <algorithm>
#include <limits>
#include <map>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::fit {
namespace {

// Rises that no test of one value at 5 % refuses, and that every one does.
constexpr double kSurelyIn = 2.0;
constexpr double kSurelyOut = 10.0;
constexpr double kLevel = 0.05;
constexpr std::uint32_t kDraws = 99;  // 100 x 5 % whole: the level is exact
constexpr std::uint64_t kSeed = 0x6D6F6D656E747301ULL;

}  // namespace

const MomentPoint& best_of(std::span<const MomentPoint> points) {
  return *std::min_element(points.begin(), points.end(), [](const MomentPoint& a, const MomentPoint& b) {
    return a.distance.total < b.distance.total;
  });
}

MomentResamples::MomentResamples(std::span<const MomentPoint> points, const MomentSearch& search)
    : points_(points), normals_(kDraws), search_(search) {
  const MomentPoint& best = best_of(points);
  for (std::uint32_t number = 0; number < kDraws; ++number) {
    const KeyedDraws draws(kSeed, number);
    for (std::uint32_t i = 0; i < best.likelihood->normals(); ++i) {
      normals_[number].push_back(elementary::normal_quantile(draws.uniform(i, 0, 0)));
    }
  }
  const auto at = static_cast<std::size_t>(&best - points.data());
  std::vector<double> left(kDraws);
  search.for_each(kDraws, [&](std::size_t number) {
    const auto all = distances(at, number);
    left[number] = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
                     return a.total < b.total;
                   })->quadratic;
  });
  double mean = 0.0;
  double as_far = 1.0;
  for (const double one : left) {
    mean += one / kDraws;
    as_far += one >= best.distance.quadratic ? 1.0 : 0.0;
  }
  p_value_ = as_far / (kDraws + 1.0);
  if (p_value_ <= kLevel && mean > 0.0) inflation_ = std::max(1.0, best.distance.quadratic / mean);
}

std::vector<SyntheticLikelihood::Distance> MomentResamples::distances(std::size_t from, std::size_t number) const {
  const MomentVector drawn = points_[from].likelihood->draw(normals_[number]);
  const std::span<const double> row(drawn.data(), static_cast<std::size_t>(drawn.size()));
  std::vector<SyntheticLikelihood::Distance> all;
  all.reserve(points_.size());
  for (const MomentPoint& point : points_) all.push_back(point.likelihood->distance(row));
  return all;
}

bool MomentResamples::accepts(std::int64_t label, std::size_t at, std::span<const std::int64_t> label_of,
                              double rise) const {
  std::size_t as_high = 1;
  for (std::size_t number = 0; number < kDraws; ++number) {
    double there = std::numeric_limits<double>::infinity();
    double anywhere = there;
    const auto all = distances(at, number);
    for (std::size_t i = 0; i < all.size(); ++i) {
      anywhere = std::min(anywhere, all[i].total);
      if (label_of[i] == label) there = std::min(there, all[i].total);
    }
    as_high += there - anywhere >= rise ? 1 : 0;
    if (static_cast<double>(as_high) > kLevel * (kDraws + 1.0) + 1e-9) return true;
  }
  return false;
}

std::vector<std::int64_t> MomentResamples::accepted(std::span<const std::int64_t> label_of, double inflation) const {
  std::map<std::int64_t, std::size_t> best_with;  // label to its best point
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const auto [at, is_new] = best_with.emplace(label_of[i], i);
    if (!is_new && points_[i].distance.total < points_[at->second].distance.total) at->second = i;
  }
  const double best = best_of(points_).distance.total;
  const std::vector<std::pair<std::int64_t, std::size_t>> labels(best_with.begin(), best_with.end());
  std::vector<char> kept(labels.size(), 0);
  search_.for_each(labels.size(), [&](std::size_t i) {
    const double rise = (points_[labels[i].second].distance.total - best) / inflation;
    if (rise > kSurelyOut) return;
    kept[i] = rise <= kSurelyIn || accepts(labels[i].first, labels[i].second, label_of, rise) ? 1 : 0;
  });
  std::vector<std::int64_t> in;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (kept[i] != 0) in.push_back(labels[i].first);
  }
  return in;
}

}  // namespace faultline::fit
