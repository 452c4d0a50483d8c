// Collects what is wrong with an input, so that all of it is reported at once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/core/input_error.h"

namespace faultline {

/// Problems found so far. Readers add to it and go on; whoever started the reading calls throw_if_any() at the end.
class ProblemList {
 public:
  /// Past this many, problems are counted but not kept: a file of the wrong kind would drown the useful ones.
  static constexpr std::size_t kMaxKept = 100;

  void add(InputProblem problem) {
    ++count_;
    if (problems_.size() < kMaxKept) {
      problems_.push_back(std::move(problem));
    }
  }
  void add(const InputError& error) {
    for (const InputProblem& problem : error.problems()) {
      add(problem);
    }
  }
  [[nodiscard]] bool empty() const { return problems_.empty(); }
  /// No further problem is kept: readers may stop.
  [[nodiscard]] bool full() const { return problems_.size() >= kMaxKept; }
  [[nodiscard]] const std::vector<InputProblem>& problems() const { return problems_; }

  /// Throws InputError with everything collected, if there is anything.
  void throw_if_any() const {
    if (problems_.empty()) {
      return;
    }
    std::vector<InputProblem> all = problems_;
    if (count_ > all.size()) {
      all.push_back(
          {all.back().file, "", "", "and " + std::to_string(count_ - problems_.size()) + " more problems", ""});
    }
    throw InputError(std::move(all));
  }

 private:
  std::vector<InputProblem> problems_;
  std::size_t count_ = 0;
};

}  // namespace faultline
