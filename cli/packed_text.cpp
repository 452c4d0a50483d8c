#include "cli/packed_text.h"

#include <zlib.h>

#include <cstdint>
#include <new>
#include <vector>

namespace faultline::cli {
namespace {

std::string base64(const std::vector<Bytef>& bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      three = three << 8U | (j < bytes.size() ? bytes[j] : 0U);
    }
    for (std::size_t digit = 0; digit < 4; ++digit) {
      text += i + digit > bytes.size() ? '=' : kDigits[three >> (18U - 6U * digit) & 63U];
    }
  }
  return text;
}

}  // namespace

std::string packed_text(std::string_view text) {
  uLongf length = compressBound(static_cast<uLong>(text.size()));
  std::vector<Bytef> bytes(length);
  if (compress2(bytes.data(), &length, reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()),
                Z_BEST_COMPRESSION) != Z_OK) {
    throw std::bad_alloc();
  }
  bytes.resize(length);
  return base64(bytes);
}

}  // namespace faultline::cli
