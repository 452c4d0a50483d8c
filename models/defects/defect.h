// Defects: how likely a change carries one, and what it does when it reaches production. (model, sections 4 and 12)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace faultline {

enum class Origin : std::uint8_t { human, ai_assisted, agent, automated };
enum class ChangeKind : std::uint8_t { code, config, schema, data, infrastructure };
enum class Channel : std::uint8_t { pipeline, out_of_band, background };
enum class DefectCategory : std::uint8_t { logic, config, capacity, schema, dependency, permission, data };
enum class DefectScope : std::uint8_t { service, cell, marketplace, fleet };

inline constexpr std::size_t kOriginCount = 4;
inline constexpr std::size_t kChangeKindCount = 5;
inline constexpr std::size_t kChannelCount = 3;
inline constexpr std::size_t kDefectCategoryCount = 7;
inline constexpr std::array<std::string_view, kOriginCount> kOriginNames{"human", "ai_assisted", "agent", "automated"};
inline constexpr std::array<std::string_view, kChangeKindCount> kChangeKindNames{"code", "config", "schema", "data",
                                                                                 "infrastructure"};
inline constexpr std::array<std::string_view, kChannelCount> kChannelNames{"pipeline", "out_of_band", "background"};
inline constexpr std::array<std::string_view, kDefectCategoryCount> kDefectCategoryNames{
    "logic", "config", "capacity", "schema", "dependency", "permission", "data"};

/// Lognormal law of a duration in hours.
struct LognormalHours {
  double median_hours = 1.0;
  double log_sd = 1.0;
  friend bool operator==(const LognormalHours& a, const LognormalHours& b) = default;
};

/// Magnitude m, the share of requests a fault breaks: total (1) with a probability, else Beta(a, b).
struct MagnitudeLaw {
  double total_fraction = 0.01;
  double total_fraction_given_fleet = 0.5;
  double partial_beta_a = 1.5;
  double partial_beta_b = 25.0;
};

/// When a deployed defect starts to do harm: at once, after a time, or late. The time counts from first exposure;
/// exposure-activated defects count the integral of exposure instead of the clock.
struct ActivationLaw {
  double immediate_fraction = 0.55;
  double immediate_mean_hours = 1.0 / 6.0;
  double delayed_fraction = 0.30;
  LognormalHours delayed{3.0, 1.2};
  LognormalHours late{120.0, 1.5};
  double by_exposure_fraction = 0.3;
};

/// Where a fault strikes.
struct ScopeLaw {
  double cell_fraction = 0.30;
  double marketplace_fraction = 0.0;
  double fleet_fraction_pipeline = 0.0005;
  double fleet_fraction_out_of_band = 0.02;
};

/// P(defect) = 1 - exp(-beta * origin * kind * lines^alpha), and the attributes of a defect.
struct DefectModel {
  double beta = 0.0025;
  double alpha = 0.42;
  std::array<double, kOriginCount> origin_multiplier{1.0, 1.1, 1.1, 0.1};
  std::array<double, kChangeKindCount> kind_multiplier{1.0, 1.0, 1.0, 1.0, 1.0};
  std::array<double, kDefectCategoryCount> category_weight{0.40, 0.20, 0.10, 0.08, 0.12, 0.05, 0.05};
  MagnitudeLaw magnitude;
  ActivationLaw activation;
  ScopeLaw scope;
  double invisible_fraction = 0.15;        ///< defects that no monitor of errors can see (visible_fraction 0)
  double data_damage_fraction = 0.05;      ///< data must be unwound for hours
  double not_rollbackable_fraction = 0.2;  ///< needs a fix forward, data damage apart
  double soft_loss_fraction = 0.20;        ///< defects whose errors lose few orders
  double soft_order_loss_given_error = 0.075;
};

}  // namespace faultline
