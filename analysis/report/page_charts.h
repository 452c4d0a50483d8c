// Charts as a page holds them: what every one of them would say again stands once, and alike lines and texts are told
// together. What is drawn stays the same to a tenth of a pixel.
#pragma once

#include <string>

namespace faultline::report {

/// `page` from page_begin() on, without scripts yet. Colours of dark screens move into the page's style sheet, where
/// their classes lose the prefix that keeps them apart in other people's pages.
[[nodiscard]] std::string with_lean_charts(const std::string& page);

}  // namespace faultline::report
