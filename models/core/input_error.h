// What is wrong with an input, said so that a person can act on it.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// One problem of one input file.
struct InputProblem {
  std::string file;        ///< path as the user gave it; empty when the input is not a file
  std::string place;       ///< JSON pointer ("/policies/0/phases"), or "line 12", or empty for the whole file
  std::string found;       ///< what stands there, already made safe to print (see printable())
  std::string problem;     ///< what is wrong with it and what is allowed, one sentence without a full stop
  std::string suggestion;  ///< nearest valid name or the way to mend it; empty when there is none

  /// "FILE:PLACE: problem (found ...); did you mean ...?" on one line.
  [[nodiscard]] std::string message() const;
};

/// Thrown at the door (loaders, never the engine) with every problem of an input at once. The command line prints the
/// messages and exits with code 3.
class InputError : public std::exception {
 public:
  explicit InputError(std::vector<InputProblem> problems);
  explicit InputError(InputProblem problem);
  [[nodiscard]] const std::vector<InputProblem>& problems() const { return problems_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::vector<InputProblem> problems_;
  std::string text_;
};

/// Text from an input made safe for a terminal: control bytes, escapes and invalid UTF-8 become \xNN, and text longer
/// than `limit` bytes is cut with an ellipsis.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 80);

}  // namespace faultline
