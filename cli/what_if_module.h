// The simulator as WebAssembly, as script/build-what-if makes it for pages.
#pragma once

#include <filesystem>
#include <string>

namespace faultline::cli {

/// Its text. `named`: where it is; empty: beside the program, in share/faultline of its prefix, or in the build tree
/// next to the program's own. Throws InputError when it is not there, is no such module, or was made of other sources
/// than this program, whose figures it would not give.
[[nodiscard]] std::string what_if_module(const std::filesystem::path& named);

}  // namespace faultline::cli
