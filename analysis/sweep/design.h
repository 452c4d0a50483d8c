// Which values a sweep gives to the parameters that it varies, cell by cell.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sweep/points.h"

namespace faultline {

/// One parameter on its way through the range that it is given.
struct SweepParameter {
  std::string name{};  ///< as the user wrote it
  double low = 0.0;
  double high = 0.0;
  std::optional<double> base{};  ///< its value in the scenario as it stands, where there is one
  std::uint32_t levels = 0;      ///< of a grid or a tornado; 0: not said
  bool logarithmic = false;      ///< equal steps are equal factors; low > 0
  bool whole = false;            ///< rounded to the nearest whole number

  friend bool operator==(const SweepParameter&, const SweepParameter&) = default;
};

/// The value at `position` of the range, 0 for low and 1 for high.
[[nodiscard]] double value_at(const SweepParameter& parameter, double position);

enum class DesignKind : std::uint8_t { grid, latin_hypercube, sobol, saltelli, morris, tornado, table, draws };
/// By DesignKind, as in files.
inline constexpr std::array<std::string_view, 8> kDesignNames{"grid",   "lhs",     "sobol", "saltelli",
                                                              "morris", "tornado", "csv",   "draws"};
/// Those that a sweep may ask for by name; a table comes from a file, draws from the scenario's own uncertainty.
inline constexpr std::span<const std::string_view> kAskedDesigns = std::span(kDesignNames).first(6);

inline constexpr std::uint32_t kDefaultLevels = 5;
inline constexpr std::size_t kMostCells = 1'000'000;
inline constexpr std::size_t kMostLatinPoints = 20'000;  ///< its tries take time by the square of them

/// Cells in order, each with a value for each parameter.
struct Design {
  DesignKind kind = DesignKind::grid;
  std::uint32_t size = 0;     ///< points of lhs and sobol, base rows of saltelli, trajectories of morris, draws of
                              ///< parameters (after the cell that stands as it is); otherwise cells
  bool second_order = false;  ///< saltelli alone
  std::uint64_t seed = 0;     ///< of the design's own draws
  std::vector<SweepParameter> parameters{};
  PointSet values{};  ///< not positions

  [[nodiscard]] std::size_t cells() const { return values.size(); }
};

/// The design of a kind other than `table`. A tornado begins with the base values; then each parameter in turn takes
/// its levels while the others stay; every parameter must have a base. Throws InputError when `size` does not suit the
/// kind (a power of 2 for sobol and saltelli) or the cells are more than kMostCells.
[[nodiscard]] Design make_design(DesignKind kind, std::uint32_t size, bool second_order, std::uint64_t seed,
                                 std::vector<SweepParameter> parameters);

/// A design from the text of a CSV file: a line of parameter names, then one line of values for each cell. Ranges are
/// those of the columns. Throws InputError with every line that is wrong.
[[nodiscard]] Design read_design(std::string_view text, const std::string& file);

}  // namespace faultline
