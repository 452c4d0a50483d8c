// What is the same for every stream of events: changes, reviews, incidents, deployments.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/fit/fit_options.h"

namespace faultline::fit {

/// The days that events of all sorts together cover, as windows without the holes between them. The windows of the
/// options where there are some.
[[nodiscard]] std::vector<Window> covered_windows(std::span<const Moment> events, const FitOptions& options);

/// Adds rate, dispersion, weekday shares and the profile of the week of events within the windows to a group, and sets
/// its period and number. Figures are named `stem` + "_per_day" and so on for the first, as they are for the rest.
void add_stream_figures(std::span<const Moment> events, std::span<const Window> windows, const FitOptions& options,
                        const std::string& stem, Group& group);

/// Rate alone.
[[nodiscard]] std::optional<Figure> stream_rate(std::span<const Moment> events, std::span<const Window> windows,
                                                const FitOptions& options, const std::string& stem);

/// The share of `events` among `trials`, with Wilson's interval.
void add_share(const std::string& name, const std::string& meaning, std::size_t events, std::size_t trials,
               Group& group);

/// Names with their shares, the most frequent first; past `most` they are added up as "other".
[[nodiscard]] Mix mix_of(const std::string& name, const std::string& meaning, const std::vector<std::string>& seen,
                         std::size_t most);

/// Leaves out the plugs whose figure could not be estimated.
void drop_missing_plugs(Findings& findings);

}  // namespace faultline::fit
