#include "analysis/stats/stratified_copula.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kScoreStream = stable_hash("parameter draw score");
constexpr std::uint32_t kPlaceStream = stable_hash("parameter draw place");

/// Draws of one dimension, addressed by its name: two hashes, lest two names meet in one.
class NamedDraws {
 public:
  NamedDraws(std::uint64_t seed, const std::string& name)
      : seed_(seed), subject_(stable_hash(name)), detail_(stable_hash(name + "\n" + name)) {}
  [[nodiscard]] double uniform(std::size_t point, std::uint32_t stream) const {
    return KeyedDraws(seed_, static_cast<std::uint32_t>(point)).uniform(subject_, stream, detail_);
  }

 private:
  std::uint64_t seed_;
  std::uint32_t subject_;
  std::uint32_t detail_;
};

/// Each dimension's least fellow among those that pairs join.
class Joined {
 public:
  void join(std::size_t a, std::size_t b) {
    const auto [least, most] = std::minmax({least_fellow(a), least_fellow(b)});
    parent_[most] = least;
  }
  [[nodiscard]] std::size_t least_fellow(std::size_t i) const {
    for (auto up = parent_.find(i); up != parent_.end() && up->second != i; up = parent_.find(i)) i = up->second;
    return i;
  }

 private:
  std::map<std::size_t, std::size_t> parent_;
};

Joined same_unknowns(std::span<const ScorePair> pairs) {
  Joined same;
  for (const ScorePair& pair : pairs) {
    if (pair.rho == 1.0) same.join(pair.a, pair.b);
  }
  return same;
}

/// The other pairs, each of the first of its unknowns; a < b.
std::vector<ScorePair> between_unknowns(std::span<const ScorePair> pairs, const Joined& same) {
  std::vector<ScorePair> between;
  for (const ScorePair& pair : pairs) {
    if (pair.rho == 1.0) continue;
    const auto [a, b] = std::minmax({same.least_fellow(pair.a), same.least_fellow(pair.b)});
    between.push_back({a, b, pair.rho});
  }
  return between;
}

/// Dimensions that hang together by pairs, by their least member.
std::map<std::size_t, std::vector<std::size_t>> groups_of(std::span<const ScorePair> pairs) {
  Joined joined;
  for (const ScorePair& pair : pairs) joined.join(pair.a, pair.b);
  std::map<std::size_t, std::set<std::size_t>> members;
  for (const ScorePair& pair : pairs) members[joined.least_fellow(pair.a)].insert({pair.a, pair.b});
  std::map<std::size_t, std::vector<std::size_t>> groups;
  for (const auto& [least, all] : members) groups[least].assign(all.begin(), all.end());
  return groups;
}

/// Whether two pairs say different things of the same unknowns, or one of an unknown with itself.
bool at_odds(const std::vector<std::size_t>& group, std::span<const ScorePair> pairs) {
  std::map<std::pair<std::size_t, std::size_t>, double> seen;
  return std::any_of(pairs.begin(), pairs.end(), [&](const ScorePair& pair) {
    if (std::find(group.begin(), group.end(), pair.a) == group.end()) return false;
    const auto [other, fresh] = seen.emplace(std::pair(pair.a, pair.b), pair.rho);
    return pair.a == pair.b || (!fresh && other->second != pair.rho);
  });
}

Eigen::MatrixXd matrix_of(const std::vector<std::size_t>& group, std::span<const ScorePair> pairs) {
  const auto size = static_cast<Eigen::Index>(group.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(size, size);
  const auto at = [&](std::size_t dimension) {
    const auto found = std::find(group.begin(), group.end(), dimension);
    return found == group.end() ? Eigen::Index{-1} : static_cast<Eigen::Index>(found - group.begin());
  };
  for (const ScorePair& pair : pairs) {
    const Eigen::Index a = at(pair.a);
    if (a < 0) continue;
    matrix(a, at(pair.b)) = matrix(at(pair.b), a) = pair.rho;
  }
  return matrix;
}

/// Makes the scores of a group correlated. By name, so that a dimension elsewhere in the list changes nothing here.
void correlate(std::vector<std::size_t> members, std::span<const std::string> names, std::span<const ScorePair> pairs,
               std::vector<std::vector<double>>& scores) {
  std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  const Eigen::MatrixXd lower = Eigen::LLT<Eigen::MatrixXd>(matrix_of(members, pairs)).matrixL();
  for (std::size_t i = 0; i < scores.front().size(); ++i) {
    for (std::size_t m = members.size(); m-- > 0;) {  // from the last: earlier ones are still as drawn
      double score = 0.0;
      for (std::size_t k = 0; k <= m; ++k) {
        score += lower(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(k)) * scores[members[k]][i];
      }
      scores[members[m]][i] = score;
    }
  }
}

/// Points in the order of a dimension's scores take the intervals from the lowest up.
void stratify(std::span<const double> scores, const NamedDraws& draws, std::size_t dimension, std::size_t dimensions,
              std::vector<double>& points) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return scores[i] < scores[j]; });
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double within = draws.uniform(order[rank], kPlaceStream);
    points[order[rank] * dimensions + dimension] =
        (static_cast<double>(rank) + within) / static_cast<double>(order.size());
  }
}

}  // namespace

std::vector<std::size_t> contradicting_pairs(std::span<const ScorePair> pairs) {
  const Joined same = same_unknowns(pairs);
  const std::vector<ScorePair> between = between_unknowns(pairs, same);
  for (const auto& [unused, group] : groups_of(between)) {
    if (!at_odds(group, between) && Eigen::LLT<Eigen::MatrixXd>(matrix_of(group, between)).info() == Eigen::Success) {
      continue;
    }
    std::vector<std::size_t> found;
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      if (std::find(group.begin(), group.end(), same.least_fellow(pairs[p].a)) != group.end()) found.push_back(p);
    }
    return found;
  }
  return {};
}

std::vector<double> stratified_copula(std::span<const std::string> names, std::span<const ScorePair> pairs,
                                      std::size_t count, std::uint64_t seed) {
  std::vector<double> points(count * names.size());
  std::vector<std::vector<double>> scores(names.size(), std::vector<double>(count));
  std::vector<NamedDraws> draws;
  draws.reserve(names.size());
  for (const std::string& name : names) draws.emplace_back(seed, name);
  for (std::size_t d = 0; d < names.size(); ++d) {
    for (std::size_t i = 0; i < count; ++i) {
      scores[d][i] = elementary::normal_quantile(draws[d].uniform(i, kScoreStream));
    }
  }
  const Joined same = same_unknowns(pairs);
  const std::vector<ScorePair> between = between_unknowns(pairs, same);
  for (const auto& [unused, group] : groups_of(between)) correlate(group, names, between, scores);
  for (std::size_t d = 0; d < names.size(); ++d) {
    const std::size_t leader = same.least_fellow(d);
    if (leader == d) {
      stratify(scores[d], draws[d], d, names.size(), points);
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) points[i * names.size() + d] = points[i * names.size() + leader];
  }
  return points;
}

}  // namespace faultline::stats
