#include "analysis/sweep/tornado.h"

#include <algorithm>
#include <utility>

#include "analysis/stats/flip_point.h"
#include "analysis/stats/paired.h"

namespace faultline {
namespace {

// A cell on one parameter's axis.
struct Place {
  double value;
  CellResult cell;
};

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> difference = a;
  for (std::size_t r = 0; r < difference.size(); ++r) {
    difference[r] -= b[r];
  }
  return difference;
}

std::optional<stats::Estimate> change(const CellResult& cell, const CellResult& base, const OutputSensitivity& output) {
  const std::vector<double>& now = cell.policies[output.policy].lost_orders;
  const std::vector<double>& before = base.policies[output.policy].lost_orders;
  switch (output.output) {
    case SweepOutput::p99:
      return stats::quantile_difference(now, before, 0.99);
    case SweepOutput::saved:
      return stats::paired_difference(minus(cell.policies[0].lost_orders, now),
                                      minus(base.policies[0].lost_orders, before));
    case SweepOutput::mean:
      break;
  }
  return stats::paired_difference(now, before);
}

// With its own error, that of the base included.
stats::Estimate saving(const CellResult& cell, const OutputSensitivity& output) {
  if (output.output != SweepOutput::saved) {
    return {};
  }
  return stats::paired_difference(cell.policies[0].lost_orders, cell.policies[output.policy].lost_orders)
      .value_or(stats::Estimate{});
}

// Somewhere between two levels; where is not known.
stats::Estimate between(double low, double high) {
  stats::Estimate value;
  value.value = (low + high) / 2.0;
  value.interval = stats::Interval{low, high};
  value.warnings = {"between these levels a policy begins or ceases to deliver; where is not known"};
  return value;
}

void add_flips(const std::vector<Place>& places, std::size_t parameter, SensitivityReport& report) {
  for (std::size_t i = 1; i < places.size(); ++i) {
    const Place& low = places[i - 1];
    const Place& high = places[i];
    const std::size_t below = best_policy(low.cell);
    const std::size_t above = best_policy(high.cell);
    if (below == above) {
      continue;
    }
    const auto difference = [&](const CellResult& cell) {
      return minus(cell.policies[below].lost_orders, cell.policies[above].lost_orders);
    };
    if (auto flip = stats::flip_point(low.value, high.value, difference(low.cell), difference(high.cell))) {
      report.flips.push_back({parameter, below, above, *std::move(flip), false});
    } else {
      // The one that loses less stays so, and counts at one of the levels alone.
      report.flips.push_back({parameter, below, above, between(low.value, high.value), true});
    }
  }
}

}  // namespace

void add_tornado(const SweepFile& file, const std::vector<bool>& ran, SensitivityReport& report) {
  const Design& design = report.sweep.design;
  const CellResult base = file.read(0);
  report.best_at_base = best_policy(base);
  for (OutputSensitivity& output : report.outputs) {
    output.tornado.resize(design.parameters.size());
  }
  std::size_t cell = 1;
  for (std::size_t p = 0; p < design.parameters.size(); ++p) {
    const std::uint32_t levels = design.parameters[p].levels > 0 ? design.parameters[p].levels : kDefaultLevels;
    std::vector<Place> places{{design.values.point(0)[p], base}};
    for (std::uint32_t level = 0; level < levels && cell < ran.size(); ++level, ++cell) {
      if (!ran[cell]) {
        continue;
      }
      places.push_back({design.values.point(cell)[p], file.read(cell)});
      for (OutputSensitivity& output : report.outputs) {
        if (auto difference = change(places.back().cell, base, output)) {
          output.tornado[p].push_back(
              {places.back().value, *std::move(difference), saving(places.back().cell, output)});
        }
      }
    }
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.value < b.value; });
    add_flips(places, p, report);
    std::vector<double>& ran_at = report.levels_ran.emplace_back();
    for (const Place& place : places) {
      ran_at.push_back(place.value);
    }
  }
}

}  // namespace faultline
