// The law from which an uncertain number of a scenario is drawn.
#pragma once

#include <cstdint>
#include <string>

#include "models/uncertainty.h"

namespace faultline {

/// On which scale a fit's interval is taken as normal.
enum class LawScale : std::uint8_t { plain, log, logit };

/// What a number may be, by its stated uncertainty.
///
/// An interval of 95 % is taken as a posterior of two halves, each normal on a scale that keeps the number's support:
/// the logarithm for what must not be negative, the logit for shares, plain otherwise, and plain too where the value or
/// an end lies on or beyond the support's bound. The median is the value, the quantiles at 2.5 and 97.5 % are the ends
/// of the interval, and what the field does not allow is cut off. (Two-piece normal by quantiles; compare Wallis 2014,
/// doi 10.1214/13-STS417.) A stated range is uniform, log-uniform, or triangular with its mode at the value; whole
/// numbers are rounded from a range half a step wider, so that the ends are not rarer than the rest.
class ParameterLaw {
 public:
  explicit ParameterLaw(const Uncertainty& uncertainty);

  /// The value below which the number lies with `probability`, in (0, 1).
  [[nodiscard]] double quantile(double probability) const;
  /// "lognormal", "two-piece logit-normal", "uniform", ...
  [[nodiscard]] std::string name() const;
  /// Whether it has any width.
  [[nodiscard]] bool varies() const { return about_.low < about_.high; }
  [[nodiscard]] const Uncertainty& uncertainty() const { return about_; }

 private:
  [[nodiscard]] double two_piece(double probability) const;
  /// The quantile before it is rounded to whole numbers and kept within the parameter's bounds.
  [[nodiscard]] double unbounded(double probability) const;
  [[nodiscard]] double triangular(double probability, double low, double high) const;

  Uncertainty about_;
  LawScale scale_ = LawScale::plain;
  double middle_ = 0.0;  // on the scale
  double below_ = 0.0;   // standard deviations of the two halves
  double above_ = 0.0;
  double first_ = 0.0;  // probabilities of an uncut law between which it is cut off
  double last_ = 1.0;
};

}  // namespace faultline
