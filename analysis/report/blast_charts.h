// How far failures spread, as charts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/chart_graph_map.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_matrix.h"
#include "analysis/told_run.h"

namespace faultline::report {

/// Services that a map has room for; of more, a matrix shows the most hit ones.
inline constexpr std::size_t kMostMapped = 40;
inline constexpr std::size_t kMostInMatrix = 15;

/// One map a policy, on the same places and scales; empty when no incident was counted. The first is wide, and the one
/// of `chosen`; the others are narrow. Places are those of `graphviz`, or of layered_layout().
[[nodiscard]] std::vector<GraphMap> graph_maps(const Comparison& comparison, const ToldRun& told, std::size_t chosen,
                                               const std::optional<GraphLayout>& graphviz = std::nullopt);
/// Calls of the map, by position of services.
[[nodiscard]] std::vector<GraphEdge> mapped_calls(const ToldRun& told);

/// Incidents a quarter of the origins and victims with most of them, ordered by tier.
[[nodiscard]] std::optional<Matrix> blast_matrix(const Comparison& comparison, const ToldRun& told, std::size_t policy);

/// Share of incidents that reach more than so many services, a curve a policy; nothing without incidents.
[[nodiscard]] std::optional<LineChart> radius_chart(const Comparison& comparison, const ToldRun& told);

/// Incidents by the service that they reach.
[[nodiscard]] std::vector<std::uint64_t> incidents_reaching(const PolicyBlast& blast, std::size_t services);
/// Incidents by their faulty service.
[[nodiscard]] std::vector<std::uint64_t> incidents_starting(const PolicyBlast& blast, std::size_t services);
[[nodiscard]] std::vector<double> values_of(const std::vector<stats::Estimate>& estimates);
/// Services of which `value` is largest, largest first; those of 0 are left out.
[[nodiscard]] std::vector<std::size_t> largest(const std::vector<double>& value, std::size_t most);

}  // namespace faultline::report
