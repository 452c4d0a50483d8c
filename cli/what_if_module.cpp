#include "cli/what_if_module.h"

#include "cli/scenario_location.h"
#include "cli/version.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kModule = "faultline-what-if.js";
constexpr JsonLimits kModuleLimits{std::size_t{64} << 20U, 64, 10'000'000};

fs::path find_module() {
  std::error_code error;
  const fs::path folder = program_folder();
  for (const fs::path& candidate : {folder / kModule, folder.parent_path() / "share" / "faultline" / kModule,
                                    folder.parent_path() / "what-if" / kModule}) {
    if (!folder.empty() && fs::is_regular_file(candidate, error)) {
      return candidate;
    }
  }
  throw InputError({kModule, "", "", "the simulator has not been built for pages",
                    "build it with script/build-what-if, or say with --module where it is"});
}

// What cmake/SourcesHash.cmake wrote before the module; empty when there is no such line.
std::string sources_of(const std::string& module) {
  constexpr std::string_view kLine = "const faultlineSources = \"";
  constexpr std::size_t kDigits = 64;
  const std::size_t at = module.find(kLine);
  return at == std::string::npos ? "" : module.substr(at + kLine.size(), kDigits);
}

}  // namespace

std::string what_if_module(const fs::path& named) {
  const fs::path path = named.empty() ? find_module() : named;
  std::string module = read_text_file(path.string(), kModuleLimits);
  const std::string sources = sources_of(module);
  if (sources.empty()) {
    throw InputError({path.string(), "", "", "this is not the simulator that script/build-what-if makes", ""});
  }
  if (sources != sources_sha256()) {
    constexpr std::size_t kShown = 12;
    throw InputError({path.string(), "", "sources " + printable(sources.substr(0, kShown)),
                      "the simulator for pages was made of other sources than this program, " +
                          sources_sha256().substr(0, kShown) + ", and could give other figures",
                      "build both anew: script/build-what-if, and the program"});
  }
  return module;
}

}  // namespace faultline::cli
