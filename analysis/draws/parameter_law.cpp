#include "analysis/draws/parameter_law.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/elementary.h"

namespace faultline {
namespace {

LawScale scale_of(const Uncertainty& about) {
  const bool share = about.least == 0.0 && about.most == 1.0;
  if (share) {
    return about.low > 0.0 && about.high < 1.0 ? LawScale::logit : LawScale::plain;
  }
  return about.least >= 0.0 && about.low > 0.0 ? LawScale::log : LawScale::plain;
}

double to_scale(LawScale scale, double x) {
  switch (scale) {
    case LawScale::log:
      return elementary::log(x);
    case LawScale::logit:
      return elementary::log(x / (1.0 - x));
    case LawScale::plain:
      break;
  }
  return x;
}

double from_scale(LawScale scale, double t) {
  switch (scale) {
    case LawScale::log:
      return elementary::exp(t);
    case LawScale::logit:
      return 1.0 / (1.0 + elementary::exp(-t));
    case LawScale::plain:
      break;
  }
  return t;
}

// Where a bound of the support lies on the scale; beyond everything when there is none.
double bound_on_scale(LawScale scale, double bound, bool upper) {
  const double beyond = (upper ? 1.0 : -1.0) * std::numeric_limits<double>::infinity();
  if (!std::isfinite(bound) || scale == LawScale::logit || (scale == LawScale::log && !(bound > 0.0))) {
    return beyond;
  }
  return to_scale(scale, bound);
}

}  // namespace

ParameterLaw::ParameterLaw(const Uncertainty& uncertainty) : about_(uncertainty) {
  if (about_.kind != UncertaintyKind::interval95) {
    return;
  }
  scale_ = scale_of(about_);
  const double to_end = elementary::normal_quantile(0.975);
  middle_ = to_scale(scale_, about_.value);
  below_ = (middle_ - to_scale(scale_, about_.low)) / to_end;
  above_ = (to_scale(scale_, about_.high) - middle_) / to_end;
  const double least = bound_on_scale(scale_, about_.least, false);
  const double most = bound_on_scale(scale_, about_.most, true);
  if (below_ > 0.0 && std::isfinite(least)) first_ = elementary::normal_cdf((least - middle_) / below_);
  if (above_ > 0.0 && std::isfinite(most)) last_ = elementary::normal_cdf((most - middle_) / above_);
}

double ParameterLaw::two_piece(double probability) const {
  const double z = elementary::normal_quantile(first_ + probability * (last_ - first_));
  return from_scale(scale_, middle_ + z * (z < 0.0 ? below_ : above_));
}

double ParameterLaw::triangular(double probability, double low, double high) const {
  const double at_mode = (about_.value - low) / (high - low);
  return probability < at_mode ? low + std::sqrt(probability * (high - low) * (about_.value - low))
                               : high - std::sqrt((1.0 - probability) * (high - low) * (high - about_.value));
}

double ParameterLaw::unbounded(double probability) const {
  const double half_step = about_.whole ? 0.5 : 0.0;
  const double low = about_.low - half_step;
  const double high = about_.high + half_step;
  switch (about_.kind) {
    case UncertaintyKind::uniform:
      return low + probability * (high - low);
    case UncertaintyKind::log_uniform:
      return low * elementary::exp(probability * elementary::log(high / low));
    case UncertaintyKind::triangular:
      return triangular(probability, low, high);
    case UncertaintyKind::interval95:
      break;
  }
  return two_piece(probability);
}

double ParameterLaw::quantile(double probability) const {
  double least = about_.low;
  double most = about_.high;
  if (about_.kind == UncertaintyKind::interval95) {
    least = about_.above_least ? std::nextafter(about_.least, about_.most) : about_.least;
    most = about_.most;
  }
  const double value = unbounded(probability);
  return std::clamp(about_.whole ? std::round(value) : value, least, most);
}

std::string ParameterLaw::name() const {
  switch (about_.kind) {
    case UncertaintyKind::uniform:
      return "uniform";
    case UncertaintyKind::log_uniform:
      return "log-uniform";
    case UncertaintyKind::triangular:
      return "triangular";
    case UncertaintyKind::interval95:
      break;
  }
  constexpr double kAlike = 0.02;  // halves that differ by less are rounding
  const bool two = std::abs(above_ - below_) > kAlike * std::max(above_, below_);
  const char* const law = scale_ == LawScale::log ? "lognormal" : scale_ == LawScale::logit ? "logit-normal" : "normal";
  return (two ? "two-piece " : "") + std::string(law);
}

}  // namespace faultline
