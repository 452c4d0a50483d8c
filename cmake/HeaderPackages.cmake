# Packages for WebAssembly: the system's headers alone, of those that need no library. Linked into a folder of their own,
# since the rest of the system's include folder belongs to another machine.
set(FAULTLINE_SYSTEM_HEADERS /usr/include CACHE PATH "Where boost, eigen3, nlohmann and date lie")

# header_package(<target> <folder> [<include folder below it>])
function(header_package target folder)
  if(NOT EXISTS "${FAULTLINE_SYSTEM_HEADERS}/${folder}")
    message(FATAL_ERROR "${FAULTLINE_SYSTEM_HEADERS}/${folder} is missing; FAULTLINE_SYSTEM_HEADERS says where to look")
  endif()
  set(links "${CMAKE_CURRENT_BINARY_DIR}/headers")
  file(MAKE_DIRECTORY "${links}")
  file(CREATE_LINK "${FAULTLINE_SYSTEM_HEADERS}/${folder}" "${links}/${folder}" SYMBOLIC)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE "${links}" "${links}/${ARGN}")
endfunction()

header_package(Boost::headers boost)
header_package(Eigen3::Eigen eigen3 eigen3)
header_package(nlohmann_json::nlohmann_json nlohmann)
header_package(date::date date)
