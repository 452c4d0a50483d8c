#include "analysis/importance/forced_cases.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/importance/canary.h"
#include "analysis/importance/parts.h"
#include "analysis/importance/screening.h"

namespace faultline {

ForcedCases::ForcedCases(const Scenario& today, std::shared_ptr<const LossTable> losses, PolicyId policy,
                         const PartChoice& choice, const std::filesystem::path& file)
    : scenario_(today), policy_(policy) {
  ChosenParts chosen = choose_parts(today, *losses, policy, choice, file);
  parts_ = std::move(chosen.parts);
  notes_ = std::move(chosen.notes);
  cases_.push_back({policy_});
  std::size_t covered = 0;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    switch (parts_[p].kind) {
      case PartKind::gate:
        add_gate(p);
        break;
      case PartKind::service:
        covered += has_canary(scenario_.policies[policy_.index()], parts_[p].service) ? 1 : 0;
        add_service(p);
        break;
      case PartKind::edge:
        add_edge(p, choice.soft_coupling);
        break;
    }
  }
  if (covered > 0) {
    notes_.push_back(fmt::format("{} of the services run have a canary already.", covered));
  }
  prepared_ = std::make_unique<const PreparedScenario>(scenario_, std::move(losses));
}

void ForcedCases::add(std::size_t part, Force force, const PolicyCase& made) {
  runs_.push_back({part, force});
  cases_.push_back(made);
}

void ForcedCases::add_gate(std::size_t part) {
  PolicyCase made{policy_};
  made.forced.gate = parts_[part].gate;
  made.forced.state = ForcedState::perfect;
  add(part, Force::perfect, made);
  made.forced.state = ForcedState::failed;
  add(part, Force::failed, made);
}

void ForcedCases::add_service(std::size_t part) {
  const ServiceId service = parts_[part].service;
  PolicyCase made{policy_};
  made.forced.service = service;
  made.forced.state = ForcedState::perfect;
  add(part, Force::perfect, made);
  made.forced.state = ForcedState::failed;
  add(part, Force::failed, made);
  const std::size_t services = scenario_.graph.service_count();
  if (has_canary(scenario_.policies[policy_.index()], service)) return;
  if (!canary_) canary_ = add_canary_gate(scenario_, policy_);
  if (!canary_) return;
  PolicyCase covered{PolicyId{scenario_.policies.size()}};
  scenario_.policies.push_back(with_canary(scenario_.policies[policy_.index()], *canary_, service, services));
  add(part, Force::relief, covered);
}

void ForcedCases::add_edge(std::size_t part, double soft_coupling) {
  const Call& call = scenario_.graph.call(parts_[part].call);
  add_coupling(part, Force::perfect, 0.0);
  if (call.coupling < 1.0 && !call.async) add_coupling(part, Force::failed, 1.0);
  if (call.coupling > soft_coupling) add_coupling(part, Force::relief, soft_coupling);
}

void ForcedCases::add_coupling(std::size_t part, Force force, double coupling) {
  tables_.push_back(make_loss_table(scenario_, with_coupling(scenario_.graph, parts_[part].call, coupling)));
  PolicyCase made{policy_};
  made.forced.losses = tables_.back().get();
  add(part, force, made);
}

}  // namespace faultline
