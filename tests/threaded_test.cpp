// SPDX-License-Identifier: BSL-1.0
// Threaded code: the same bits as the tape, on random tapes that reuse registers as no compiler would, among them many
// with pairs that run as one step.
#include "run/threaded.hpp"

#include <boost/test/unit_test.hpp>

#include "effort.hpp"
#include "random_tape.hpp"

using namespace adage;

namespace {

template <class T>
bool all_finite(const std::vector<T>& values) {
  return std::ranges::all_of(values, [](T value) { return std::isfinite(value); });
}

/// Same bits; or, where only finite results are wanted and some is not, nothing written.
template <class T>
bool runs_alike(const Tape& tape, bool only_finite, std::uint64_t seed) {
  const Threaded<T> threaded(tape, only_finite);
  return testing::same_bits<T>(tape, seed, [&](const T* in, T* out) {
    constexpr T untouched = 7;
    std::vector<T> results(tape.outputs.size(), untouched);
    const bool made = threaded.run(in, results.data());
    if (!made) {
      BOOST_TEST_REQUIRE((only_finite && std::ranges::count(results, untouched) == std::ssize(results)));
      run_scalar(tape, in, results.data());
    }
    std::ranges::copy(results, out);
    BOOST_TEST_REQUIRE((made || !all_finite(results)));
    BOOST_TEST_REQUIRE((!only_finite || made == all_finite(results)));
    return all_finite(results);
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(random_tapes_give_the_same_bits) {
  std::size_t instructions = 0, steps = 0;
  for (std::uint64_t seed = 0; seed != 5'000 * testing::scale; ++seed) {
    const testing::RandomTape random(seed, 1 + seed % 50);
    const Tape& tape = random.tape();
    const bool only_finite = seed % 3 == 0;
    BOOST_TEST_REQUIRE(runs_alike<double>(tape, only_finite, seed), "in double, seed " << seed);
    BOOST_TEST_REQUIRE(runs_alike<float>(tape, only_finite, seed), "in float, seed " << seed);
    instructions += tape.instructions.size();
    steps += Threaded<double>(tape, false).steps();
  }
  BOOST_TEST_MESSAGE(instructions << " instructions in " << steps << " steps");
  BOOST_TEST(steps < instructions - instructions / 30);
}
