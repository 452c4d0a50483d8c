#include "models/io/import_rows.h"

#include <algorithm>

#include "models/io/graph_links.h"

namespace faultline {

void ImportRows::finish(std::vector<GraphNote>& notes) const {
  if (malformed_count_ == 0) {
    return;
  }
  const std::size_t all = good_ + malformed_count_;
  if (static_cast<double>(malformed_count_) > kMostMalformed * static_cast<double>(all)) {
    ProblemList problems = malformed_;
    problems.add(
        {malformed_.problems().front().file, "", "",
         std::to_string(malformed_count_) + " of " + counted(all, noun_) + " malformed: at most 5 % are skipped", ""});
    problems.throw_if_any();
  }
  add_note(notes, GraphNote::Kind::fact, malformed_count_,
           counted(malformed_count_, "malformed " + noun_) + " of " + std::to_string(all) + " skipped");
  const std::vector<InputProblem>& shown = malformed_.problems();
  for (std::size_t i = 0; i < std::min(kMostShown, shown.size()); ++i) {
    add_note(notes, GraphNote::Kind::fact, 1, printable("skipped: " + shown[i].message(), kLongestNote - 4));
  }
}

}  // namespace faultline
