// SPDX-License-Identifier: BSL-1.0
// The main program of every test on Boost.Test, so that none of them compiles its own.
#define BOOST_TEST_MODULE adage
#include <boost/test/unit_test.hpp>
