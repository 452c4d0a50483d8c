// faultline generate
#pragma once

#include <filesystem>
#include <iosfwd>

#include "models/graph/generator.h"

namespace faultline::cli {

struct GenerateOptions {
  GeneratorOptions graph;
  std::filesystem::path output;  ///< empty or "-": the answer's stream
};

/// Makes a synthetic graph with published statistics. Returns the exit code. Throws InputError.
int run_generate(const GenerateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
