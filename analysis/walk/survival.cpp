#include "analysis/walk/survival.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/elementary.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

constexpr std::size_t kHuman = static_cast<std::size_t>(DetectorClass::human);
constexpr std::size_t kRuntime = static_cast<std::size_t>(DetectorClass::runtime);
constexpr int kWorkQuantiles = 128;
constexpr int kLatticePoints = 4096;
constexpr double kNever = 1.0 - 1e-15;  // a catch probability of 1 has no finite effort

/// Weights of Richtmyer's lattice: fractional parts of the roots of primes.
constexpr std::array<double, kDetectorClassCount> kRoots{1.41421356237309505, 1.73205080756887729, 2.23606797749978970,
                                                         2.64575131106459059, 3.31662479035539985};

double base_work(const ReviewPractice& practice, double rank) {
  if (practice.exponential_work) return exponential(rank, practice.base_work.median_hours);
  return lognormal(rank, practice.base_work.median_hours, practice.base_work.log_sd);
}

}  // namespace

DefectSurvival::DefectSurvival(const Scenario& scenario, ChangeKind kind, double lines, double second_reviewer_ratio)
    : correlation_(scenario.stealth.correlation) {
  for (std::size_t c = 0; c < kDetectorClassCount; ++c) {
    undetectable_[c] = scenario.stealth.undetectable_fraction[c][static_cast<std::size_t>(kind)];
  }
  const ReviewPractice& practice = scenario.organisation.review;
  const bool varies = practice.exponential_work || practice.base_work.log_sd > 0.0;
  const int nodes = varies ? kWorkQuantiles : 1;
  for (int i = 0; i < nodes; ++i) {
    const double base = base_work(practice, (i + 0.5) / nodes);
    const double hours =
        std::min(practice.max_work_hours, base + practice.hours_per_line * std::max(0.0, lines - practice.free_lines));
    review_hours_ += hours / nodes;
    const double found =
        hours > 0.0 ? std::min(attentive_catch_probability(scenario.stealth.human, lines, hours), kNever) : 0.0;
    attentive_catch_ += found / nodes;
    if (found > 0.0) {
      const ImmuneShare immune = immune_share(found, second_reviewer_ratio);
      readers_.push_back({immune.undetectable_fraction, immune.effort});
    } else {
      readers_.push_back({1.0, 0.0});
    }
  }
}

double DefectSurvival::missed_by_people(double reviews) const {
  double missed = 0.0;
  for (const Reader& reader : readers_) missed += 1.0 - caught_below_rank(reader.undetectable, reviews * reader.effort);
  return missed / static_cast<double>(readers_.size());
}

DefectSurvival::Ranks DefectSurvival::ranks(const Efforts& efforts) const {
  Ranks found_below{};
  for (std::size_t c = 0; c < kDetectorClassCount; ++c) {
    if (c != kHuman && c != kRuntime) found_below[c] = caught_below_rank(undetectable_[c], efforts[c]);
  }
  return found_below;
}

double DefectSurvival::still_there(const Efforts& efforts) const { return survival(efforts[kHuman], ranks(efforts)); }

double DefectSurvival::visible_at_runtime(const Efforts& efforts) const {
  Ranks found_below = ranks(efforts);
  const double there = survival(efforts[kHuman], found_below);
  if (!(there > 0.0)) return 0.0;
  found_below[kRuntime] = 1.0 - undetectable_[kRuntime];
  return std::clamp(1.0 - survival(efforts[kHuman], found_below) / there, 0.0, 1.0);
}

double DefectSurvival::survival(double reviews, const Ranks& found_below) const {
  bool tied = false;
  double missed = 1.0;
  for (std::size_t c = 0; c < kDetectorClassCount; ++c) {
    const bool looks = c == kHuman ? reviews > 0.0 : found_below[c] > 0.0;
    if (!looks) continue;
    missed *= c == kHuman ? missed_by_people(reviews) : 1.0 - found_below[c];
    for (std::size_t other = 0; other < c; ++other) {
      const bool looks_too = other == kHuman ? reviews > 0.0 : found_below[other] > 0.0;
      tied = tied || (looks_too && correlation_[c][other] != 0.0);
    }
  }
  if (!tied) return missed;
  Ranks key = found_below;
  key[kHuman] = reviews;
  const auto [entry, fresh] = known_.try_emplace(key, 0.0);
  if (fresh) entry->second = joint_survival(reviews, found_below);
  return entry->second;
}

// P(every class misses) for correlated normals: each class in turn conditional on those before it (Genz, "Numerical
// computation of multivariate normal probabilities", 1992), people last, because the mixture over their base work is a
// plain sum there.
double DefectSurvival::joint_survival(double reviews, const Ranks& found_below) const {
  std::vector<std::size_t> classes;
  for (std::size_t c = 0; c < kDetectorClassCount; ++c) {
    if (c != kHuman && found_below[c] > 0.0) classes.push_back(c);
  }
  if (reviews > 0.0) classes.push_back(kHuman);
  const std::size_t n = classes.size();
  std::vector<std::vector<double>> lower(n, std::vector<double>(n, 0.0));
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      double sum = correlation_[classes[row]][classes[column]];
      for (std::size_t k = 0; k < column; ++k) sum -= lower[row][k] * lower[column][k];
      lower[row][column] = row == column ? std::sqrt(std::max(sum, 1e-300)) : sum / lower[column][column];
    }
  }
  std::vector<double> border(n);  // normal score at or below which the class has found the defect
  for (std::size_t i = 0; i < n; ++i) {
    if (classes[i] != kHuman) border[i] = elementary::normal_quantile(found_below[classes[i]]);
  }
  std::vector<double> reader_border;
  if (reviews > 0.0) {
    for (const Reader& reader : readers_) {
      const double rank = caught_below_rank(reader.undetectable, reviews * reader.effort);
      reader_border.push_back(rank > 0.0 ? elementary::normal_quantile(rank)
                                         : -std::numeric_limits<double>::infinity());
    }
  }

  double sum = 0.0;
  std::vector<double> score(n);
  for (int point = 0; point < kLatticePoints; ++point) {
    double all_miss = 1.0;
    for (std::size_t i = 0; i < n; ++i) {
      double given = 0.0;
      for (std::size_t k = 0; k < i; ++k) given += lower[i][k] * score[k];
      if (classes[i] == kHuman) {
        double miss = 0.0;
        for (const double at : reader_border) miss += elementary::normal_cdf((given - at) / lower[i][i]);
        all_miss *= miss / static_cast<double>(reader_border.size());
        continue;
      }
      const double found = elementary::normal_cdf((border[i] - given) / lower[i][i]);
      all_miss *= 1.0 - found;
      if (i + 1 < n) {
        const double place = (point + 0.5) * kRoots[i];
        const double folded = std::fabs(2.0 * (place - std::floor(place)) - 1.0);
        const double rank = std::clamp(found + folded * (1.0 - found), 1e-15, kNever);
        score[i] = elementary::normal_quantile(rank);
      }
    }
    sum += all_miss;
  }
  return sum / kLatticePoints;
}

}  // namespace faultline
