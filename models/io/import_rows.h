// Rows of an input that are malformed: counted, shown, and skipped as long as they are few.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "models/io/graph_reader.h"
#include "models/io/problem_list.h"

namespace faultline {

/// Tallies rows (spans, links, lines of a table) of all files of one import.
class ImportRows {
 public:
  /// Largest share of malformed rows that is skipped; above it the input is refused.
  static constexpr double kMostMalformed = 0.05;
  /// So many skipped rows are shown one by one; the others are counted.
  static constexpr std::size_t kMostShown = 10;

  /// `noun` names one row in messages: "span", "link".
  explicit ImportRows(std::string noun) : noun_(std::move(noun)) {}

  void good(std::size_t rows = 1) { good_ += rows; }
  void malformed(InputProblem problem) {
    malformed_.add(std::move(problem));
    ++malformed_count_;
  }
  /// One row with several problems.
  void malformed(const ProblemList& problems) {
    for (const InputProblem& problem : problems.problems()) {
      malformed_.add(problem);
    }
    ++malformed_count_;
  }

  [[nodiscard]] std::size_t good_count() const { return good_; }
  [[nodiscard]] std::size_t malformed_count() const { return malformed_count_; }

  /// Throws InputError with the malformed rows when they are more than kMostMalformed of all; else adds notes on them.
  void finish(std::vector<GraphNote>& notes) const;

 private:
  std::string noun_;
  ProblemList malformed_;
  std::size_t malformed_count_ = 0;
  std::size_t good_ = 0;
};

}  // namespace faultline
