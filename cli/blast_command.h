// faultline blast
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace faultline::cli {

enum class BlastFormat : std::uint8_t { table, json, csv, dot };

struct BlastOptions {
  std::filesystem::path graph;
  std::string graph_format;            ///< as in `faultline import`; empty: the content decides
  std::optional<std::string> service;  ///< explain this one instead of ranking all
  BlastFormat format = BlastFormat::table;
  std::uint32_t samples = 16'384;
  std::uint64_t seed = 1;
  double orders_per_hour = 1000.0;  ///< demand behind failing requests per hour
  std::size_t top = 20;             ///< rows of the table; the other formats hold all services
};

/// Ranks the services of a graph by the share of orders that their failure hits, or explains one. Returns the exit
/// code. Throws InputError.
int run_blast(const BlastOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
