# Targets of this project: one static library a folder, warnings as errors, no contraction of floating-point operations.

add_library(faultline_options INTERFACE)
target_compile_features(faultline_options INTERFACE cxx_std_20)
target_include_directories(faultline_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(
  faultline_options
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            -Wnon-virtual-dtor
            -Wold-style-cast
            -Woverloaded-virtual
            -Werror
            -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on concatenations of strings (gcc bug 105651, mended in 13).
  target_compile_options(faultline_options INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()

set(FAULTLINE_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
if(FAULTLINE_SANITIZE)
  target_compile_options(faultline_options INTERFACE -fsanitize=${FAULTLINE_SANITIZE} -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=all)
  target_link_options(faultline_options INTERFACE -fsanitize=${FAULTLINE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumentation makes these cry wolf in gcc 12; the plain builds check them.
    target_compile_options(faultline_options INTERFACE -Wno-maybe-uninitialized -Wno-array-bounds
                                                     -Wno-free-nonheap-object)
  endif()
endif()

# Eigen under every check takes gcc minutes and gigabytes; what is left of the checks finds faults of our own there.
if(FAULTLINE_SANITIZE)
  set_source_files_properties(models/graph/traffic.cpp PROPERTIES COMPILE_OPTIONS
                              "-O1;-fno-sanitize=null,alignment,object-size,vptr")
endif()

# The system's oneTBB is not instrumented: the one file that includes it is left out too, and says there why that is right.
if(FAULTLINE_SANITIZE MATCHES "thread")
  set_source_files_properties(sim/run/task_threads.cpp PROPERTIES COMPILE_OPTIONS "-fno-sanitize=thread")
endif()

# Builds that compile several sources as one unit (CMAKE_UNITY_BUILD in the presets of lint and the sanitizers: headers are
# read once for all of them) leave these alone: each has a name of its own that another file of its folder has too.
set(faultline_lone_sources
    analysis/capacity/working_week.cpp
    analysis/fit/demand_fit.cpp
    analysis/fit/hour_profile.cpp
    analysis/fit/size_law.cpp
    analysis/report/chart_bar.cpp
    analysis/report/chart_design.cpp
    analysis/report/chart_dots.cpp
    analysis/report/chart_frontier.cpp
    analysis/report/chart_interval.cpp
    analysis/report/chart_line.cpp
    analysis/report/chart_matrix.cpp
    analysis/report/chart_swimlane.cpp
    analysis/report/chart_tornado.cpp
    analysis/report/leadership_basis.cpp
    analysis/report/chart_waterfall.cpp
    analysis/stats/flip_point.cpp
    analysis/stats/morris.cpp
    analysis/stats/quantile_difference.cpp
    analysis/stats/sobol_indices.cpp
    analysis/store/told_tables.cpp
    analysis/sweep/latin_hypercube.cpp
    analysis/weekly_loss.cpp
    models/io/graph_bering.cpp
    models/io/graph_compose.cpp
    models/io/graph_csv.cpp
    models/io/graph_isotope.cpp
    models/io/graph_jaeger_traces.cpp
    models/io/graph_kiali.cpp
    models/io/graph_otlp.cpp
    models/io/graph_prometheus.cpp
    sim/blast/closed_form.cpp
    sim/blast/loss_table.cpp)
set_source_files_properties(${faultline_lone_sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

# faultline_library(<name> <folder> [DEPENDS <names>] [PRIVATE <library targets>]) makes faultline_<name> from the .cpp
# files that lie directly in the folder; a folder of headers alone becomes an interface library.
function(faultline_library name folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ARG_DEPENDS PREPEND faultline_)
  if(sources)
    add_library(faultline_${name} STATIC ${sources})
    target_link_libraries(faultline_${name} PUBLIC faultline_options ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
  else()
    add_library(faultline_${name} INTERFACE)
    target_link_libraries(faultline_${name} INTERFACE faultline_options ${ARG_DEPENDS} ${ARG_PRIVATE})
  endif()
endfunction()

# faultline_program(<name> <main file without .cpp> DEPENDS <names>)
function(faultline_program name main)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  list(TRANSFORM ARG_DEPENDS PREPEND faultline_)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${main}.cpp")
    add_executable(${name} "${PROJECT_SOURCE_DIR}/${main}.cpp")
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  endif()
endfunction()

# faultline_test(<name> <folder> DEPENDS <names> [PRIVATE <targets>]): one test program a folder of tests/.
function(faultline_test name folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  list(TRANSFORM ARG_DEPENDS PREPEND faultline_)
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARG_DEPENDS} ${ARG_PRIVATE} GTest::gtest GTest::gtest_main)
  set_target_properties(test_${name} PROPERTIES UNITY_BUILD OFF)
  target_precompile_headers(test_${name} PRIVATE <gtest/gtest.h> <string> <vector> <cmath>)
  target_compile_definitions(test_${name} PRIVATE FAULTLINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 120 TEST_PREFIX "${name}." PROPERTIES TIMEOUT 600)
endfunction()
