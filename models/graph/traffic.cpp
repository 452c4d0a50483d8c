#include "models/graph/traffic.h"

#include <Eigen/Dense>
#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>
#include <utility>

#include "models/core/input_error.h"
#include "models/graph/condensation.h"
#ifndef _LIBCPP_VERSION
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/howard_cycle_ratio.hpp>
#endif

namespace faultline {
namespace {

constexpr std::size_t kDenseLimit = 512;  // a dense LU of this size takes some 10 ms

/// P restricted to one component, transposed: row = callee, column = caller.
struct CycleMatrix {
  std::span<const ServiceId> members;
  std::vector<Eigen::Triplet<double>> entries;
};

CycleMatrix cycle_matrix(const ServiceGraph& graph, const Condensation& condensation, std::size_t component,
                         std::vector<std::uint32_t>& local) {
  CycleMatrix matrix{condensation.members(component), {}};
  for (std::size_t i = 0; i < matrix.members.size(); ++i) {
    local[matrix.members[i].index()] = static_cast<std::uint32_t>(i);
  }
  for (const ServiceId caller : matrix.members) {
    for (const Call& call : graph.calls_from(caller)) {
      if (condensation.component_of(call.callee) == component && call.calls_per_request > 0.0) {
        matrix.entries.emplace_back(static_cast<int>(local[call.callee.index()]),
                                    static_cast<int>(local[caller.index()]), call.calls_per_request);
      }
    }
  }
  return matrix;
}

Eigen::SparseMatrix<double> sparse(const CycleMatrix& matrix) {
  const auto n = static_cast<Eigen::Index>(matrix.members.size());
  Eigen::SparseMatrix<double> result(n, n);
  result.setFromTriplets(matrix.entries.begin(), matrix.entries.end());
  return result;
}

double radius_of(const CycleMatrix& matrix) {
  const Eigen::SparseMatrix<double> routing = sparse(matrix);
  if (matrix.members.size() <= kDenseLimit) {
    return Eigen::MatrixXd(routing).eigenvalues().cwiseAbs().maxCoeff();
  }
  // Power iteration on P + I, whose only eigenvalue of largest modulus is 1 + radius. Collatz-Wielandt bounds stop it.
  Eigen::VectorXd vector = Eigen::VectorXd::Ones(routing.rows());
  double upper = 0.0;
  for (int iteration = 0; iteration < 5000; ++iteration) {
    const Eigen::VectorXd next = routing * vector + vector;
    const Eigen::ArrayXd ratio = next.array() / vector.array();
    upper = ratio.maxCoeff() - 1.0;
    if (ratio.maxCoeff() - ratio.minCoeff() <= 1e-12 * ratio.maxCoeff()) {
      break;
    }
    vector = next / next.maxCoeff();
  }
  return upper;
}

/// Columns of `right` solved for (I - P^T) x = right; an empty matrix when the solver fails.
Eigen::MatrixXd solve_cycle(const CycleMatrix& matrix, const Eigen::MatrixXd& right) {
  const Eigen::SparseMatrix<double> routing = sparse(matrix);
  if (matrix.members.size() <= kDenseLimit) {
    const auto n = static_cast<Eigen::Index>(matrix.members.size());
    return (Eigen::MatrixXd::Identity(n, n) - Eigen::MatrixXd(routing)).partialPivLu().solve(right);
  }
  Eigen::SparseMatrix<double> identity(routing.rows(), routing.cols());
  identity.setIdentity();
  const Eigen::SparseMatrix<double> system = identity - routing;
  Eigen::BiCGSTAB<Eigen::SparseMatrix<double>> solver;
  solver.setTolerance(1e-13);
  solver.setMaxIterations(2000);
  solver.compute(system);
  const Eigen::MatrixXd solution = solver.solve(right);
  if (solver.info() == Eigen::Success) {
    return solution;
  }
  Eigen::SparseLU<Eigen::SparseMatrix<double>> direct(system);
  return direct.info() == Eigen::Success ? Eigen::MatrixXd(direct.solve(right)) : Eigen::MatrixXd();
}

#ifdef _LIBCPP_VERSION
/// Boost's edges are no forward iterators, so libc++ (WebAssembly) does not compile its algorithm: no names there.
std::vector<ServiceId> heaviest_cycle(const CycleMatrix& /*matrix*/) { return {}; }
#else
/// The cycle with the largest mean of log c: Howard's algorithm, on weights shifted above 0, since Boost names no cycle
/// whose mean is 0.
std::vector<ServiceId> heaviest_cycle(const CycleMatrix& matrix) {
  using Weighted =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                            boost::property<boost::edge_weight_t, double, boost::property<boost::edge_index_t, int>>>;
  Weighted weighted(matrix.members.size());
  const auto lightest = std::min_element(matrix.entries.begin(), matrix.entries.end(),
                                         [](const auto& a, const auto& b) { return a.value() < b.value(); });
  const double shift = 1.0 - std::log(lightest->value());
  int index = 0;
  for (const Eigen::Triplet<double>& entry : matrix.entries) {
    boost::add_edge(static_cast<std::size_t>(entry.col()), static_cast<std::size_t>(entry.row()),
                    {std::log(entry.value()) + shift, index++}, weighted);
  }
  std::vector<boost::graph_traits<Weighted>::edge_descriptor> critical;
  boost::maximum_cycle_mean(weighted, get(boost::vertex_index, weighted), get(boost::edge_weight, weighted),
                            get(boost::edge_index, weighted), &critical);
  std::vector<ServiceId> cycle;
  for (const auto& edge : critical) {
    cycle.push_back(matrix.members[source(edge, weighted)]);
  }
  return cycle;
}
#endif

std::string describe(const ServiceGraph& graph, std::span<const ServiceId> cycle, double radius) {
  constexpr std::size_t kNamed = 12;
  std::string names;
  for (std::size_t i = 0; i < std::min(cycle.size(), kNamed); ++i) {
    names += printable(graph.service(cycle[i]).id) + " -> ";
  }
  if (cycle.size() > kNamed) {
    names += "... (" + std::to_string(cycle.size()) + " services) -> ";
  }
  if (!cycle.empty()) {
    names += printable(graph.service(cycle.front()).id);
  }
  return "calls multiply without end in " + (cycle.empty() ? "a cycle" : "the cycle " + names) +
         ": the spectral radius of its calls per request is " + std::to_string(radius) + " and must be below 1";
}

}  // namespace

UnstableTraffic::UnstableTraffic(const ServiceGraph& graph, std::vector<ServiceId> heaviest_cycle, double radius)
    : cycle(std::move(heaviest_cycle)), spectral_radius(radius), text(describe(graph, cycle, radius)) {}

std::vector<double> request_rates(const ServiceGraph& graph, std::span<const double> external_rates) {
  const Condensation condensation(graph);
  std::vector<double> rates(external_rates.begin(), external_rates.end());
  std::vector<std::uint32_t> local(graph.service_count());
  for (std::size_t component = 0; component < condensation.component_count(); ++component) {
    const std::span<const ServiceId> members = condensation.members(component);
    if (members.size() > 1) {
      const CycleMatrix matrix = cycle_matrix(graph, condensation, component, local);
      Eigen::MatrixXd right(static_cast<Eigen::Index>(members.size()), 2);
      for (std::size_t i = 0; i < members.size(); ++i) {
        right(static_cast<Eigen::Index>(i), 0) = rates[members[i].index()];
      }
      // x = 1 + P^T x has a positive solution if and only if the spectral radius is below 1 (Collatz and Wielandt).
      right.col(1).setOnes();
      const Eigen::MatrixXd solution = solve_cycle(matrix, right);
      if (solution.size() == 0 || !(solution.col(1).array() >= 1.0 - 1e-9).all() || !solution.allFinite()) {
        throw UnstableTraffic(graph, heaviest_cycle(matrix), std::max(1.0, radius_of(matrix)));
      }
      for (std::size_t i = 0; i < members.size(); ++i) {
        rates[members[i].index()] = std::max(0.0, solution(static_cast<Eigen::Index>(i), 0));
      }
    }
    for (const ServiceId caller : members) {
      for (const Call& call : graph.calls_from(caller)) {
        if (condensation.component_of(call.callee) != component) {
          rates[call.callee.index()] += rates[caller.index()] * call.calls_per_request;
        }
      }
    }
  }
  return rates;
}

double spectral_radius(const ServiceGraph& graph) {
  const Condensation condensation(graph);
  std::vector<std::uint32_t> local(graph.service_count());
  double radius = 0.0;
  for (std::size_t component = 0; component < condensation.component_count(); ++component) {
    if (condensation.members(component).size() > 1) {
      radius = std::max(radius, radius_of(cycle_matrix(graph, condensation, component, local)));
    }
  }
  return radius;
}

}  // namespace faultline
