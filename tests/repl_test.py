# SPDX-License-Identifier: BSL-1.0
"""The session as a person types it, through a pseudo-terminal."""
import os
import shutil
import signal
import sys
import tempfile
import unittest

try:
    import pexpect
except ImportError:
    sys.exit("python3-pexpect is missing")

ADAGE = os.environ["ADAGE"]
PROMPT = "adage> "
MORE = r"  \.\.\.> "


class Session(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home)
        self.start()

    def start(self, **env):
        environment = {**os.environ, "HOME": self.home, "XDG_STATE_HOME": self.home + "/state", "TERM": "xterm",
                       "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **env}
        self.shell = pexpect.spawn(ADAGE, env=environment, encoding="utf-8", timeout=30, dimensions=(24, 100), cwd=self.home)
        self.shell.expect_exact(PROMPT)
        self.addCleanup(self.shell.close)

    def type(self, line, prompt=PROMPT):
        """What a line shows, its echo excluded."""
        self.shell.sendline(line)
        self.shell.expect_exact(line + "\r\n" if prompt == PROMPT else "\r\n")
        self.shell.expect(prompt)
        return self.shell.before.replace("\r\n", "\n").strip("\n")

    def end(self):
        self.shell.expect(pexpect.EOF)
        self.shell.close()
        return self.shell.exitstatus

    def test_expressions_are_simplified(self):
        self.assertEqual(self.type("x + x"), "2*x")
        self.assertEqual(self.type("1/(1 + exp(-x))"), "sigmoid(x)")
        self.assertEqual(self.type("sin(1)"), "sin(1)  ≈ 0.8414709848078965")
        self.assertEqual(self.type("1/3 + 1/3"), "2/3")
        self.assertEqual(self.type("x > x + 1 or true"), "true")
        self.assertEqual(self.type("β + β"), "2*β")

    def test_the_graph(self):
        self.type("f(x) = x*sin(x)")
        self.assertEqual(self.type(":graph f(x)"), "%0 = x\n%1 = sin %0\n%2 = * %0 %1")
        self.assertEqual(self.type(":graph f"), "%0 = x\n%1 = sin %0\n%2 = * %0 %1")
        self.assertEqual(self.type(":graph f(x) -o dag.dot"), "")
        with open(self.home + "/dag.dot") as file:
            self.assertTrue(file.read().startswith("digraph"))
        self.assertIn("adjoint", self.type(":graph x + 1 --at x=1"))

    def test_definitions_and_the_last_result(self):
        self.assertEqual(self.type("f(x; a = 2) = a*x^2"), "")
        self.assertEqual(self.type("f'(x)"), "4*x")
        self.assertEqual(self.type("_ + 1"), "4*x + 1")
        self.assertEqual(self.type("g(x) = 2*_"), "")
        self.assertEqual(self.type(":vars"), "f(x; a = 2) = a*x^2\ng(x) = 2*(4*x + 1)")
        self.assertEqual(self.type("g(1)"), "10")

    def test_checks(self):
        self.assertEqual(self.type("check tanh'(x) == 1 - tanh(x)^2"), "proved")
        self.assertTrue(self.type("check x^2 == x").startswith("refuted\n    at x = "))

    def test_diagnostics_point(self):
        self.assertEqual(self.type("1 + sin x"),
                         "input:1:5: error[function-without-brackets]: a function takes its argument in brackets\n"
                         " 1 | 1 + sin x\n   |     ^~~~~\n  = write: sin(x)")
        self.assertEqual(self.type("x + x"), "2*x")

    def test_an_open_bracket_continues_on_the_next_line(self):
        self.type("max(0,", MORE)
        self.assertEqual(self.type("x)"), "relu(x)")
        self.type("f(x) = (x +", MORE)
        self.type("1", MORE)
        self.type(")")
        self.assertEqual(self.type("f(1)"), "2")
        self.type("max(0,", MORE)
        self.assertIn("what was opened here is not closed", self.type(""))

    def test_interrupt_ends_the_line_and_not_the_session(self):
        self.shell.send("max(0, x")
        self.shell.expect_exact("max(0, x")
        self.shell.sendintr()
        self.shell.expect_exact("^C\r\n")
        self.shell.expect_exact(PROMPT)
        self.assertEqual(self.type("x + x"), "2*x")
        self.type("max(0,", MORE)
        self.shell.sendintr()
        self.shell.expect_exact(PROMPT)
        self.assertEqual(self.type("y + y"), "2*y")

    def test_end_of_input_ends_the_session(self):
        self.shell.sendeof()
        self.assertEqual(self.end(), 0)

    def test_quitting(self):
        for word in [":quit", ":q", "quit", "exit"]:
            self.start()
            self.shell.sendline(word)
            self.assertEqual(self.end(), 0, word)

    def test_completion(self):
        self.shell.send("softp\t")
        self.shell.expect_exact("lus(")
        self.shell.send("x) - softplus(x)\r")
        self.shell.expect_exact("\r\n0\r\n")
        self.shell.expect_exact(PROMPT)
        self.type("my_function(x) = x^2")
        self.shell.send("my_\t3)\r")
        self.shell.expect_exact("\r\n9\r\n")
        self.shell.expect_exact(PROMPT)
        self.shell.send(":func\t tanh\r")
        self.shell.expect_exact("hyperbolic tangent")
        self.shell.expect_exact(PROMPT)
        self.shell.send("asi\t")
        self.shell.expect("n$")
        self.shell.send("\t")
        self.shell.expect(r"asin\( +asinh\(")
        self.shell.sendintr()
        self.shell.expect_exact(PROMPT)

    def test_completion_of_options_and_files(self):
        with open(self.home + "/a_script_with_a_long_name.adage", "w") as file:
            file.write("k = 42\n")
        self.shell.send(":load a_scr\t\r")
        self.shell.expect_exact("1 definition from a_script_with_a_long_name.adage")
        self.shell.expect_exact(PROMPT)
        self.assertEqual(self.type("k"), "42")
        self.shell.send(":diff x^3*y --w\t x\r")
        self.shell.expect_exact("3*x^2*y")
        self.shell.expect_exact(PROMPT)

    def test_history_lasts(self):
        self.type("x + x + x")
        self.shell.sendline(":quit")
        self.assertEqual(self.end(), 0)
        with open(self.home + "/state/adage/history") as file:
            self.assertEqual(file.read(), "x + x + x\n:quit\n")
        self.assertEqual(os.stat(self.home + "/state/adage/history").st_mode & 0o777, 0o600)
        self.start()
        self.shell.send("\x1b[A\x1b[A\r")
        self.shell.expect_exact("\r\n3*x\r\n")
        self.shell.expect_exact(PROMPT)

    def test_history_without_a_home_is_said_once(self):
        self.start(HOME="/proc/nowhere", XDG_STATE_HOME="")
        self.assertIn("note: no history is kept", self.type("x + x"))
        self.assertEqual(self.type("x + x"), "2*x")

    def test_saving_and_loading(self):
        self.type("u = x^2 + 1")
        self.type("leaky(x; alpha = 0.01) = where(x > 0, x, alpha*x)")
        self.assertEqual(self.type(":save mine.adage"), "2 definitions in mine.adage")
        self.start()
        self.assertEqual(self.type(":vars"), "nothing is defined yet; every name is a variable")
        self.assertEqual(self.type(":load mine.adage"), "2 definitions from mine.adage")
        self.assertEqual(self.type("leaky(-1)"), "-0.01")
        self.assertEqual(self.type(":vars"), "u = x^2 + 1\nleaky(x; alpha = 0.01) = where(x > 0, x, alpha*x)")
        self.assertEqual(self.type(":load mine.adage"), "2 definitions from mine.adage")
        self.assertIn("No such file", self.type(":load nothing.adage"))
        self.assertIn("cannot write", self.type(":save /nonexistent/file"))

    def test_redefining_and_forgetting(self):
        self.type("f(x) = x")
        self.type("g(x) = f(x)")
        self.assertIn("error[in-use]", self.type("f(x) = 2*x"))
        self.assertIn("in use", self.type(":forget f"))
        self.assertEqual(self.type(":forget g"), "")
        self.assertEqual(self.type("f(x) = 2*x"), "")
        self.assertEqual(self.type("f(1)"), "2")
        self.type(":forget *")
        self.assertIn("nothing is defined", self.type(":vars"))

    def test_timing(self):
        self.type(":time on")
        self.assertRegex(self.type("x + x"), r"^2\*x\ntime: \S+ (µs|ms|s)$")
        self.type(":time off")
        self.assertEqual(self.type("x + x"), "2*x")
        self.assertIn(":time on or :time off", self.type(":time perhaps"))

    def test_commands_of_the_command_line(self):
        self.type("f(x) = x^2*y")
        self.assertEqual(self.type(":diff f(x) --wrt x"), "2*x*y")
        self.assertEqual(self.type(":eval f(x) + 0 --at x=3 --at y=1 --grad"), "9\nd/dx = 6\nd/dy = 9")
        self.assertEqual(self.type(":eval --at x=2 x'"), self.type(":eval x' --at x=2"))
        self.assertEqual(self.type(":eval tanh'(x) --at x=0"), "1")
        self.assertIn("cannot read /none.npy", self.type(":map w = 2*x --input-x /none.npy --output-w w.npy"))
        self.assertEqual(self.type(":simplify x + x"), "2*x")
        self.assertEqual(self.type(":show -x"), "-\n  x")
        self.assertIn("option", self.type(":eval x --frmat json"))
        self.assertIn("did you mean `:simplify`?", self.type(":simplfy x"))
        self.assertIn("a formula is missing", self.type(":diff"))

    def test_cards(self):
        self.type("f(x; a = 2) = max(0, a*x)")
        card = self.type(":analyze f --no-timing")
        self.assertIn("kink at 0, slopes 0 | 2", card)
        self.assertIn("all of (-inf, 0)", card)
        table = self.type(":compare f tanh gelu --by lipschitz --no-timing")
        self.assertEqual([line.split()[0] for line in table.splitlines()[-3:]], ["tanh", "gelu", "f"])
        self.assertIn("a formula is missing", self.type(":analyze"))

    def test_help(self):
        text = self.type(":help")
        for name in ["help", "vars", "load", "save", "time", "quit", "eval", "diff", "check", "functions"]:
            self.assertIn(f"\n  :{name}", text)
        self.assertEqual(self.type("help"), text)
        self.assertIn(":eval EXPR", self.type(":help eval"))
        self.assertIn("hyperbolic tangent", self.type(":help tanh"))
        self.assertIn("there is no help", self.type(":help frobnicate"))

    def test_colours(self):
        self.start(NO_COLOR="")
        self.shell.sendline("sin x")
        self.shell.expect_exact("\x1b[1;31merror")
        self.shell.expect_exact(PROMPT)

    def test_odd_input(self):
        for line in ["", "   ", "#", ";", ":", ": help", "::", "\\", "`", "'", '"', ")" * 50, "é" * 200, "x" * 3000]:
            self.shell.sendline(line)
            self.shell.expect_exact(PROMPT)
        self.assertTrue(self.type("x + x").endswith("2*x"))

    def test_a_wide_window_change_does_not_end_the_line(self):
        self.shell.send("x +")
        self.shell.expect_exact("x +")
        self.shell.setwinsize(30, 60)
        self.shell.kill(signal.SIGWINCH)
        self.shell.send(" x\r")
        self.shell.expect_exact("\r\n2*x\r\n")


if __name__ == "__main__":
    unittest.main(verbosity=1)
