# SPDX-License-Identifier: BSL-1.0
# FLINT with what it stands on, as FLINT::FLINT. Debian's package brings no configuration of its own.
find_path(FLINT_INCLUDE_DIR flint/fmpz_mpoly.h)
find_library(FLINT_LIBRARY flint)
find_library(FLINT_MPFR_LIBRARY mpfr)
find_library(FLINT_GMP_LIBRARY gmp)
mark_as_advanced(FLINT_INCLUDE_DIR FLINT_LIBRARY FLINT_MPFR_LIBRARY FLINT_GMP_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(FLINT
  REQUIRED_VARS FLINT_LIBRARY FLINT_INCLUDE_DIR FLINT_MPFR_LIBRARY FLINT_GMP_LIBRARY)

if(FLINT_FOUND AND NOT TARGET FLINT::FLINT)
  add_library(FLINT::FLINT UNKNOWN IMPORTED)
  set_target_properties(FLINT::FLINT PROPERTIES
    IMPORTED_LOCATION "${FLINT_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${FLINT_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${FLINT_MPFR_LIBRARY};${FLINT_GMP_LIBRARY}")
endif()
