#include "analysis/report/chart_matrix.h"

#include <gtest/gtest.h>

namespace faultline::report {
namespace {

Matrix made_matrix() {
  Matrix matrix;
  matrix.title = "t";
  matrix.rows = {"a"};
  matrix.columns = {"b"};
  matrix.values = {4};
  matrix.row_totals = {4};
  matrix.column_totals = {4};
  return matrix;
}

TEST(MatrixChart, ScalesEndAtTheLargestValueOrWhereTheyAreShared) {
  Matrix matrix = made_matrix();
  const std::string alone = matrix_chart(matrix);
  matrix.most = 16;
  const std::string shared = matrix_chart(matrix);
  EXPECT_NE(shared.find(">16</text>"), std::string::npos);
  EXPECT_EQ(alone.find(">16</text>"), std::string::npos);
  matrix.most = 1;
  EXPECT_EQ(matrix_chart(matrix), alone) << "no value lies beyond its scale";
}

}  // namespace
}  // namespace faultline::report
