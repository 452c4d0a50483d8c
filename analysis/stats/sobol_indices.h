// Which parameters the variance of an output comes from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Outputs of Saltelli's arrangement. Each row has the cells A, B, then one for each parameter with that parameter of B
/// in A, and with `second_order` one for each parameter with that of A in B; each cell has a value for each group of
/// luck (luck_groups.h; 1: the output knows no luck).
struct SaltelliOutputs {
  std::size_t parameters = 0;
  std::size_t groups = 1;
  bool second_order = false;
  std::vector<double> values{};  ///< [(row * stride + cell) * groups + group]

  [[nodiscard]] std::size_t stride() const { return 2 + parameters * (second_order ? 2 : 1); }
  [[nodiscard]] std::size_t rows() const { return values.size() / (stride() * groups); }
};

struct PairIndex {
  std::size_t a;
  std::size_t b;
  Estimate index;
};

struct SobolIndices {
  Estimate variance;  ///< of the output over the parameters' ranges, luck taken out; in the output's unit squared
  double luck_fraction = 0.0;  ///< share of luck in the variance between cells of A and B, in [0, 1]
  bool settled = false;        ///< the interval of `variance` lies above 0; otherwise every index is 0 without interval
  std::vector<Estimate> first;
  std::vector<Estimate> total;
  std::vector<PairIndex> second;  ///< of pairs a < b, beyond what each does alone
  /// A parameter that does nothing: cov(A, B) / V, and 1 - V_A / V. What is estimated for it is the error of the
  /// sample, the floor below which an index says nothing (Khorashadi Zadeh et al. 2017,
  /// doi 10.1016/j.envsoft.2017.02.001).
  Estimate dummy_first;
  Estimate dummy_total;
  std::vector<std::string> warnings;
};

inline constexpr std::size_t kGroupsToResample = 5;  ///< with fewer, intervals know of the sample of parameters alone

/// First-order indices by f_B (f_AB - f_A) (Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018, table 2 b), total
/// indices by (f_A - f_AB)^2 / 2 (Jansen 1999, doi 10.1016/S0010-4655(98)00154-4), second order by f_BA f_AB - f_A f_B
/// (Saltelli 2002, doi 10.1016/S0010-4655(02)00280-1) less both first orders; where B's mixed cells exist, both
/// directions are averaged. Every product is one of different groups of luck, so that luck adds nothing to an index.
/// Intervals are percentiles of 1,000 resamples of rows and, from kGroupsToResample on, of groups (Owen 2007, doi
/// 10.1214/07-AOAS122). Absent with fewer than 2 rows or values that are not finite.
[[nodiscard]] std::optional<SobolIndices> sobol_indices(const SaltelliOutputs& outputs,
                                                        double confidence = kConfidence);

}  // namespace faultline::stats
