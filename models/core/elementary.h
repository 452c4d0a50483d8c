// exp, log, pow and the normal distribution computed the same way on every x86-64 CPU: libm chooses code by CPU, which
// would make results depend on the host. Only IEEE add, subtract, multiply, divide and square root are used.
#pragma once

namespace faultline::elementary {

/// e^x. Relative error below 4e-16; overflow gives infinity, underflow 0, NaN gives NaN.
[[nodiscard]] double exp(double x);
/// Natural logarithm. Relative error below 4e-16; 0 gives -infinity, a negative number NaN.
[[nodiscard]] double log(double x);
/// log(1 + x), accurate for small x.
[[nodiscard]] double log1p(double x);
/// e^x - 1, accurate for small x.
[[nodiscard]] double expm1(double x);
/// x^y for x >= 0: exp(y log x) with the product carried in double-double. Relative error below 1e-14 while the result is normal.
[[nodiscard]] double pow(double x, double y);
/// Standard normal distribution function, absolute error below 1e-15.
[[nodiscard]] double normal_cdf(double z);
/// Inverse of the standard normal distribution function on (0, 1): Wichura, AS 241 (PPND16), about 1e-16 relative.
[[nodiscard]] double normal_quantile(double p);

}  // namespace faultline::elementary
