#include "analysis/fit/wording.h"

#include <cstdio>

namespace faultline::fit {

std::string short_number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}

std::string short_p(double p) {
  if (p < 0.001) return "< 0.001";
  char text[32];
  std::snprintf(text, sizeof text, "= %.2g", p);
  return text;
}

}  // namespace faultline::fit
