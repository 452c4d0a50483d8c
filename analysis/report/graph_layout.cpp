#include "analysis/report/graph_layout.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace faultline::report {
namespace {

constexpr int kSweeps = 12;

// Calls without those that close a cycle: a depth-first search finds these, in the order of the services.
class CycleBreaker {
 public:
  CycleBreaker(std::size_t services, const std::vector<GraphEdge>& calls) : callees_(services), state_(services) {
    for (const auto& [caller, callee] : calls) {
      callees_[caller].push_back(callee);
    }
    std::vector<bool> called(services, false);
    for (const auto& [caller, callee] : calls) {
      called[callee] = called[callee] || callee != caller;
    }
    for (const bool entries : {true, false}) {  // from entry points first, so that theirs are the ones left as they are
      for (std::uint32_t s = 0; s < services; ++s) {
        if (called[s] != entries && state_[s] == State::fresh) {
          visit(s);
        }
      }
    }
  }
  [[nodiscard]] std::vector<GraphEdge> forward() && { return std::move(forward_); }

 private:
  enum class State : std::uint8_t { fresh, open, done };

  // Without recursion: a chain of calls may be long.
  void visit(std::uint32_t first) {
    std::vector<std::pair<std::uint32_t, std::size_t>> path{{first, 0}};
    state_[first] = State::open;
    while (!path.empty()) {
      const std::uint32_t at = path.back().first;
      const std::size_t next = path.back().second++;
      if (next == callees_[at].size()) {
        state_[at] = State::done;
        path.pop_back();
        continue;
      }
      const std::uint32_t callee = callees_[at][next];
      if (state_[callee] == State::open) {
        if (callee != at) {
          forward_.emplace_back(callee, at);  // turned round
        }
        continue;
      }
      forward_.emplace_back(at, callee);
      if (state_[callee] == State::fresh) {
        state_[callee] = State::open;
        path.emplace_back(callee, 0);
      }
    }
  }

  std::vector<std::vector<std::uint32_t>> callees_;
  std::vector<State> state_;
  std::vector<GraphEdge> forward_;
};

// The longest way from a service that nobody calls.
std::vector<std::size_t> layers_of(std::size_t services, const std::vector<GraphEdge>& forward) {
  std::vector<std::size_t> layer(services, 0);
  for (bool moved = true; moved;) {
    moved = false;
    for (const auto& [caller, callee] : forward) {
      if (layer[callee] < layer[caller] + 1) {
        layer[callee] = layer[caller] + 1;
        moved = true;
      }
    }
  }
  return layer;
}

using Layers = std::vector<std::vector<std::uint32_t>>;

GraphLayout layout_of(const Layers& layers, std::size_t services) {
  GraphLayout layout;
  layout.places.resize(services);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    layout.heights.push_back(layers[l].size());
    for (std::size_t row = 0; row < layers[l].size(); ++row) {
      layout.places[layers[l][row]] = {l, row};
    }
  }
  return layout;
}

// How far down its layer a service stands, in (0, 1).
double height_of(const GraphLayout& layout, std::uint32_t service) {
  const GraphPlace& place = layout.places[service];
  return (static_cast<double>(place.row) + 0.5) / static_cast<double>(layout.heights[place.layer]);
}

void sort_layer(std::vector<std::uint32_t>& layer, const GraphLayout& layout,
                const std::vector<std::vector<std::uint32_t>>& neighbours) {
  std::vector<std::pair<double, std::uint32_t>> wanted;
  for (const std::uint32_t service : layer) {
    double sum = 0;
    for (const std::uint32_t other : neighbours[service]) {
      sum += height_of(layout, other);
    }
    wanted.emplace_back(neighbours[service].empty() ? height_of(layout, service)
                                                    : sum / static_cast<double>(neighbours[service].size()),
                        service);
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::transform(wanted.begin(), wanted.end(), layer.begin(), [](const auto& w) { return w.second; });
}

}  // namespace

std::size_t crossings(const GraphLayout& layout, const std::vector<GraphEdge>& calls) {
  struct Line {
    std::size_t from_layer;
    std::size_t to_layer;
    double from;
    double to;
  };
  std::vector<Line> lines;
  for (const auto& [a, b] : calls) {
    const bool turned = layout.places[a].layer > layout.places[b].layer;
    const std::uint32_t first = turned ? b : a;
    const std::uint32_t last = turned ? a : b;
    lines.push_back(
        {layout.places[first].layer, layout.places[last].layer, height_of(layout, first), height_of(layout, last)});
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size(); ++j) {
      const bool overlap = lines[i].from_layer < lines[j].to_layer && lines[j].from_layer < lines[i].to_layer;
      count += overlap && (lines[i].from - lines[j].from) * (lines[i].to - lines[j].to) < 0 ? 1 : 0;
    }
  }
  return count;
}

GraphLayout layered_layout(std::size_t services, const std::vector<GraphEdge>& calls) {
  const std::vector<GraphEdge> forward = CycleBreaker(services, calls).forward();
  const std::vector<std::size_t> layer = layers_of(services, forward);
  Layers layers(services == 0 ? 0 : *std::max_element(layer.begin(), layer.end()) + 1);
  std::vector<std::vector<std::uint32_t>> callers(services);
  std::vector<std::vector<std::uint32_t>> callees(services);
  for (std::uint32_t s = 0; s < services; ++s) {
    layers[layer[s]].push_back(s);
  }
  for (const auto& [caller, callee] : forward) {
    callers[callee].push_back(caller);
    callees[caller].push_back(callee);
  }
  GraphLayout best = layout_of(layers, services);
  std::size_t fewest = crossings(best, calls);
  for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
    const bool down = sweep % 2 == 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const std::size_t l = down ? i : layers.size() - 1 - i;
      sort_layer(layers[l], layout_of(layers, services), down ? callers : callees);
    }
    GraphLayout layout = layout_of(layers, services);
    if (const std::size_t count = crossings(layout, calls); count < fewest) {
      fewest = count;
      best = std::move(layout);
    }
  }
  return best;
}

}  // namespace faultline::report
