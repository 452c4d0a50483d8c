// Little's law as an identity on every path: at every gate of every policy of every scenario of the library, the
// integral of how many changes are there over the horizon is the sum of the times that they spend there. Exact up to
// rounding; no false alarms.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "models/io/scenario_json.h"
#include "tests/support/silent_log.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

/// Times at which changes come to and leave each gate, cut to the horizon.
class Flow final : public support::SilentLog {
 public:
  Flow(double begin, double end) : begin_(begin), end_(end) {}

  struct Step {
    double time_hours;
    double change;
  };
  std::array<std::vector<Step>, kMaxGates> steps;
  std::array<double, kMaxGates> stays{};

  void policy_begins(PolicyId, std::uint32_t) override { *this = Flow(begin_, end_); }
  [[nodiscard]] bool wants_flow() const override { return true; }
  void gate_left(const LoggedChange&, GateId gate, double from, double to) override {
    const double first = std::max(from, begin_);
    const double last = std::min(to, end_);
    if (!(last > first)) return;
    steps[gate.index()].push_back({first, 1.0});
    steps[gate.index()].push_back({last, -1.0});
    stays[gate.index()] += last - first;
  }
  /// Of the number present.
  double integral(std::size_t gate) {
    std::vector<Step>& path = steps[gate];
    std::sort(path.begin(), path.end(), [](const Step& a, const Step& b) { return a.time_hours < b.time_hours; });
    double there = 0.0;
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      there += path[i].change;
      area += there * (path[i + 1].time_hours - path[i].time_hours);
    }
    return area;
  }

 private:
  double begin_;
  double end_;
};

class LibraryFlow : public testing::TestWithParam<std::string> {};

TEST_P(LibraryFlow, LittlesLawHoldsAtEveryGate) {
  const LoadedScenario loaded =
      load_scenario(fs::path(FAULTLINE_SOURCE_DIR) / "scenarios" / GetParam() / "scenario.json");
  const Scenario& scenario = loaded.scenario;
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 1);
  Outcome outcome = make_outcome(scenario);
  Flow flow(scenario.time.horizon_begin(), scenario.time.horizon_end());
  std::size_t gates_met = 0;
  for (std::size_t policy = 0; policy < scenario.policies.size(); ++policy) {
    const PolicyCase one{PolicyId{policy}, SecondReviewer::central};
    runner.run(0, {&one, 1}, {&outcome, 1}, &flow);
    for (std::size_t gate = 0; gate < scenario.gate_ids.size(); ++gate) {
      const double near = 1e-8 * std::max(1.0, flow.stays[gate]);
      EXPECT_NEAR(flow.integral(gate), flow.stays[gate], near) << scenario.gate_ids[gate];
      EXPECT_NEAR(outcome.gates.hours[gate], flow.stays[gate], near) << scenario.gate_ids[gate];
      gates_met += flow.stays[gate] > 0.0 ? 1U : 0U;
    }
  }
  EXPECT_GE(gates_met, 2 * scenario.policies.size()) << "review and rollout take time under every policy";
}

std::vector<std::string> library() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(FAULTLINE_SOURCE_DIR) / "scenarios")) {
    if (fs::exists(entry.path() / "scenario.json")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Library, LibraryFlow, testing::ValuesIn(library()), [](const auto& scenario) {
  std::string name = scenario.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace faultline
