#include "analysis/fit/revert_risk.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/fit/wording.h"
#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"

namespace faultline::fit {
namespace {

constexpr std::size_t kFewestFailures = 10;
constexpr double kZ = 1.959963984540054;

double risk_at(double eta) { return -elementary::expm1(-elementary::exp(std::clamp(eta, -30.0, 3.5))); }

double hosmer_lemeshow(std::span<const double> logs, const std::vector<bool>& failed, double intercept, double slope) {
  constexpr std::size_t kGroups = 10;
  std::vector<std::size_t> order(logs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return logs[a] < logs[b]; });
  double x2 = 0.0;
  for (std::size_t g = 0; g < kGroups; ++g) {
    const std::size_t begin = g * order.size() / kGroups;
    const std::size_t end = (g + 1) * order.size() / kGroups;
    double expected = 0.0;
    double seen = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
      expected += risk_at(intercept + slope * logs[order[i]]);
      seen += failed[order[i]] ? 1.0 : 0.0;
    }
    const auto n = static_cast<double>(end - begin);
    const double variance = expected * (1.0 - expected / std::max(n, 1.0));
    if (variance > 0.0) x2 += (seen - expected) * (seen - expected) / variance;
  }
  return 1.0 - stats::chi_square_cdf(x2, static_cast<double>(kGroups - 2));
}

}  // namespace

std::optional<RiskBySize> risk_by_size(std::span<const double> lines, const std::vector<bool>& failed) {
  RiskBySize risk;
  risk.n = lines.size();
  risk.events = static_cast<std::size_t>(std::count(failed.begin(), failed.end(), true));
  if (risk.events < kFewestFailures || risk.events == risk.n || failed.size() != lines.size()) return std::nullopt;
  std::vector<double> logs;
  for (const double line : lines) logs.push_back(elementary::log(line));
  const auto [least, most] = std::minmax_element(logs.begin(), logs.end());
  if (!(*most > *least)) return std::nullopt;
  const double share = static_cast<double>(risk.events) / static_cast<double>(risk.n);
  Eigen::Vector2d theta(elementary::log(-elementary::log1p(-share)), 0.0);
  Eigen::Matrix2d information;
  bool settled = false;
  for (int round = 0; round < 50 && !settled; ++round) {
    information.setZero();
    Eigen::Vector2d score = Eigen::Vector2d::Zero();
    for (std::size_t i = 0; i < logs.size(); ++i) {
      const double eta = std::clamp(theta(0) + theta(1) * logs[i], -30.0, 3.5);
      const double rate = elementary::exp(eta);
      const double p = std::clamp(risk_at(eta), 1e-12, 1.0 - 1e-12);
      const double slope = rate * (1.0 - p);  // dp / d eta
      const double weight = slope * slope / (p * (1.0 - p));
      const double residual = ((failed[i] ? 1.0 : 0.0) - p) * slope / (p * (1.0 - p));
      const Eigen::Vector2d x(1.0, logs[i]);
      information += weight * x * x.transpose();
      score += residual * x;
    }
    const Eigen::Vector2d step = information.ldlt().solve(score);
    if (!step.allFinite()) return std::nullopt;
    theta += step * std::min(1.0, 2.0 / std::max(1e-12, step.norm()));
    settled = step.norm() < 1e-9;
  }
  const Eigen::Matrix2d covariance = information.inverse();
  if (!settled || !covariance.allFinite() || covariance(0, 0) <= 0.0 || covariance(1, 1) <= 0.0) return std::nullopt;
  risk.log_beta = theta(0);
  risk.alpha = theta(1);
  risk.log_beta_error = std::sqrt(covariance(0, 0));
  risk.alpha_error = std::sqrt(covariance(1, 1));
  risk.correlation = covariance(0, 1) / (risk.log_beta_error * risk.alpha_error);
  risk.p_value = hosmer_lemeshow(logs, failed, risk.log_beta, risk.alpha);
  return risk;
}

void add_risk_figures(const RiskBySize& risk, Group& group) {
  const std::string verdict = std::string(risk.p_value < 0.05 ? "does not fit" : "fits") +
                              " over tenths by size (Hosmer-Lemeshow p " + short_p(risk.p_value) + ")";
  Figure alpha{"alpha",
               "elasticity of the chance of being reverted to lines: P = 1 - exp(-beta lines^alpha)",
               {},
               verdict,
               risk.p_value};
  alpha.estimate.value = risk.alpha;
  alpha.estimate.standard_error = risk.alpha_error;
  alpha.estimate.interval = stats::Interval{risk.alpha - kZ * risk.alpha_error, risk.alpha + kZ * risk.alpha_error};
  alpha.estimate.n = risk.n;
  alpha.estimate.method = "complementary log-log regression, Wald; " + std::to_string(risk.events) + " reverts";
  Figure beta = alpha;
  beta.name = "beta";
  beta.meaning = "chance of being reverted of a change of one line, for small chances";
  beta.estimate.value = elementary::exp(risk.log_beta);
  beta.estimate.standard_error = beta.estimate.value * risk.log_beta_error;
  beta.estimate.interval = stats::Interval{elementary::exp(risk.log_beta - kZ * risk.log_beta_error),
                                           elementary::exp(risk.log_beta + kZ * risk.log_beta_error)};
  group.correlations.push_back({alpha.name, beta.name, risk.correlation, "inverse of the information matrix"});
  group.figures.push_back(std::move(alpha));
  group.figures.push_back(std::move(beta));
}

}  // namespace faultline::fit
