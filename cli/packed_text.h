// Long text in a page, so that it takes little room.
#pragma once

#include <string>
#include <string_view>

namespace faultline::cli {

/// The text deflated, with zlib's head and sum, in base64: what a script inflates by DecompressionStream("deflate").
/// The same bytes for the same text and the same zlib. Throws std::bad_alloc.
[[nodiscard]] std::string packed_text(std::string_view text);

}  // namespace faultline::cli
