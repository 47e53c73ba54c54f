// SPDX-License-Identifier: BSL-1.0
// Pieces of a stream: read and written in order, worked on in slots of their own, faults of any step thrown.
#include "engine/pipeline.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <vector>

using namespace adage;

BOOST_AUTO_TEST_CASE(pieces_keep_their_order_and_their_slots) {
  for (const unsigned threads : {0U, 1U, 2U, 64U}) {
    for (const std::size_t count : {0U, 1U, 2U, 5000U}) {
      struct Piece {
        std::size_t number = 0, square = 0;
        std::atomic<bool> busy = false;
      };
      std::vector<Piece> pieces(pipeline_slots(threads));
      std::size_t next = 0;
      bool alone = true;
      std::vector<std::size_t> written;
      run_pipeline(threads, {[&](std::size_t slot) {
                               if (next == count) return false;
                               if (pieces[slot].busy.exchange(true)) alone = false;
                               pieces[slot].number = next++;
                               return true;
                             },
                             [&](std::size_t slot) { pieces[slot].square = pieces[slot].number * pieces[slot].number; },
                             [&](std::size_t slot) {
                               written.push_back(pieces[slot].square);
                               pieces[slot].busy = false;
                             }});
      BOOST_TEST(alone);
      BOOST_REQUIRE(written.size() == count);
      for (std::size_t i = 0; i != count; ++i) BOOST_REQUIRE(written[i] == i * i);
    }
  }
}

BOOST_AUTO_TEST_CASE(faults_come_through) {
  for (const int faulty : {0, 1, 2}) {
    std::size_t read = 0, written = 0;
    const auto fault_in = [&](int step, std::size_t piece) {
      if (step == faulty && piece == 100) throw std::runtime_error("fault");
    };
    std::vector<std::size_t> numbers(pipeline_slots(2));
    const Pipeline steps{[&](std::size_t slot) {
                           fault_in(0, numbers[slot] = read++);
                           return true;
                         },
                         [&](std::size_t slot) { fault_in(1, numbers[slot]); },
                         [&](std::size_t slot) {
                           fault_in(2, numbers[slot]);
                           ++written;
                         }};
    BOOST_CHECK_THROW(run_pipeline(2, steps), std::runtime_error);
    BOOST_TEST(written <= 100U);
  }
}
