#include "analysis/stats/sobol_indices.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "analysis/stats/luck_groups.h"
#include "analysis/stats/resample.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kResamples = 1000;
constexpr std::uint64_t kSeed = 0x736F626F6C696478;  // "sobolidx"
constexpr std::uint32_t kRowStream = stable_hash("rows");
constexpr std::uint32_t kGroupStream = stable_hash("groups");

// Means over rows of the products from which all indices are made.
struct Terms {
  double variance_a = 0.0;
  double variance_b = 0.0;
  double a_with_b = 0.0;
  std::vector<double> first;   // partial variances
  std::vector<double> total;   // likewise
  std::vector<double> closed;  // of pairs, both parameters together

  [[nodiscard]] double variance() const { return (variance_a + variance_b) / 2; }
};

class TermMaker {
 public:
  explicit TermMaker(const SaltelliOutputs& outputs) : outputs_(outputs), centre_(outputs.groups) {
    const auto cells = static_cast<double>(2 * outputs.rows());
    for (std::size_t row = 0; row < outputs.rows(); ++row) {
      for (std::size_t g = 0; g < outputs.groups; ++g) {
        centre_[g] += (cell(row, 0)[g] + cell(row, 1)[g]) / cells;
      }
    }
  }

  [[nodiscard]] const std::vector<double>& centre() const { return centre_; }

  [[nodiscard]] const double* cell(std::size_t row, std::size_t place) const {
    return outputs_.values.data() + (row * outputs_.stride() + place) * outputs_.groups;
  }

  [[nodiscard]] Terms terms(std::span<const std::uint32_t> rows, const LuckGroups& luck) const {
    const std::size_t k = outputs_.parameters;
    Terms sum;
    sum.first.assign(k, 0.0);
    sum.total.assign(k, 0.0);
    sum.closed.assign(outputs_.second_order ? k * (k - 1) / 2 : 0, 0.0);
    double weight = 0.0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows[row] > 0) {
        weight += rows[row];
        add_row(row, rows[row], luck, sum);
      }
    }
    // The centre is that of the same cells.
    const auto cells = static_cast<double>(2 * outputs_.rows());
    const double unbiased = cells / (cells - 1);
    sum.variance_a *= unbiased / weight;
    sum.variance_b *= unbiased / weight;
    sum.a_with_b /= weight;
    for (std::vector<double>* list : {&sum.first, &sum.total, &sum.closed}) {
      for (double& x : *list) {
        x /= weight;
      }
    }
    return sum;
  }

 private:
  void add_row(std::size_t row, double weight, const LuckGroups& luck, Terms& sum) const {
    const std::size_t k = outputs_.parameters;
    const double* const mid = centre_.data();
    const double* const a = cell(row, 0);
    const double* const b = cell(row, 1);
    sum.variance_a += weight * luck.product(a, mid, a, mid);
    sum.variance_b += weight * luck.product(b, mid, b, mid);
    const double a_with_b = luck.product(a, mid, b, mid);
    sum.a_with_b += weight * a_with_b;
    for (std::size_t i = 0; i < k; ++i) {
      const double* const ab = cell(row, 2 + i);
      double first = luck.product(b, mid, ab, a);
      double total = luck.product(a, ab, a, ab) / 2;
      if (outputs_.second_order) {
        const double* const ba = cell(row, 2 + k + i);
        first = (first + luck.product(a, mid, ba, b)) / 2;
        total = (total + luck.product(b, ba, b, ba) / 2) / 2;
      }
      sum.first[i] += weight * first;
      sum.total[i] += weight * total;
    }
    std::size_t pair = 0;
    for (std::size_t i = 0; outputs_.second_order && i < k; ++i) {
      for (std::size_t j = i + 1; j < k; ++j, ++pair) {
        const double one = luck.product(cell(row, 2 + k + i), mid, cell(row, 2 + j), mid);
        const double other = luck.product(cell(row, 2 + k + j), mid, cell(row, 2 + i), mid);
        sum.closed[pair] += weight * ((one + other) / 2 - a_with_b);
      }
    }
  }

  const SaltelliOutputs& outputs_;
  std::vector<double> centre_;  // by group: mean over A and B
};

// All figures in one row: variance, dummies, then first, total, second.
std::vector<double> figures(const Terms& terms, std::size_t parameters) {
  const double variance = terms.variance();
  std::vector<double> row{variance, terms.a_with_b / variance, 1 - terms.variance_a / variance};
  for (const double x : terms.first) {
    row.push_back(x / variance);
  }
  for (const double x : terms.total) {
    row.push_back(x / variance);
  }
  std::size_t pair = 0;
  for (std::size_t i = 0; !terms.closed.empty() && i < parameters; ++i) {
    for (std::size_t j = i + 1; j < parameters; ++j, ++pair) {
      row.push_back((terms.closed[pair] - terms.first[i] - terms.first[j]) / variance);
    }
  }
  return row;
}

// Variance of the cells' own figures over A and B, luck and all.
double variance_with_luck(const TermMaker& maker, std::size_t rows, std::size_t groups) {
  const LuckGroups all(groups);
  MomentAccumulator cells;
  for (std::size_t row = 0; row < rows; ++row) {
    cells.add(all.mean(maker.cell(row, 0)));
    cells.add(all.mean(maker.cell(row, 1)));
  }
  return cells.variance().value_or(0.0);
}

std::vector<Estimate> estimates(const TermMaker& maker, const SaltelliOutputs& outputs, double confidence) {
  const std::size_t rows = outputs.rows();
  std::vector<std::uint32_t> drawn_rows(rows, 1U);
  const std::vector<double> values = figures(maker.terms(drawn_rows, LuckGroups(outputs.groups)), outputs.parameters);
  std::vector<std::vector<double>> resampled(values.size());
  for (std::uint32_t r = 0; r < kResamples; ++r) {
    draw_resample(kSeed, r, kRowStream, drawn_rows);
    std::vector<std::uint32_t> drawn_groups(outputs.groups, 1U);
    if (outputs.groups >= kGroupsToResample) {
      draw_resample(kSeed, r, kGroupStream, drawn_groups);
    }
    const std::vector<double> again =
        figures(maker.terms(drawn_rows, LuckGroups(std::move(drawn_groups))), outputs.parameters);
    for (std::size_t f = 0; f < again.size(); ++f) {
      if (std::isfinite(again[f])) {
        resampled[f].push_back(again[f]);
      }
    }
  }
  std::vector<Estimate> result(values.size());
  for (std::size_t f = 0; f < values.size(); ++f) {
    Estimate& estimate = result[f];
    estimate.value = std::isfinite(values[f]) ? values[f] : 0.0;
    estimate.confidence = confidence;
    estimate.n = rows;
    estimate.method = outputs.groups >= kGroupsToResample ? "bootstrap of rows and luck" : "bootstrap of rows";
    if (resampled[f].size() > 1) {
      take_error_from(std::move(resampled[f]), estimate);
    }
  }
  return result;
}

void make_zero(Estimate& estimate) {
  estimate.value = 0.0;
  estimate.standard_error.reset();
  estimate.interval.reset();
}

}  // namespace

std::optional<SobolIndices> sobol_indices(const SaltelliOutputs& outputs, double confidence) {
  const std::size_t rows = outputs.rows();
  const std::size_t k = outputs.parameters;
  if (rows < 2 || k == 0 || outputs.groups == 0 ||
      !std::all_of(outputs.values.begin(), outputs.values.end(), [](double x) { return std::isfinite(x); })) {
    return std::nullopt;
  }
  const TermMaker maker(outputs);
  std::vector<Estimate> all = estimates(maker, outputs, confidence);
  SobolIndices result;
  result.variance = all[0];
  const double with_luck = variance_with_luck(maker, rows, outputs.groups);
  const double level = LuckGroups(outputs.groups).mean(maker.centre().data());
  constexpr double kRounding = 1e-24;  // squared relative error of a mean
  const bool any = with_luck > kRounding * level * level;
  result.settled = any && all[0].interval && all[0].interval->low > 0.0;
  result.luck_fraction = any ? std::clamp(1 - result.variance.value / with_luck, 0.0, 1.0) : 0.0;
  if (!result.settled) {
    std::for_each(all.begin() + 1, all.end(), make_zero);
    result.warnings.emplace_back(any ? "what the parameters do cannot be told from luck: every index is set to 0"
                                     : "the output is the same in every cell: every index is 0");
  }
  if (outputs.groups == 1) {
    result.warnings.emplace_back("one group of replications: luck is not separated from the parameters");
  } else if (outputs.groups < kGroupsToResample) {
    result.warnings.emplace_back(
        "too few replications for intervals that know of luck: they know of the sample of "
        "parameters alone");
  }
  result.dummy_first = all[1];
  result.dummy_total = all[2];
  const auto begin = all.begin() + 3;
  const auto count = static_cast<std::ptrdiff_t>(k);
  result.first.assign(begin, begin + count);
  result.total.assign(begin + count, begin + 2 * count);
  auto next = begin + 2 * count;
  for (std::size_t i = 0; next != all.end() && i < k; ++i) {
    for (std::size_t j = i + 1; j < k; ++j, ++next) {
      result.second.push_back({i, j, *next});
    }
  }
  return result;
}

}  // namespace faultline::stats
