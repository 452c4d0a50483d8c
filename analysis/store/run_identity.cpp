#include "analysis/store/run_identity.h"

#include <fmt/format.h>

#include <vector>

#include "analysis/metric_names.h"
#include "analysis/store/blobs.h"
#include "models/core/input_error.h"

namespace faultline::store {
namespace {

std::string compared_run_name(const RunDescription& run, std::size_t c) {
  const RunCase& run_case = run.cases[c];
  return run.policies[run_case.policy].id + "/" +
         std::string(kSecondReviewerNames[static_cast<std::size_t>(run_case.second_reviewer)]);
}

std::string precision_text(const RunDescription& run) {
  const stats::PrecisionGoal& goal = run.precision;
  return goal.asked() ? fmt::format("{} within {} to {} replications", goal.relative_half_width, goal.least, goal.most)
                      : "none";
}

}  // namespace

std::string identity(const RunDescription& run, int format) {
  std::string text;
  for (const std::string& part :
       {std::string("faultline results"), std::to_string(format), run.scenario_sha256, std::to_string(run.seed),
        std::to_string(run.replications), std::to_string(run.low_replications), std::to_string(kBlockSize)}) {
    append_canonical(text, part);
  }
  for (std::size_t c = 0; c < run.cases.size(); ++c) {
    append_canonical(text, compared_run_name(run, c));
  }
  if (run.precision.asked()) {
    append_canonical(text, precision_text(run));
  }
  return text;
}

void check_same_run(const RunDescription& stored, const RunDescription& wanted, const std::filesystem::path& path) {
  std::vector<InputProblem> problems;
  const auto compare = [&](const std::string& what, const std::string& in_file, const std::string& now) {
    if (in_file != now) {
      problems.push_back({path.string(), "", in_file, "these results are of another " + what + " than " + now,
                          "start over without --resume, or choose another folder with --out"});
    }
  };
  compare("scenario (SHA-256)", stored.scenario_sha256, wanted.scenario_sha256);
  compare("seed", std::to_string(stored.seed), std::to_string(wanted.seed));
  compare("precision", precision_text(stored), precision_text(wanted));
  if (!wanted.precision.asked()) {  // otherwise their number is a result
    compare("number of replications", std::to_string(stored.replications), std::to_string(wanted.replications));
  }
  const auto cases = [](const RunDescription& run) {
    std::string text;
    for (std::size_t c = 0; c < run.cases.size(); ++c) {
      text += (c > 0 ? ", " : "") + compared_run_name(run, c);
    }
    return text;
  };
  compare("list of policies", cases(stored), cases(wanted));
  compare("build of faultline", stored.tool_version + " " + stored.git_hash,
          wanted.tool_version + " " + wanted.git_hash);
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
}

}  // namespace faultline::store
