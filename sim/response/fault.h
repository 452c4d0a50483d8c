// What a defect does once it is in production; drawn only when somebody asks. (model, sections 4, 5 and 12)
#pragma once

#include <array>
#include <cstdint>

#include "models/core/philox.h"
#include "models/defects/defect.h"
#include "models/defects/stealth.h"

namespace faultline {

/// Names a fault for ever: the change's ordinal and stream, or day and number of a background incident.
struct FaultKey {
  std::uint32_t subject;
  std::uint32_t stream;
};

/// Attributes that follow from the key and the channel alone.
struct FaultAttributes {
  DefectCategory category = DefectCategory::logic;
  DefectScope scope = DefectScope::service;
  double scope_rank = 0.0;  ///< uniform; chooses the marketplace when the scope is one
  double magnitude = 0.0;   ///< m within its scope, before cells divide it
  double visible_fraction = 1.0;
  double order_loss_given_error = 1.0;
  bool data_damage = false;
  bool rollbackable = true;
};

[[nodiscard]] FaultAttributes draw_fault(const DefectModel& model, const KeyedDraws& draws, FaultKey key,
                                         Channel channel);

/// How late a defect starts to do harm, counted from first exposure by the clock or by the integral of exposure.
struct Activation {
  double hours;
  bool by_exposure;
};
[[nodiscard]] Activation draw_activation(const ActivationLaw& law, const KeyedDraws& draws, FaultKey key);

/// Rank in (0, 1) of a defect's stealth in each class, tied together by the copula: 0 is the easiest to see.
[[nodiscard]] std::array<double, kDetectorClassCount> draw_stealth(const ClassMatrix& copula_lower,
                                                                   const KeyedDraws& draws, FaultKey key);

}  // namespace faultline
