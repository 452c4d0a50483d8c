# Run at each build: writes faultline_build.h when version or commit changed, so that nothing is rebuilt needlessly.
# Variables: SOURCE, OUTPUT, VERSION.
execute_process(
  COMMAND git -C "${SOURCE}" rev-parse --short=12 HEAD
  OUTPUT_VARIABLE hash
  ERROR_QUIET
  OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE failed)
if(failed)
  set(hash "")
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#pragma once
#define FAULTLINE_VERSION \"${VERSION}\"
#define FAULTLINE_GIT_HASH \"${hash}\"
")
