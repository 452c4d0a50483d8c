// Service graphs from files: one interface over every format that people already have.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/business/journey.h"
#include "models/graph/service_graph.h"

namespace faultline {

/// What a reader did that its user must know: an assumption where the format is silent, or a fact about the input.
/// Notes stay with a graph that is written in the native format.
struct GraphNote {
  enum class Kind : std::uint8_t { assumption, fact };
  Kind kind = Kind::fact;
  std::size_t count = 0;  ///< to how many calls, services or journeys it applies
  std::string text;       ///< one sentence that holds the count, safe to print, at most kLongestNote bytes
};

inline constexpr std::array<std::string_view, 2> kGraphNoteKindNames{"assumption", "fact"};
inline constexpr std::size_t kLongestNote = 1000;

/// A graph as read, with all that was assumed.
struct GraphReading {
  ServiceGraph graph;
  std::vector<Journey> journeys;  ///< empty when the format or the file has none
  std::vector<GraphNote> notes;
};

/// Text of one input file and the name to use for it in messages.
struct GraphSource {
  std::string file;
  std::string text;
  bool on_disk = false;  ///< `text` is empty: whoever reads takes it from `file`, piece by piece
};

/// What the user says about a format that does not say it itself.
struct GraphOptions {
  std::map<std::string, std::string> columns;  ///< of a table: what a column means -> its name in the file
  std::string salt{};                          ///< mixed into the hashes that stand for people
};

/// A format that graphs are read from.
struct GraphFormat {
  std::string_view name;                      ///< as in `faultline import FORMAT`
  std::string_view description;               ///< one line for `faultline import --list`
  bool many_files;                            ///< several files make one graph
  bool streams;                               ///< reads files piece by piece: they may be larger than memory
  bool observed;                              ///< calls were seen or set by hand; otherwise somebody declared them
  bool (*recognises)(std::string_view text);  ///< by the beginning of a text
  GraphReading (*parse)(std::span<const GraphSource> sources, const GraphOptions& options);
};

/// All formats; the first that recognises a text reads it.
[[nodiscard]] std::span<const GraphFormat> graph_formats();

/// The format of that name, or the one that recognises the file when the name is empty. Throws InputError.
[[nodiscard]] const GraphFormat& format_of(std::string_view name, const std::filesystem::path& file);

/// Reads a graph; an empty `format` means that the content decides. Throws InputError with every problem found:
/// unreadable file, unknown format, or anything wrong inside.
[[nodiscard]] GraphReading read_graph(std::string_view format, std::span<const std::filesystem::path> files,
                                      const GraphOptions& options = {});
/// The same on texts already in memory.
[[nodiscard]] GraphReading read_graph(std::string_view format, std::span<const GraphSource> sources,
                                      const GraphOptions& options = {});

}  // namespace faultline
