#include "analysis/gate_flow.h"

namespace faultline {

void GateFlowAccumulator::add(const GateFlow& flow) {
  ++quarters_;
  for (std::size_t gate = 0; gate < gates_.size(); ++gate) {
    Sums& sums = gates_[gate];
    sums.met += flow.met[gate];
    sums.bypassed += flow.bypassed[gate];
    sums.hours += flow.hours[gate];
    for (std::size_t miss = 0; miss < kGateMissCount; ++miss) {
      sums.loss[miss].add(flow.loss[gate][miss]);
    }
  }
}

std::optional<std::vector<GateResult>> GateFlowAccumulator::result(double horizon_hours) const {
  const auto n = static_cast<double>(quarters_);
  std::vector<GateResult> results;
  for (const Sums& sums : gates_) {
    GateResult gate;
    gate.met = sums.met / n;
    gate.mean_changes = sums.hours / (n * horizon_hours);
    if (sums.met > 0) {
      gate.bypassed_fraction = sums.bypassed / sums.met;
      gate.mean_hours = sums.hours / sums.met;
    }
    for (std::size_t miss = 0; miss < kGateMissCount; ++miss) {
      auto loss = sums.loss[miss].finalize();
      if (!loss) {
        return std::nullopt;
      }
      gate.loss[miss] = *std::move(loss);
    }
    results.push_back(std::move(gate));
  }
  return results;
}

}  // namespace faultline
