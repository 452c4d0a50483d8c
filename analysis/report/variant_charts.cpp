#include "analysis/report/variant_charts.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/variant_text.h"

namespace faultline::report {
namespace {

constexpr double kWideValues = 5;    // largest over smallest from which the x axis is logarithmic
constexpr double kWideFigures = 30;  // the same for the y axis

// Values in the unit of the axis.
double scaled(const VariantOutput& output, double value) {
  return output.unit == OutputUnit::share ? 100 * value : value;
}

std::string y_label(const VariantOutput& output) {
  switch (output.unit) {
    case OutputUnit::hours:
      return "hours";
    case OutputUnit::share:
      return "%";
    case OutputUnit::orders:
      return "orders";
    case OutputUnit::changes:
      break;
  }
  return "changes";
}

bool wide(const VariantComparison& comparison, std::size_t o) {
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  for (const auto& policy : comparison.policies) {
    for (const auto& figure : policy[o].figures) {
      low = figure ? std::min(low, figure->value) : low;
      high = figure ? std::max(high, figure->value) : high;
    }
  }
  return low > 0 && high > kWideFigures * low;
}

}  // namespace

LineChart variant_chart(const VariantComparison& comparison, std::size_t o) {
  const std::vector<VariantRun>& variants = comparison.variants;
  const bool by_value = variants.front().label.value.has_value();
  const double lowest = variants.front().label.value.value_or(0);
  const double highest = variants.back().label.value.value_or(0);
  const VariantOutput& output = kVariantOutputs[o];
  LineChart chart{
      .title = output_finding(comparison, o),
      .description = "",
      .x_label = by_value ? varied_name(comparison) : "variant",
      .y_label = y_label(output),
      .x_scale = lowest > 0 && highest >= kWideValues * lowest ? ScaleKind::kLogarithmic : ScaleKind::kLinear,
      .y_scale = wide(comparison, o) ? ScaleKind::kLogarithmic : ScaleKind::kLinear,
      .curves = {},
      .limit = std::nullopt,
      .notes = {},
      .marks_points = true,
      .y_from_zero = true};
  bool bands = false;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    Curve curve{comparison.run.policies[p].id, p, {}, false, "has no such figure"};
    for (std::size_t v = 0; v < variants.size(); ++v) {
      const auto& figure = comparison.policies[p][o].figures[v];
      if (!figure) {
        continue;
      }
      CurvePoint point{by_value ? *variants[v].label.value : static_cast<double>(v + 1), scaled(output, figure->value),
                       std::nullopt};
      if (figure->interval) {
        bands = true;
        point.band = stats::Interval{scaled(output, figure->interval->low), scaled(output, figure->interval->high)};
      }
      curve.points.push_back(point);
    }
    chart.curves.push_back(std::move(curve));
  }
  if (!by_value) {
    for (const VariantRun& variant : variants) {
      chart.x_names.push_back(variant.label.id);
    }
  }
  chart.notes.push_back(bands ? "Bands: simulation error, 95 % for each point. Overlap does not mean no difference."
                              : "All changes of all quarters together; no interval.");
  return chart;
}

std::vector<ChartFile> variant_charts(const VariantComparison& comparison) {
  std::vector<ChartFile> files;
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    std::string name = "variants-" + std::string(kVariantOutputs[o].name);
    std::replace(name.begin(), name.end(), '_', '-');
    files.push_back(chart_file(std::move(name), variant_chart(comparison, o)));
  }
  return files;
}

}  // namespace faultline::report
