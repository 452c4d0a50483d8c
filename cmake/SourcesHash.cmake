# Run at each build: writes what the simulator is made of, as one hash over the names and contents of its sources, in a
# header for the program and in a line of script for the module of pages, when it has changed. A module fits the program of
# the same hash alone. Variables: SOURCE, OUTPUT, SCRIPT (either may be empty).
file(GLOB_RECURSE sources RELATIVE "${SOURCE}" "${SOURCE}/models/*.cpp" "${SOURCE}/models/*.h" "${SOURCE}/sim/*.cpp"
     "${SOURCE}/sim/*.h" "${SOURCE}/web/*.cpp" "${SOURCE}/web/*.h" "${SOURCE}/web/*.js")
list(APPEND sources cmake/WhatIfModule.cmake web/pack.py)
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 "${SOURCE}/${source}" hash)
  string(APPEND all "${source} ${hash}\n")
endforeach()
string(SHA256 hash "${all}")
if(OUTPUT)
  file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#pragma once\n#define FAULTLINE_SOURCES_SHA256 \"${hash}\"\n")
endif()
if(SCRIPT)
  file(CONFIGURE OUTPUT "${SCRIPT}" CONTENT "const faultlineSources = \"${hash}\";\n")
endif()
