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
  target_precompile_headers(test_${name} PRIVATE <gtest/gtest.h> <string> <vector> <cmath>)
  target_compile_definitions(test_${name} PRIVATE FAULTLINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 120 TEST_PREFIX "${name}." PROPERTIES TIMEOUT 600)
endfunction()
