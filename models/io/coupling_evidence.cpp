#include "models/io/coupling_evidence.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>

#include "models/core/input_error.h"
#include "models/io/graph_links.h"

namespace faultline {
namespace {

constexpr std::size_t kMostShown = 20;

}  // namespace

CouplingPosterior coupling_posterior(const CouplingEvidence& evidence) {
  const auto failed = static_cast<double>(evidence.failed_requests);
  const auto survived = static_cast<double>(evidence.failed_calls - evidence.failed_requests);
  const boost::math::beta_distribution<double> beta(1.0 + failed, 1.0 + survived);
  return {boost::math::mean(beta), boost::math::quantile(beta, 0.025), boost::math::quantile(beta, 0.975)};
}

void set_couplings(std::vector<Call>& calls, std::span<const CouplingEvidence> evidence,
                   const std::vector<Service>& services, std::vector<GraphNote>& notes) {
  std::vector<std::size_t> seen;
  std::size_t failed_calls = 0;
  std::size_t assumed = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i].async) {
      continue;
    }
    if (evidence[i].failed_calls == 0) {
      ++assumed;
      continue;
    }
    calls[i].coupling = coupling_posterior(evidence[i]).mean;
    failed_calls += evidence[i].failed_calls;
    seen.push_back(i);
  }
  add_note(notes, GraphNote::Kind::fact, seen.size(),
           "coupling of " + counted(seen.size(), "call") + " is the mean of a beta posterior from " +
               counted(failed_calls, "failed call") + " and whether the caller's request failed too");
  std::stable_sort(seen.begin(), seen.end(),
                   [&](std::size_t a, std::size_t b) { return evidence[a].failed_calls > evidence[b].failed_calls; });
  seen.resize(std::min(seen.size(), kMostShown));
  for (const std::size_t i : seen) {
    const CouplingPosterior posterior = coupling_posterior(evidence[i]);
    add_note(
        notes, GraphNote::Kind::fact, 1,
        fmt::format("coupling {} -> {}: {} of {} failed the caller too; Beta({}, {}), mean {:.3f}, 95 % interval "
                    "{:.3f} to {:.3f}",
                    printable(services[calls[i].caller.index()].id), printable(services[calls[i].callee.index()].id),
                    evidence[i].failed_requests, counted(evidence[i].failed_calls, "failed call"),
                    1 + evidence[i].failed_requests, 1 + evidence[i].failed_calls - evidence[i].failed_requests,
                    posterior.mean, posterior.low, posterior.high));
  }
  add_note(notes, GraphNote::Kind::assumption, assumed,
           "coupling assumed 1 (hard) for " + counted(assumed, "call") + ": none of them was seen to fail");
}

}  // namespace faultline
