// Shades for amounts, lightest first.
#pragma once

#include <array>

#include "analysis/report/svg.h"

namespace faultline::report {

/// Viridis backwards, so that more is darker; the same in both themes, since what is filled carries no text. Readers
/// with any colour vision and greyscale printers can read it.
inline constexpr std::array<Colour, 8> kShadeRamp{{{"h0", "#fde725", "#fde725"},
                                                   {"h1", "#a0da39", "#a0da39"},
                                                   {"h2", "#4ac16d", "#4ac16d"},
                                                   {"h3", "#1fa187", "#1fa187"},
                                                   {"h4", "#277f8e", "#277f8e"},
                                                   {"h5", "#365c8d", "#365c8d"},
                                                   {"h6", "#46327e", "#46327e"},
                                                   {"h7", "#440154", "#440154"}}};

}  // namespace faultline::report
