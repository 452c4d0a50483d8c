// One incident over time: a lane for each service that sees errors, and below them what it costs by the minute.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace faultline::report {

/// What a service goes through; each has its colour and its pattern.
enum class LaneState : std::uint8_t { affected, being_mitigated, recovering };

struct LaneSpan {
  LaneState state;
  double from_hours;  ///< since the incident began to do harm
  double to_hours;
};

struct Lane {
  std::string name;
  std::string figure;  ///< stands behind the lane, e.g. "12 % fail"
  std::vector<LaneSpan> spans;
  bool latent = false;  ///< the fault was there before it did harm
};

/// A moment named above the lanes.
struct LaneMoment {
  double hours;
  std::string name;
};

/// A rate from here to the next point.
struct LaneRate {
  double hours;
  double rate;
};

struct SwimlaneChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< for those who cannot see it; lanes and moments are appended
  std::vector<Lane> lanes;
  std::vector<LaneMoment> moments;  ///< in order of time
  std::vector<LaneRate> rates;      ///< in order of time; the last one ends the line
  std::string rate_label;
  double end_hours = 0;                  ///< the incident's end
  std::optional<double> latent_hours{};  ///< from shipping to the first harm: drawn apart, not to scale
  std::vector<std::string> notes{};
};

/// The chart as one SVG element.
[[nodiscard]] std::string swimlane_chart(const SwimlaneChart& chart);

/// The hours in the largest unit that suits the span: "min", "h" or "d", and how many hours it has.
struct TimeUnit {
  std::string name;
  double hours;
};
[[nodiscard]] TimeUnit unit_for(double span_hours);

}  // namespace faultline::report
