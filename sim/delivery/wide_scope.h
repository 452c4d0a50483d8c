// Changes that act on the whole fleet at once: a property of the change, known by the same draw as its defect's scope.
#pragma once

#include "models/core/philox.h"
#include "models/defects/defect.h"
#include "sim/delivery/change_table.h"

namespace faultline {

/// Share of a channel's changes that act on the whole fleet.
[[nodiscard]] constexpr double fleet_fraction(const DefectModel& model, Channel channel) {
  return channel == Channel::out_of_band ? model.scope.fleet_fraction_out_of_band
         : channel == Channel::pipeline  ? model.scope.fleet_fraction_pipeline
                                         : 0.0;
}

[[nodiscard]] constexpr bool acts_on_whole_fleet(const DefectModel& model, const KeyedDraws& draws,
                                                 std::uint32_t subject, std::uint32_t stream, Channel channel) {
  return uniform32(draws.block(subject, stream, detail_of(Purpose::fault_kind, 0))[1]) < fleet_fraction(model, channel);
}

}  // namespace faultline
