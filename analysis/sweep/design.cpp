#include "analysis/sweep/design.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "models/core/elementary.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

[[noreturn]] void refuse(const std::string& found, std::string problem, std::string suggestion) {
  throw InputError({"--design", "", found, std::move(problem), std::move(suggestion)});
}

void check_cells(double cells) {
  if (cells > static_cast<double>(kMostCells)) {
    refuse("", "has more than " + std::to_string(kMostCells) + " cells", "vary less, or take fewer points");
  }
}

void check_size(DesignKind kind, std::uint32_t size, std::size_t parameters, bool second_order) {
  const bool nets = kind == DesignKind::sobol || kind == DesignKind::saltelli;
  if (nets && !std::has_single_bit(size)) {
    refuse(std::to_string(size), "the number of points must be a power of 2: others are not balanced",
           "nearest is " + std::to_string(std::bit_floor(std::max(size, 2U))) + " or " +
               std::to_string(std::bit_ceil(std::max(size, 2U))));
  }
  if (size < 2 && (nets || kind == DesignKind::latin_hypercube || kind == DesignKind::morris)) {
    refuse(std::to_string(size), "needs at least 2 points", "");
  }
  if (kind == DesignKind::latin_hypercube && size > kMostLatinPoints) {
    refuse(std::to_string(size), "a Latin hypercube may have at most " + std::to_string(kMostLatinPoints) + " points",
           "the design sobol has no such limit");
  }
  const double per_row = kind == DesignKind::saltelli ? static_cast<double>(saltelli_stride(parameters, second_order))
                         : kind == DesignKind::morris ? static_cast<double>(parameters + 1)
                                                      : 1.0;
  check_cells(per_row * size);
}

std::vector<std::uint32_t> levels_of(const std::vector<SweepParameter>& parameters) {
  std::vector<std::uint32_t> levels;
  for (const SweepParameter& parameter : parameters) {
    levels.push_back(parameter.levels > 0 ? parameter.levels : kDefaultLevels);
  }
  return levels;
}

PointSet positions(const Design& design) {
  const std::size_t dimensions = design.parameters.size();
  switch (design.kind) {
    case DesignKind::latin_hypercube:
      return latin_hypercube(design.size, dimensions, design.seed);
    case DesignKind::sobol:
      return scrambled_sobol(design.size, dimensions, design.seed);
    case DesignKind::saltelli:
      return saltelli_points(design.size, dimensions, design.second_order, design.seed);
    case DesignKind::morris:
      return morris_points(design.size, dimensions, design.seed);
    default:
      break;
  }
  const std::vector<std::uint32_t> levels = levels_of(design.parameters);
  double cells = 1.0;
  for (const std::uint32_t level : levels) {
    cells *= level;
  }
  check_cells(cells);
  return full_grid(levels);
}

PointSet tornado_values(const std::vector<SweepParameter>& parameters) {
  const std::vector<std::uint32_t> levels = levels_of(parameters);
  double cells = 1.0;
  for (const std::uint32_t level : levels) {
    cells += level;
  }
  check_cells(cells);
  PointSet values{parameters.size(), {}};
  std::vector<double> base;
  for (const SweepParameter& parameter : parameters) {
    if (!parameter.base) {
      refuse("", printable(parameter.name) + " has no single value in the scenario from which a tornado could begin",
             "write its value into the scenario, or take another design");
    }
    base.push_back(*parameter.base);
  }
  values.values = base;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    for (std::uint32_t level = 0; level < levels[p]; ++level) {
      values.values.insert(values.values.end(), base.begin(), base.end());
      const double position = levels[p] == 1 ? 0.5 : level / (levels[p] - 1.0);
      values.point(values.size() - 1)[p] = value_at(parameters[p], position);
    }
  }
  return values;
}

}  // namespace

double value_at(const SweepParameter& parameter, double position) {
  const double low = parameter.low;
  const double high = parameter.high;
  double value = parameter.logarithmic ? low * elementary::exp(position * elementary::log(high / low))
                                       : low + position * (high - low);
  value = position <= 0.0 ? low : position >= 1.0 ? high : std::clamp(value, low, high);
  return parameter.whole ? std::round(value) : value;
}

Design make_design(DesignKind kind, std::uint32_t size, bool second_order, std::uint64_t seed,
                   std::vector<SweepParameter> parameters) {
  if (kind != DesignKind::grid && kind != DesignKind::tornado) {
    check_size(kind, size, parameters.size(), second_order);
  }
  const bool sobol_pairs = kind == DesignKind::saltelli && second_order;
  Design design{kind, size, sobol_pairs, seed, std::move(parameters), {}};
  if (kind == DesignKind::tornado) {
    design.values = tornado_values(design.parameters);
  } else {
    design.values = positions(design);
    for (std::size_t cell = 0; cell < design.values.size(); ++cell) {
      const std::span<double> point = design.values.point(cell);
      for (std::size_t p = 0; p < point.size(); ++p) {
        point[p] = value_at(design.parameters[p], point[p]);
      }
    }
  }
  if (kind == DesignKind::grid || kind == DesignKind::tornado) {
    design.size = static_cast<std::uint32_t>(design.values.size());
  }
  return design;
}

}  // namespace faultline
