# SPDX-License-Identifier: BSL-1.0
# LLVM 16 or later as one shared library: the target LLVMLibrary::LLVMLibrary, and LLVMLibrary_VERSION. LLVM's own package
# wants the language C and half a dozen other packages of those who look for it, which is much to ask of a library's user.
set(llvm_prefixes "")
foreach(version RANGE 22 16 -1)
  list(APPEND llvm_prefixes "/usr/lib/llvm-${version}" "/usr/lib64/llvm${version}" "/opt/homebrew/opt/llvm@${version}")
endforeach()
find_path(LLVMLibrary_INCLUDE_DIR llvm/ExecutionEngine/Orc/LLJIT.h
  HINTS ${LLVM_DIR}/../../../include PATHS ${llvm_prefixes} PATH_SUFFIXES include)
if(LLVMLibrary_INCLUDE_DIR AND EXISTS "${LLVMLibrary_INCLUDE_DIR}/llvm/Config/llvm-config.h")
  file(STRINGS "${LLVMLibrary_INCLUDE_DIR}/llvm/Config/llvm-config.h" line REGEX "define LLVM_VERSION_STRING")
  string(REGEX REPLACE ".*\"([0-9.]+).*" "\\1" LLVMLibrary_VERSION "${line}")
  string(REGEX REPLACE "\\..*" "" llvm_major "${LLVMLibrary_VERSION}")
  find_library(LLVMLibrary_LIBRARY NAMES "LLVM-${llvm_major}" LLVM
    HINTS "${LLVMLibrary_INCLUDE_DIR}/../lib" "${LLVMLibrary_INCLUDE_DIR}/../lib64")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LLVMLibrary
  REQUIRED_VARS LLVMLibrary_LIBRARY LLVMLibrary_INCLUDE_DIR VERSION_VAR LLVMLibrary_VERSION)
mark_as_advanced(LLVMLibrary_LIBRARY LLVMLibrary_INCLUDE_DIR)

if(LLVMLibrary_FOUND AND NOT TARGET LLVMLibrary::LLVMLibrary)
  add_library(LLVMLibrary::LLVMLibrary UNKNOWN IMPORTED)
  set_target_properties(LLVMLibrary::LLVMLibrary PROPERTIES
    IMPORTED_LOCATION "${LLVMLibrary_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${LLVMLibrary_INCLUDE_DIR}")
endif()
