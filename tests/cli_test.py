# SPDX-License-Identifier: BSL-1.0
"""The command line as scripts and people use it: every command, option, exit status and output form."""
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest
import xml.dom.minidom

ADAGE = os.environ["ADAGE"]


def adage(*words, stdin="", env=None, **more):
    """What a run printed and how it ended: (status, standard output, standard error)."""
    done = subprocess.run([ADAGE, *words], input=stdin, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(env or {})}, **more)
    return done.returncode, done.stdout, done.stderr


def on_terminal(*words, env=None, columns=80):
    """The same on a terminal: status and everything that it showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm", "COLUMNS": str(columns), **(env or {})})
        if env is None or "NO_COLOR" not in env:
            os.environ.pop("NO_COLOR", None)
        try:
            os.execv(ADAGE, [ADAGE, *words])
        finally:
            os._exit(127)
    shown = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], 120)
        try:
            block = os.read(terminal, 65536) if ready else b""
        except OSError:
            block = b""
        if not block:
            break
        shown += block
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode().replace("\r\n", "\n")


class Case(unittest.TestCase):
    maxDiff = None

    def prints(self, expected, *words, **more):
        status, out, err = adage(*words, **more)
        self.assertEqual((status, out, err), (0, expected, ""))

    def refuses(self, fragment, *words, status=2, **more):
        got, out, err = adage(*words, **more)
        self.assertEqual((got, out), (status, ""), err)
        self.assertIn(fragment, err)
        return err


class Eval(Case):
    def test_value(self):
        self.prints("6\n", "eval", "x*y", "--at", "x=2", "--at", "y=3")
        self.prints("6\n", "eval", "--at", "x=2", "x*3")
        self.prints("6\n", "eval", "x*3", "--at=x=2")
        self.prints("0.1\n", "eval", "0.1")
        self.prints("0.30000000000000004\n", "eval", "x + y", "--at", "x=0.1", "--at", "y=0.2")
        self.prints("1e+300\n", "eval", "x", "--at", "x=1e300")
        self.prints("5e-324\n", "eval", "x", "--at", "x=5e-324")

    def test_a_formula_may_begin_with_a_minus(self):
        self.prints("-4\n", "eval", "-x^2", "--at", "x=2")
        self.prints("2\n", "eval", "--x", "--at", "x=2")
        self.prints("-3\n", "eval", "--at", "x=-3", "x")
        self.prints("-x\n", "simplify", "--", "-x")

    def test_values_may_be_formulas_or_not_finite(self):
        self.prints("1.5707963267948966\n", "eval", "x", "--at", "x=pi/2")
        self.prints("0.3333333333333333\n", "eval", "x", "--at", "x=1/3")
        self.prints("2\n", "eval", "x", "--at", "x=+2")
        self.prints("inf\n", "eval", "x", "--at", "x=inf")
        self.prints("-inf\n", "eval", "x", "--at", "x=-inf")
        self.prints("nan\n", "eval", "x", "--at", "x=nan")
        self.prints("3\n", "eval", "α + 1", "--at", "α=2")

    def test_statements(self):
        self.prints("-1\n", "eval", "f(x; a = 0.1) = where(x > 0, x, a*x); f(-2, a = 0.5)")
        self.prints("4\n", "eval", "f(x) = x^2", "--at", "x=2")
        self.refuses("not-an-expression", "eval", "x; y", "--at", "x=1", "--at", "y=1")

    def test_gradient(self):
        self.prints("4.5\nd/dx = 3\nd/dy = 9\n", "eval", "x^2*y", "--at", "x=3", "--at", "y=1/2", "--grad")
        self.prints("0\nd/dx = 0\n", "eval", "x - x", "--at", "x=1", "--grad")

    def test_json(self):
        def result(*words):
            status, out, err = adage("eval", *words, "--format", "json")
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(out.count("\n"), 1)
            return json.loads(out)

        self.assertEqual(result("x", "--at", "x=0.1"), {"value": 0.1})
        self.assertEqual(result("x^2*y", "--at", "x=3", "--at", "y=1", "--grad"),
                         {"value": 9, "gradient": {"x": 6, "y": 9}})
        self.assertEqual(result("exp(x)", "--at", "x=1000", "--grad"), {"value": "inf", "gradient": {"x": "inf"}})
        self.assertEqual(result("x", "--at", "x=-inf"), {"value": "-inf"})
        self.assertEqual(result("x", "--at", "x=nan"), {"value": "nan"})
        self.assertEqual(result("x > 0", "--at", "x=1"), {"value": True})
        self.assertEqual(result("tanh(x)", "--at", "x=20", "--grad")["gradient"]["x"], 1.6993417021166355e-17)
        self.assertEqual(result("x", "--at", "x=5e-324"), {"value": 5e-324})

    def test_the_tails_and_kinks_of_gradients(self):
        for formula, at, slope in [("sigmoid(x)", 40, 4.248354255291589e-18), ("max(0, x)", 0, 0), ("abs(x)", 0, 0),
                                   ("where(x > 0, sqrt(x), 0)", 0, 0), ("where(x > 0, log(x), 0)", -1, 0),
                                   ("max(x, x)", 0, 1), ("sign(x)*log(1 + abs(x))", 0, 1),
                                   ("relu(x) - relu(-x)", 0, 1), ("x^2", 0, 0)]:
            status, out, err = adage("eval", formula, "--at", f"x={at}", "--grad", "--format", "json")
            self.assertEqual((status, err), (0, ""), formula)
            self.assertAlmostEqual(json.loads(out)["gradient"]["x"] / (slope or 1), 1 if slope else 0, 14, formula)

    def test_truth_values(self):
        self.prints("true\n", "eval", "x > 0", "--at", "x=1")
        self.prints("false\n", "eval", "x > 0", "--at", "x=0")
        self.refuses("truth value", "eval", "x > 0", "--at", "x=1", "--grad")

    def test_what_is_refused(self):
        self.refuses("the variable `y` has no value; add --at y=…\n 1 | x + y\n   |     ^", "eval", "x + y", "--at", "x=1")
        self.refuses("the variables `x`, `y` have no value; add --at x=… --at y=…", "eval", "x + y")
        self.refuses("a formula is missing", "eval")
        self.refuses("put quotes around it", "eval", "x", "+", "1")
        self.refuses("joined by `=`", "eval", "x", "--at", "x")
        self.refuses("no value after `=`", "eval", "x", "--at", "x=")
        self.refuses("contains the variable `y`", "eval", "x", "--at", "x=y")
        self.refuses("not a truth value", "eval", "x", "--at", "x=1>0")
        self.refuses("has a value already", "eval", "x", "--at", "x=1", "--at", "x=2")
        self.refuses("built-in constant", "eval", "e", "--at", "e=2")
        self.refuses("built-in function", "eval", "x", "--at", "sin=2")
        self.refuses("not the name of a variable", "eval", "x", "--at", "x+1=2")
        self.refuses("--at needs a value", "eval", "x", "--at")
        self.refuses("unclosed-bracket", "eval", "max(0, x", "--at", "x=1")
        self.refuses("unknown-function", "eval", "x", "--at", "x=foo(1)")
        self.refuses("empty-input", "eval", "")


class Transform(Case):
    def test_diff(self):
        self.prints("2*x\n", "diff", "x^2")
        self.prints("d/dx = 2*x*y\nd/dy = x^2\n", "diff", "x^2*y")
        self.prints("x^2\n", "diff", "x^2*y", "--wrt", "y")
        self.prints("d/dy = x^2\nd/dx = 2*x*y\n", "diff", "x^2*y", "--wrt", "y", "--wrt", "x")
        self.prints("6*x\n", "diff", "x^3", "--order", "2")
        self.prints("x^3\n", "diff", "x^3", "--order", "0")
        self.prints("0\n", "diff", "x^3", "--wrt", "z")
        self.prints("d^2/dx^2 = 2*y\nd^2/dy^2 = 0\n", "diff", "x^2*y", "--order", "2")
        self.prints("step(x)\n", "diff", "F[x]= max(0,x)")

    def test_reuse(self):
        self.prints("1 - y^2\nkeeps: y\n", "diff", "tanh(x)", "--reuse", "y")
        self.prints("sign(x)\nkeeps: x\n", "diff", "abs(x)", "--wrt", "x", "--reuse", "y")
        self.prints("2\nkeeps: nothing\n", "diff", "2*x", "--reuse", "y")
        self.prints("d/dx = y*r\nkeeps: r, y\nd/dy = x*r\nkeeps: r, x\n", "diff", "exp(x*y)", "--reuse", "r")
        self.prints("y\n", "diff", "exp(x)", "--reuse", "y", "--format", "latex")
        self.assertEqual(json.loads(adage("diff", "tanh(x)", "--reuse", "y", "--format", "json")[1]),
                         {"expression": "tanh(x)", "order": 1, "result": "y", "derivatives": {"x": "1 - y^2"},
                          "keeps": {"x": ["y"]}})
        self.refuses("is a variable of the formula already", "diff", "x*y", "--reuse", "y")
        self.refuses("does not go with --order", "diff", "x^2", "--reuse", "y", "--order", "2")
        self.refuses("is not the name of a variable", "diff", "x^2", "--reuse", "y + 1")
        self.refuses("is a built-in function", "diff", "x^2", "--reuse", "exp")

    def test_the_fixed_expectations(self):
        self.prints("sigmoid(x)*(1 - sigmoid(x))\n", "diff", "sigmoid(x)")
        self.prints("1 - tanh(x)^2\n", "diff", "tanh(x)")
        self.prints("sigmoid(x)\n", "diff", "softplus(x)")
        self.prints("step(x)\n", "diff", "relu(x)")
        self.prints("sigmoid(x)\n", "simplify", "1/(1 + exp(-x))")
        self.prints("softplus(x)\n", "simplify", "log(1 + exp(x))")

    def test_formats(self):
        self.assertIn("\\frac", adage("diff", "log(x)", "--format", "latex")[1])
        self.assertTrue(adage("diff", "x^2", "--format", "dot")[1].startswith("digraph"))
        self.assertEqual(json.loads(adage("diff", "x*y", "--format", "json")[1]),
                         {"expression": "x*y", "order": 1, "derivatives": {"x": "y", "y": "x"}})
        status, out, _ = adage("diff", "x*y", "--format", "latex")
        self.assertEqual(out, "\\frac{\\partial}{\\partial x} = y\n\\frac{\\partial}{\\partial y} = x\n")
        self.assertEqual(json.loads(adage("simplify", "x + 0*y + x", "--format", "json")[1])["simplified"], "2*x")
        self.assertTrue(adage("simplify", "x + 1", "--format", "dot")[1].startswith("digraph"))

    def test_mathml(self):
        status, out, err = adage("diff", "log(x)", "--format", "mathml")
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.endswith('display="block"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>\n'), out)
        self.assertEqual(adage("show", "1/x", "--as", "mathml")[1], out)
        self.assertEqual(adage("simplify", "x/x^2", "--format", "mathml")[1], out)
        two = adage("diff", "alpha*y", "--format", "mathml")[1].splitlines()
        self.assertIn('"block"><mfrac><mi>∂</mi><mrow><mi>∂</mi><mi>α</mi></mrow></mfrac><mo>=</mo><mi>y</mi>', two[0])
        for line in two:
            xml.dom.minidom.parseString(line)
        self.assertIn("<msup><mi>∂</mi><mn>2</mn></msup>",
                      adage("diff", "x^2*y^2", "--order", "2", "--format", "mathml")[1])
        self.assertIn("<math", adage("simplify", "cosh(x)^2 - sinh(x)^2", "--explain", "--format", "mathml")[1])

    def test_explanations(self):
        formula = "exp(-x)/(1 + exp(-x))^2"
        status, out, err = adage("simplify", formula, "--explain")
        self.assertEqual((status, err), (0, ""))
        lines = out.splitlines()
        self.assertEqual(lines[0].strip(), formula)
        self.assertGreater(len(lines), 1)
        self.assertTrue(all(line.startswith(" ") or "  " in line for line in lines))
        self.prints(lines[-1].split("  ", 1)[1].strip() + "\n", "simplify", formula)
        told = json.loads(adage("simplify", formula, "--explain", "--format", "json")[1])
        self.assertEqual([set(step) for step in told["steps"]], [{"rule", "after"}] * len(told["steps"]))
        self.assertEqual(told["steps"][-1]["after"], told["simplified"])
        self.assertEqual(told["expression"], formula)
        self.prints("                 1/(1 + exp(-x))\nsigmoid-exp-neg  sigmoid(x)\n", "simplify", "1/(1 + exp(-x))",
                    "--explain")
        self.prints("  x + 1\n", "simplify", "x + 1", "--explain")
        self.assertEqual(json.loads(adage("simplify", "x + 1", "--explain", "--format", "json")[1])["steps"], [])
        self.refuses("--explain has no Graphviz form", "simplify", "x", "--explain", "--format", "dot")
        self.refuses("at most 160 nodes", "simplify", "sin(x + " * 200 + "x" + ")" * 200, "--explain")

    def test_assumptions(self):
        self.prints("-x\n", "simplify", "sqrt(x^2)", "--assume", "x < 0")
        self.prints("a + b\n", "simplify", "max(a, b) + min(a, b)*a/abs(a)", "--assume", "a > 1", "--assume", "b < 0")
        self.prints("1\n", "diff", "abs(x)", "--assume", "x > 0 and x < 1")
        self.refuses("--assume x: this is a number; a condition is such as x > 0", "simplify", "x", "--assume", "x")
        self.refuses("--assume:1:", "simplify", "x", "--assume", "x >")
        self.refuses("--reuse knows no assumptions", "diff", "exp(x)", "--reuse", "y", "--assume", "x > 0")

    def test_aims(self):
        for aim in ["balanced", "size", "speed"]:
            self.prints("sigmoid(x)\n", "simplify", "1/(1 + exp(-x))", "--aim", aim)
        self.assertEqual(adage("simplify", "x", "--aim", "beauty")[0], 2)

    def test_diff_refuses(self):
        self.refuses("no variable; say which one with --wrt", "diff", "3")
        self.refuses("not the name of a variable", "diff", "x", "--wrt", "x*2")
        self.refuses("built-in constant", "diff", "x", "--wrt", "pi")
        self.refuses("is defined", "diff", "a = 2; a*x", "--wrt", "a")
        self.refuses("`1000` is not a whole number from 0 to 100", "diff", "x", "--order", "1000")
        self.refuses("`-1` is not a whole number", "diff", "x", "--order", "-1")
        self.refuses("`two` is not a whole number", "diff", "x", "--order", "two")
        self.refuses("`xml` is not one of infix, latex, mathml, json or dot", "diff", "x", "--format", "xml")
        self.refuses("there is no option --wrtt; did you mean --wrt?", "diff", "x", "--wrtt", "x")
        self.refuses("truth value", "diff", "x > 0")

    def test_show(self):
        self.prints("*\n  x\n  sigmoid\n    x\n", "show", "x*sigmoid(x)")
        self.assertEqual(adage("show", "x*sigmoid(x)", "--as", "graph")[1].count("\n"), 3)
        tape = adage("show", "x*sigmoid(x)", "--as", "tape")[1]
        self.assertIn("inputs x", tape)
        self.assertTrue(adage("show", "x + 1", "--as", "dot")[1].startswith("digraph"))
        for form, word in (("llvm", "define zeroext i1 @kernel"), ("assembly", "kernel:")):
            status, out, err = adage("show", "x + 1", "--as", form)
            self.assertTrue(word in out if status == 0 else "no compiler" in err, err)
        self.prints("2\n", "show", "x + 2 - x", "--simplify")
        self.refuses("not one of tree, graph, tape, llvm, assembly, dot or mathml", "show", "x", "--as", "svg")


class Pictures(Case):
    """`adage show -o`: the graph drawn by Graphviz, and what happens when it is not there or misbehaves."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def draws(self, name, *words, **more):
        self.prints("", "show", *words, "-o", self.path(name), **more)
        self.assertEqual([n for n in os.listdir(self.folder) if "part" in n], [])
        with open(self.path(name), "rb") as file:
            return file.read()

    def refuses_to_draw(self, fragment, name, *words, **more):
        self.refuses(fragment, "show", *words, "-o", self.path(name), **more)
        self.assertFalse(os.path.exists(self.path(name)))

    def program(self, text):
        """A folder for PATH with a `dot` of our own."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        with open(folder + "/dot", "w") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(folder + "/dot", 0o755)
        return {"PATH": folder}

    @unittest.skipUnless(shutil.which("dot"), "no Graphviz")
    def test_every_format(self):
        svg = self.draws("a.svg", "x*tanh(softplus(x))", "--at", "x=1").decode()
        for text in ("tanh", "0.8651", "×0.2516", "1.049", "output", "adjoint"):
            self.assertIn(text, svg)
        xml.dom.minidom.parseString(svg)
        self.assertTrue(self.draws("a.png", "x*y").startswith(b"\x89PNG\r\n\x1a\n"))
        self.assertTrue(self.draws("a.pdf", "x*y", "--as", "graph").startswith(b"%PDF"))
        self.assertIn(b"digraph", self.draws("a.gv", "x*y"))
        plain = self.draws("a.svg", "x + 1").decode()  # in place of the first one
        self.assertNotIn("adjoint", plain)
        self.draws("b.svg", "-o + 1", "--at", "o=1")
        self.draws("c.svg", "x<1", "--at", "x=1")
        self.draws("d.svg", "α_1 + w", "--at", "w=nan", "--at", "α_1=-inf")

    def test_the_description(self):
        text = self.draws("a.dot", "x^2", "--at", "x=3").decode()
        self.assertEqual(adage("show", "x^2", "--at", "x=3", "--as", "dot")[1], text)
        self.assertEqual(adage("show", "x^2", "--as", "dot")[1], self.draws("a.dot", "x^2").decode())
        self.assertIn('label=" ×6 "', text)

    def test_columns(self):
        self.prints("%0 = x\n%1 = sin %0\n", "show", "sin(x)", "--as", "graph")
        self.prints("node          value       adjoint\n%0 = x        3           2\n%1 = 2        2\n"
                    "%2 = * %1 %0  6           1\n", "show", "x*2", "--at", "x=3")
        shown = adage("show", "where(x < 1, 2*x, sqrt(x))", "--at", "x=-2")[1]
        self.assertRegex(shown, r"(?m)^%\d = < %0 %\d +true$")
        self.assertRegex(shown, r"(?m)^%\d = sqrt %0 +nan +0$")
        self.assertRegex(shown, r"(?m)^%0 = x +-2 +2$")

    def test_names_of_functions(self):
        self.assertRegex(adage("show", "elu", "--at", "alpha=2", "--at", "x=-1")[1], r"(?m)^%\d = alpha +2 +-0\.6321$")

    def test_a_removable_kink_is_noted(self):
        status, out, err = adage("show", "sign(x)*log(1 + abs(x))", "--at", "x=0")
        self.assertEqual(status, 0)
        self.assertEqual(err, "note: the derivative here is 1; the chain rule, taken step by step as shown, gives 0\n")
        self.assertEqual(adage("show", "x*abs(x)", "--at", "x=0")[2], "")

    def test_other_forms_to_files(self):
        self.assertEqual(self.draws("a.txt", "x + 1", "--as", "tree"), b"+\n  x\n  1\n")
        self.prints("", "show", "x", "--as", "tape", "--output=" + self.path("b"))
        self.prints("", "show", "x", "--as", "dot", "-o", "/dev/null")
        self.assertFalse(os.path.isfile("/dev/null"))

    def test_links_are_followed(self):
        os.symlink("real.dot", self.path("link.dot"))
        self.draws("real.dot", "x")
        self.assertIn(b'"y"', self.draws("link.dot", "y"))
        self.assertTrue(os.path.islink(self.path("link.dot")))
        with open(self.path("real.dot")) as file:
            self.assertIn('"y"', file.read())

    def test_what_is_refused(self):
        self.refuses_to_draw("none of .svg, .png, .pdf, .dot, .gv", "a.gif", "x")
        self.refuses_to_draw("none of .svg", "svg", "x")
        self.refuses_to_draw("the variable `y` has no value; add --at y=…", "a.svg", "x*y", "--at", "x=1")
        self.refuses_to_draw("--at goes with --as graph and --as dot", "a", "x", "--at", "x=1", "--as", "tape")
        self.refuses("cannot write /none/a.dot: No such file or directory", "show", "x", "-o", "/none/a.dot")
        self.refuses("Is a directory", "show", "x", "--as", "tree", "-o", self.folder)
        self.refuses("-o needs a value: -o FILE", "show", "x", "-o")

    def test_a_formula_may_be_called_minus_o(self):
        self.prints("-o\n", "simplify", "-o")
        self.prints("-\n  o\n", "show", "--", "-o")
        self.prints("-\n  o\n", "show", "(-o)")

    def test_large_graphs(self):
        many = "+".join(f"sin({i}*x)" for i in range(2, 400))
        self.refuses_to_draw("nodes, and more than 500 are not drawn; -o file.dot writes", "a.svg", many)
        self.assertIn(b"n1000 ", self.draws("a.dot", many, "--at", "x=1"))

    @unittest.skipUnless(shutil.which("dot"), "no Graphviz")
    def test_what_is_drawn_takes_seconds(self):
        begin = time.monotonic()
        self.draws("a.svg", "+".join(f"abs(x - {i})" for i in range(2, 80)), "--at", "x=3")
        self.assertLess(time.monotonic() - begin, 60)

    def test_no_graphviz(self):
        self.refuses_to_draw("dot is needed for this picture: apt-get install graphviz; "
                             "-o file.dot writes the description instead", "a.svg", "x", env={"PATH": self.folder})
        self.draws("a.dot", "x", env={"PATH": self.folder})

    def test_a_program_that_fails(self):
        self.refuses_to_draw("dot failed with status 3: no luck", "a.svg", "x", env=self.program("echo no luck >&2; exit 3"))
        self.refuses_to_draw("dot wrote no picture", "a.svg", "x", env=self.program("exit 0"))
        self.refuses_to_draw("dot failed with status 137", "a.svg", "x", env=self.program("kill -9 $$"))
        self.assertEqual(self.draws("a.svg", "x", env=self.program("echo unread input is no fault")),
                         b"unread input is no fault\n")

    def test_an_interrupt_ends_the_program(self):
        started = self.path("started")
        env = {**os.environ, **self.program(f"echo $$ >{started}; while :; do :; done")}
        with subprocess.Popen([ADAGE, "show", "x", "-o", self.path("a.svg")], stderr=subprocess.PIPE, text=True,
                              env=env) as run:
            child = ""
            while not child.endswith("\n"):
                time.sleep(0.05)
                if os.path.exists(started):
                    with open(started) as file:
                        child = file.read()
            run.send_signal(signal.SIGINT)
            self.assertIn("interrupted; no picture was written", run.communicate(timeout=60)[1])
        self.assertEqual(run.returncode, 2)
        self.assertRaises(ProcessLookupError, os.kill, int(child), 0)


class Check(Case):
    def file(self, text):
        handle = tempfile.NamedTemporaryFile("w", suffix=".adage", delete=False)
        self.addCleanup(os.unlink, handle.name)
        with handle:
            handle.write(text)
        return handle.name

    TRUE = "f(x) = x^2\n\ncheck f'(x) == 2*x\n"
    FALSE = "check x^2 == x\n"

    def test_proved(self):
        name = self.file(self.TRUE)
        self.prints(f"{name}:3: proved: f'(x) == 2*x\n1 proved, 0 refuted, 0 undecided\n", "check", name)

    def test_refuted(self):
        name = self.file(self.FALSE)
        status, out, err = adage("check", name)
        self.assertEqual((status, err), (1, ""))
        self.assertRegex(out, r"refuted: x\^2 == x\n    at x = \S+\n      left  = \S+\n      right = \S+\n")
        self.assertTrue(out.endswith("0 proved, 1 refuted, 0 undecided\n"))

    def test_inequalities(self):
        name = self.file("check sigmoid'(x) <= 1/4\ncheck x < 5 for x in [0, 5]\n")
        status, out, err = adage("check", name)
        if "ball (Arb)" in adage("--version")[1].splitlines()[2]:
            self.skipTest("inequalities are decided by balls")
        self.assertEqual((status, err), (1, ""))
        self.assertIn("refuted: x < 5 for x in [0, 5]\n    at x = 5\n      left  = 5\n      right = 5\n", out)

    def test_at_kinks(self):
        claim = "relu'(x) == where(x >= 0, 1, 0)"
        self.assertEqual(adage("check", "--claim", claim)[0], 0)
        status, out, _ = adage("check", "--at-kinks", "--claim", claim)
        self.assertEqual(status, 1)
        self.assertIn("at x = 0\n", out)

    def test_a_claim_in_the_place_of_a_file_is_told_its_option(self):
        status, _, err = adage("check", "x + x == 2*x")
        self.assertEqual(status, 2)
        self.assertIn("cannot read x + x == 2*x: No such file", err)
        self.assertIn("--claim 'A == B'", err)
        self.assertNotIn("--claim", adage("check", "missing.adage")[2])

    def test_senseless_claims_are_bad_input(self):
        for claim in ("(x > 0) < (y > 0)", "x < 1 for x > 1, x < 0", "x < 1 for x in [2, 1]", "f(x) < 1",
                      "x < 1 for x in (0, 1)", "x < 1 for x in [0, 1", "x < 1 for x in [0]"):
            status, out, err = adage("check", "--claim", claim)
            self.assertEqual((status, out), (2, ""), claim)
            self.assertNotEqual(err, "", claim)

    def test_several_files_and_json(self):
        first, second = self.file(self.TRUE), self.file(self.FALSE)
        status, out, err = adage("check", first, second, "--format", "json")
        self.assertEqual((status, err), (1, ""))
        result = json.loads(out)
        self.assertEqual(list(result), ["checks", "proved", "refuted", "undecided"])
        self.assertEqual((result["proved"], result["refuted"], result["undecided"]), (1, 1, 0))
        good, bad = result["checks"]
        self.assertEqual(list(good), ["file", "line", "claim", "verdict", "witness", "digits", "seconds"])
        self.assertEqual((good["file"], good["line"], good["claim"], good["verdict"], good["witness"]),
                         (first, 3, "f'(x) == 2*x", "proved", None))
        self.assertEqual((bad["file"], bad["line"], bad["verdict"]), (second, 1, "refuted"))
        self.assertEqual(list(bad["witness"]), ["point", "left", "right"])
        self.assertEqual(list(bad["witness"]["point"]), ["x"])
        self.assertIsInstance(bad["seconds"], float)

    def test_undecided(self):
        # True, by a theorem far outside the rules.
        name = self.file("check gamma(x)*gamma(1 - x) == pi/sin(pi*x) for x > 0, x < 1\n")
        status, out, err = adage("check", name)
        if "undecided" in out.splitlines()[0]:
            self.assertEqual(status, 0)
            self.assertRegex(out, r"agree to \d+ digits at \d+ points")
            self.assertEqual(adage("check", name, "--strict")[0], 1)
            self.assertGreater(json.loads(adage("check", name, "--format", "json")[1])["checks"][0]["digits"], 10)

    def test_assumptions_and_chains(self):
        self.assertEqual(adage("check", "--claim", "sqrt(x^2) == x for x > 0")[:2],
                         (0, "claim:1: proved: sqrt(x^2) == x for x > 0\n"))
        self.assertEqual(adage("check", "--claim", "sqrt(x^2) == x")[0], 1)
        status, out, _ = adage("check", "--claim", "x + x == 2*x == x*2")
        self.assertEqual((status, out.count("proved")), (0, 2))
        status, out, _ = adage("check", "--claim", "x == x", "--claim", "y == y + 1")
        self.assertEqual((status, out.count(": proved: "), out.count(": refuted: ")), (1, 1, 1))

    def test_latex_chain(self):
        chain = r"\begin{aligned}F(x) &= \sigma(x)\\  &= \frac{1}{1+e^{-x}}\end{aligned}"
        status, out, err = adage("check", "--claim", chain)
        self.assertEqual((status, err), (0, ""))
        self.assertIn("proved", out)

    def test_a_fault_does_not_stop_the_rest(self):
        name = self.file("check x == )\ncheck y == y\n")
        status, out, err = adage("check", name)
        self.assertEqual(status, 2)
        self.assertIn(f"{name}:2: proved: y == y", out)
        self.assertIn(f"{name}:1:", err)
        status, out, _ = adage("check", name, "/nonexistent/file", "--format", "json")
        self.assertEqual((status, json.loads(out)["proved"]), (2, 1))

    def test_truth_values(self):
        self.assertIn("proved: (x > 0) == (0 < x)", adage("check", "--claim", "(x > 0) == (0 < x)")[1])
        status, out, err = adage("check", "-", stdin="check (x > 0) == x\ncheck x == x\n")
        self.assertEqual((status, out.count("proved: x == x")), (2, 1))
        self.assertIn("standard input:1: ", err)

    def test_standard_input_and_what_is_refused(self):
        self.assertEqual(adage("check", "-", stdin="check x == x\n")[0], 0)
        self.refuses("name a file", "check")
        self.assertIn("No such file", adage("check", "/nonexistent/file")[2])
        self.assertEqual(adage("check", "/nonexistent/file")[0], 2)


class WithFiles(Case):
    """Arrays and texts in a folder of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def npy(self, name, values, form="<f4", code="f", shape=None, order="False"):
        """A .npy file of these numbers, or of these bytes."""
        data = values if isinstance(values, bytes) else struct.pack(f"<{len(values)}{code}", *values)
        count = shape or f"({len(values)},)"
        text = f"{{'descr': '{form}', 'fortran_order': {order}, 'shape': {count}, }}".encode()
        text += b" " * ((-len(text) - 11) % 64) + b"\n"
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data)
        return path

    def text(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path


class CheckData(WithFiles):
    def test_a_right_gradient(self):
        x, dx = self.npy("x.npy", [-1, 0, 3]), self.npy("dx.npy", [-2, 0, 6])
        for words in [["--input", f"x={x}", "--grad", f"x={dx}"], ["--input-x", x, "--grad-x", dx],
                      [f"--input-x={x}", f"--grad-x={dx}"]]:
            status, out, err = adage("check-data", "x^2", *words)
            self.assertEqual((status, err), (0, ""))
            self.assertTrue(out.startswith("fine: d/dx x^2\n  3 numbers compared"), out)
            self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)

    def test_wrong_numbers(self):
        x = self.npy("x.npy", [-1, 0, 3])
        status, out, err = adage("check-data", "x^2", "--input-x", x, "--value", self.npy("y.npy", [1, 0, 9.5]))
        self.assertEqual((status, err), (1, ""))
        self.assertIn("at x = 3 (number 2)\n      computed 9.5\n      true     9\n", out)
        nan = self.npy("y.npy", [1, float("nan"), 9])
        self.assertEqual(adage("check-data", "x^2", "--input-x", x, "--value", nan)[0], 1)
        result = json.loads(adage("check-data", "1/x", "--input-x", x, "--value", self.npy("y.npy", [-1, 5, 1 / 3]),
                                  "--format", "json")[1])["results"][0]
        self.assertEqual((result["wrong_finite"]["count"], result["wrong_finite"]["first"]["index"]), (1, 1))
        self.assertEqual(result["wrong_finite"]["first"]["true"], "no real number")

    def test_upstream_and_several_inputs(self):
        x, y = self.npy("x.npy", [1, 2]), self.npy("y.npy", [3, 4], "<f8", "d")
        g = self.npy("g.npy", [10, 100])
        words = ["check-data", "x*y", "--input-x", x, "--input-y", y, "--upstream", g]
        self.assertEqual(adage(*words, "--grad-x", self.npy("dx.npy", [30, 400]), "--grad-y",
                               self.npy("dy.npy", [10, 200]), "--max-ulp", "0")[0], 0)
        self.assertEqual(adage(*words, "--grad-x", self.npy("dx.npy", [3, 4]))[0], 1)
        self.assertEqual(adage("check-data", "upstream^2", "--input-upstream", x, "--grad-upstream",
                               self.npy("dx.npy", [20, 400]), "--upstream", g, "--max-ulp", "0")[0], 0)

    def test_types(self):
        x = self.npy("x.npy", [1, 3], "<f8", "d")
        third = self.npy("y.npy", struct.pack("<2e", 1, 1 / 3), "<f2", shape="(2,)")
        self.assertEqual(adage("check-data", "1/x", "--input-x", x, "--value", third, "--max-ulp", "0.5")[0], 0)
        brain = self.npy("y.npy", struct.pack("<2H", 0x3F80, 0x3EAB), "<u2", shape="(2,)")
        self.assertEqual(adage("check-data", "1/x", "--input-x", x, "--value", brain, "--max-ulp", "0.5", "--dtype",
                               "bfloat16")[0], 0)
        self.refuses("--dtype bfloat16", "check-data", "1/x", "--input-x", x, "--value", brain)
        wide = self.npy("y.npy", [1, 0.3333333432674408], "<f8", "d")
        self.assertEqual(adage("check-data", "1/x", "--input-x", x, "--value", wide)[0], 1)
        self.assertEqual(adage("check-data", "1/x", "--input-x", x, "--value", wide, "--dtype", "float32")[0], 0)

    def test_tables(self):
        table = self.text("data.csv", "x,y,dx,dy\n1,2,2,1\n3,4,4,3\n")
        self.assertEqual(adage("check-data", "x*y", "--input", table, "--grad-x", f"{table}:dx", "--grad",
                               f"y={table}:dy", "--max-ulp", "0")[0], 0)
        self.assertEqual(adage("check-data", "x*y", "--input", table, "--value", f"{table}:dx")[0], 1)
        self.assertEqual(adage("check-data", "x + 0*y", "--input", table, "--value", f"{table}:x")[0], 0)
        self.refuses("has no column `dz`", "check-data", "x*y", "--input", table, "--grad-x", f"{table}:dz")
        self.refuses("say which column", "check-data", "x*y", "--input", table, "--grad-x", table)
        bad = self.text("bad.csv", "x,y\nz,1\n")
        self.refuses(":2: `z` is not a number", "check-data", "x", "--input", bad, "--value", f"{bad}:y")

    def test_the_catalogue_is_known(self):
        x = self.npy("x.npy", [0])
        self.assertEqual(adage("check-data", "gelu(x)", "--input-x", x, "--grad-x", self.npy("dx.npy", [0.5]))[0], 0)

    def test_what_is_refused(self):
        x, y = self.npy("x.npy", [1, 2]), self.npy("y.npy", [1, 2])
        check = ["check-data", "x*1"]
        self.refuses("the variable `x` has no values; add --input x=FILE", *check, "--value", y)
        self.refuses("nothing to compare", *check, "--input-x", x)
        self.refuses("no variable of that name; it has x", *check, "--input-x", x, "--grad-z", y)
        self.refuses("no variable of that name; it has x", *check, "--input-z", x, "--value", y)
        self.refuses("given twice", *check, "--input-x", x, "--input-x", x, "--value", y)
        self.refuses("say for which variable", *check, "--input", x, "--value", y)
        self.refuses("say for which variable", *check, "--input-x", x, "--grad", y)
        self.refuses("No such file", *check, "--input-x", "/nonexistent.npy", "--value", y)
        self.refuses("the shapes differ", *check, "--input-x", x, "--value", self.npy("z.npy", [1, 2, 3]))
        self.refuses("the shapes differ", *check, "--input-x", x, "--value",
                     self.npy("z.npy", struct.pack("<2f", 1, 2), shape="(2, 1)"))
        data = struct.pack("<4f", 1, 2, 3, 4)
        c, f = self.npy("c.npy", data, shape="(2, 2)"), self.npy("f.npy", data, shape="(2, 2)", order="True")
        self.refuses("Fortran", *check, "--input-x", c, "--value", f)
        self.assertEqual(adage(*check, "--input-x", f, "--value", f)[0], 0)
        self.refuses("truncated: 2 of 3", *check, "--input-x", self.npy("z.npy", data[:8], shape="(3,)"), "--value", y)
        self.refuses("Python objects", *check, "--input-x", self.npy("z.npy", data, "|O", shape="(2,)"), "--value", y)
        self.refuses("big-endian", *check, "--input-x", self.npy("z.npy", data, ">f4", shape="(4,)"), "--value", y)
        self.refuses("`<i8`", *check, "--input-x", self.npy("z.npy", data, "<i8", shape="(2,)"), "--value", y)
        self.refuses("hold no numbers", *check, "--input-x", self.npy("z.npy", []), "--value", self.npy("w.npy", []))
        self.refuses("`many` is not a number", *check, "--input-x", x, "--value", y, "--max-ulp", "many")
        self.refuses("`-1` is not a number from 0 on", *check, "--input-x", x, "--value", y, "--max-ulp=-1")
        self.refuses("not one of auto", *check, "--input-x", x, "--value", y, "--dtype", "int8")
        self.refuses("unknown-function", "check-data", "foo(x)", "--input-x", x, "--value", y)
        self.refuses("truth value", "check-data", "x > 0", "--input-x", x, "--value", y)
        self.refuses("needs a file", *check, "--grad-x")


class Accuracy(Case):
    FEW = ["--points", "2000"]

    def test_figures_of_both_forms(self):
        status, out, err = adage("accuracy", "exp(x) - 1", "--range", "x=-1:1", *self.FEW)
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.startswith("as written  exp(x) - 1\nrewritten   expm1(x)\n"), out)
        figures = dict(re.findall(r"^(\w[\w. ]*?)  +(\S.*?)  +\S.*$", out, re.M))
        self.assertGreater(float(figures["mean error"].split()[0]), 50)
        self.assertIn("worst points, as written", out)
        self.assertRegex(out, r"\n  x = \S+  \(\S+ ulp\)\n    computed 0, true \S+\n")
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)

    def test_nan_is_found_and_avoided(self):
        result = json.loads(adage("accuracy", "exp(-x)/(1 + exp(-x))^2", *self.FEW, "--range", "x=-750:750", "--format",
                                  "json")[1])
        self.assertGreater(result["written"]["nonfinite"]["count"], 0)
        self.assertEqual(result["written"]["nonfinite"]["nearest"]["computed"], "nan")
        self.assertEqual(result["rewritten"]["nonfinite"], {"count": 0, "nearest": None})
        self.assertLess(result["rewritten"]["worst_ulp"], 10)
        self.assertEqual(result["written"]["points"], result["rewritten"]["points"])

    def test_what_is_run_is_measured_too(self):
        result = json.loads(adage("accuracy", "exp(1.702*x)", *self.FEW, "--format", "json")[1])
        self.assertGreater(result["rewritten"]["worst_ulp"], 20)
        self.assertLess(result["run"]["worst_ulp"], 2)
        out = adage("accuracy", "exp(1.702*x)", *self.FEW)[1]
        self.assertRegex(out, r"\n +as written +rewritten +as run\n")
        self.assertIn("worst points, as run", out)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)

    def test_floats_and_ranges(self):
        words = ["accuracy", "x*x - 1", "--precision", "float", "--exhaustive", "--range", "x=1:1.001", "--format", "json"]
        written = json.loads(adage(*words)[1])["written"]
        self.assertEqual((written["precision"], written["points"]), ("float", 8389))
        self.assertEqual(written["averaged"], written["measured"])
        status, out, _ = adage("accuracy", "sqrt(x*y)", "--range", "x=1:", "--range", "y=:-pi/2", *self.FEW)
        self.assertEqual(status, 0)
        self.assertRegex(out, r"at [\d,]+ the formula has no real value")
        seeds = [adage("accuracy", "exp(x) - 1", *self.FEW, "--seed", seed)[1] for seed in "112"]
        seeds = [re.sub("in .*", "", out) for out in seeds]
        self.assertEqual(seeds[0], seeds[1])
        self.assertNotEqual(seeds[1], seeds[2])

    def test_a_terminal(self):
        status, shown = on_terminal("accuracy", "exp(x) - 1", *self.FEW)
        self.assertEqual(status, 0)
        self.assertIn("%; Ctrl-C ends with what was found", shown)
        self.assertIn("\x1b[2mas written", shown)

    def test_an_interrupt_ends_with_what_was_found(self):
        run = subprocess.Popen([ADAGE, "accuracy", "exp(x) - 1", "--precision", "float", "--exhaustive"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with self.assertRaises(subprocess.TimeoutExpired):
            run.communicate(timeout=1)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
        self.assertEqual((run.returncode, err), (0, ""))
        self.assertIn("interrupted, so not all", out)

    def test_what_is_refused(self):
        self.refuses("has no variable", "accuracy", "1 + 1")
        self.refuses("truth value", "accuracy", "x > 0")
        self.refuses("unknown-function", "accuracy", "foo(x)")
        self.refuses("NAME=A:B", "accuracy", "x", "--range", "x")
        self.refuses("NAME=A:B", "accuracy", "x", "--range", "x=1")
        self.refuses("has no variable `y`; it has x", "accuracy", "x", "--range", "y=0:1")
        self.refuses("no number lies in it", "accuracy", "x", "--range", "x=1:0")
        self.refuses("the value must be a number", "accuracy", "x", "--range", "x=a:0")
        self.refuses("--precision float", "accuracy", "x", "--exhaustive")
        self.refuses("one variable", "accuracy", "x + y", "--exhaustive", "--precision", "float")
        self.refuses("whole number", "accuracy", "x", "--points", "many")
        self.refuses("not one of double or float", "accuracy", "x", "--precision", "half")


class Run(Case):
    SCRIPT = "f(x) = x^2 + 0  # a parabola\nf(x)\n\nf'(x); f''(x)\n"

    def test_formulas_and_values(self):
        self.prints("x^2\n2*x\n2\n", "run", "-", stdin=self.SCRIPT)
        self.prints("9\n6\n2\n", "run", "-", "--at", "x=3", stdin=self.SCRIPT)
        self.prints("true\n", "run", "-", "--at", "x=3", stdin="x > 0")
        self.prints("", "run", "-", stdin="")

    def test_without_arguments_a_pipe_is_a_script(self):
        self.prints("2*x\n", stdin="x + x\n")
        self.prints("2*x\n", "repl", stdin="x + x\n")

    def test_a_fault_is_reported_with_its_line_and_the_rest_goes_on(self):
        status, out, err = adage("run", "-", stdin="1 + 1\n2x\nf(y)\n3 + 3\n")
        self.assertEqual((status, out), (2, "2\n6\n"))
        self.assertIn("standard input:2:1: error[missing-operator]", err)
        self.assertIn("standard input:3:1: error[unknown-function]", err)

    def test_a_variable_without_a_value(self):
        status, out, err = adage("run", "-", "--at", "x=2", stdin="x\nx + y\nx^2\n")
        self.assertEqual((status, out), (2, "2\n4\n"))
        self.assertIn("standard input:2:5: error[missing-value]: the variable `y` has no value", err)

    def test_a_value_without_effect_is_noted(self):
        status, out, err = adage("run", "-", "--at", "x=2", "--at", "u=1", stdin="u = x^2\nu\n")
        self.assertEqual((status, out), (0, "4\n"))
        self.assertIn("--at u has no effect", err)

    def test_checks(self):
        self.assertEqual(adage("run", "-", stdin="check x == x\n")[:2], (0, "proved: x == x\n"))
        self.assertEqual(adage("run", "-", stdin="check x == 2*x\nx + x")[0], 1)

    def test_what_is_refused(self):
        self.refuses("No such file", "run", "/nonexistent/file")
        self.refuses("Is a directory", "run", "/tmp")
        self.refuses("name one script", "run")
        self.refuses("name one script", "run", "a", "b")

    def test_limits(self):
        deep = "(" * 200 + "x" + ")" * 200
        self.prints("x\n", "run", "-", stdin=deep)
        status, out, err = adage("run", "-", "--max-nesting", "100", stdin=deep)
        self.assertEqual((status, out), (2, ""))
        self.assertIn("too-deep", err)
        self.assertIn("--max-nesting N raises the limit", err)
        self.assertIn("too-deep", adage("eval", "(" * 20000 + "1" + ")" * 20000)[2])
        self.prints("1\n", "eval", "(" * 20000 + "1" + ")" * 20000, "--max-nesting", "30000")
        self.refuses("`x` is not a whole number", "eval", "1", "--max-nesting", "x")

    def test_any_bytes(self):
        for bytes_ in [b"\xff\xfe\x00", b"\x00", b"((((", b"'", b"\\", b"\\frac{", b"x\r\ny", b"\xef\xbb\xbfx"]:
            done = subprocess.run([ADAGE, "run", "-"], input=bytes_, capture_output=True, timeout=60)
            self.assertIn(done.returncode, (0, 2), bytes_)


class Functions(Case):
    def test_the_table_fits_80_columns(self):
        status, out, err = adage("functions")
        self.assertEqual((status, err), (0, ""))
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)
        for name in ["exp(x)", "softplus(x)", "clamp(x, lo, hi)", "lgamma(x)", "pi"]:
            self.assertIn("\n" + name, out)

    def test_one(self):
        out = adage("functions", "softplus")[1]
        self.assertIn("sigmoid(x)", out)
        self.assertIn("log1p", out)
        self.assertIn("log(x)", adage("functions", "ln")[1])
        self.assertIn("a + b", adage("functions", "+")[1])
        self.refuses("did you mean `tanh`?", "functions", "tnh")
        self.refuses("is too much", "functions", "tanh", "sinh")
        self.assertEqual(adage("functions", "silu")[1], "silu(x) = x*sigmoid(x)\n")

    def test_json(self):
        rows = json.loads(adage("functions", "--format", "json")[1])["functions"]
        names = {row["name"] for row in rows}
        self.assertLessEqual({"exp", "where", "max", "normal_cdf", "digamma"}, names)
        self.assertEqual(json.loads(adage("functions", "tanh", "--format", "json")[1])["derivatives"], {"x": "1 - self^2"})


class Rules(Case):
    def test_stages_and_families(self):
        out = adage("rules")[1]
        for stage in ["local", "simplify", "lowering", "saturation"]:
            self.assertRegex(out, rf"(?m)^{stage}: \d+ rules")
        self.assertRegex(out, r"(?m)^  relu-above +relu\(a\) > c  ->  a > c   if c >= 0$")
        self.assertRegex(out, r"(?m)^  exp-n-log +exp\(n\*log\(a\)\)  <->  a\^n   if a > 0$")
        self.assertNotIn("relu-above", adage("rules", "--stage", "local")[1])
        self.assertNotIn("relu-above", adage("rules", "--family", "logarithm")[1])
        self.assertEqual(adage("rules", "--family", "gamma", "--stage", "lowering"), (0, "", ""))
        self.refuses("--family", "rules", "--family", "local")
        self.refuses("--stage", "rules", "--stage", "global")

    def test_width(self):
        self.assertLessEqual(max(len(line) for line in adage("rules")[1].splitlines()), 80)

    def test_every_family_can_be_chosen(self):
        rules = json.loads(adage("rules", "--format", "json")[1])["rules"]
        self.assertGreaterEqual(len(rules), 450)
        for family in {rule["family"] for rule in rules}:
            chosen = json.loads(adage("rules", "--family", family, "--format", "json")[1])["rules"]
            self.assertEqual(chosen, [rule for rule in rules if rule["family"] == family])

    def test_json(self):
        rules = json.loads(adage("rules", "--stage", "local", "--format", "json")[1])["rules"]
        self.assertEqual({rule["stage"] for rule in rules}, {"local"})
        self.assertIn({"name": "sin-pi", "family": "trigonometric", "stage": "local", "left": "sin(pi)", "right": "0",
                       "guard": "", "both": False}, rules)


class Catalog(Case):
    def test_table(self):
        status, out, err = adage("catalog")
        self.assertEqual((status, err), (0, ""))
        lines = out.splitlines()
        self.assertRegex(lines[0], r"^name +formula +derived gradient +verdict +time$")
        self.assertRegex(lines[-1], r"^\d+ activations, \d+ gradients: \d+ proved, 0 refuted, \d+ undecided; ")
        self.assertGreater(len(lines), 100)

    def test_json(self):
        result = json.loads(adage("catalog", "--format", "json")[1])
        self.assertEqual(result["refuted"], 0)
        self.assertEqual(len(result["gradients"]), result["proved"] + result["undecided"])
        self.assertEqual(set(result["gradients"][0]), {"name", "formula", "gradient", "verdict", "seconds"})

    def test_a_terminal_gets_rows_that_fit(self):
        status, shown = on_terminal("catalog", env={"NO_COLOR": "1"})
        self.assertEqual(status, 0)
        self.assertLessEqual(max(len(line) for line in shown.splitlines()), 80)
        self.assertIn("…", shown)
        self.assertNotIn("\x1b[3", shown)


class Help(Case):
    def test_help_everywhere(self):
        for words in [["--help"], ["-h"], ["help"]]:
            status, out, err = adage(*words)
            self.assertEqual((status, err), (0, ""))
            for command in ["eval", "diff", "simplify", "accuracy", "check", "check-data",
                            "run", "show", "functions", "rules", "catalog"]:
                self.assertIn(f"\n  {command} ", out)
                self.assertEqual(adage(command, "--help")[0], 0)
                self.assertEqual(adage(command, "--help")[1], adage("help", command)[1])
                self.assertIn("\nexamples\n", adage(command, "-h")[1])

    def test_help_fits_80_columns(self):
        for command in ["", "eval", "diff", "simplify", "accuracy", "check", "check-data",
                            "run", "show", "functions", "rules", "catalog"]:
            out = adage(*([command] if command else []), "--help")[1]
            self.assertLessEqual(max(len(line) for line in out.splitlines()), 80, command)

    def test_every_example_of_the_help_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ["claims.adage", "script.adage"]:
                with open(os.path.join(folder, name), "w") as file:
                    file.write("check x + x == 2*x\n")
            for name, value in [("in.npy", 0), ("dx.npy", 0.5), ("y.npy", 0)]:
                self.folder = folder
                CheckData.npy(self, name, [value])
            with open(os.path.join(folder, "data.csv"), "w") as file:
                file.write("x,dx\n3,6\n")
            examples = 0
            for command in ["eval", "diff", "simplify", "accuracy", "check", "check-data",
                            "run", "show", "functions", "rules", "catalog"]:
                for line in re.findall(r"^  adage (.*?)(?:   #.*)?$", adage(command, "--help")[1], re.M):
                    line = line.replace("| dot -Tsvg", "| grep -q digraph")
                    done = subprocess.run(["bash", "-c", f"set -o pipefail; '{ADAGE}' {line}"], cwd=folder,
                                          capture_output=True, text=True, timeout=120)
                    self.assertEqual((done.returncode, done.stderr), (0, ""), line)
                    examples += 1
            self.assertGreater(examples, 14)

    def test_version(self):
        status, out, err = adage("--version")
        self.assertEqual((status, err), (0, ""))
        self.assertRegex(out, r"^adage \d+\.\d+\.\d+\n")
        rooms = [line for line in out.splitlines() if line.startswith(("present:", "absent:"))]
        for room in ("interpreter", "jit (LLVM)", "assembler (AsmJit)", "threads (oneTBB)", "ball (Arb)", "algebra (FLINT)"):
            self.assertEqual(sum(room in line for line in rooms), 1, room)

    def test_unknown_commands(self):
        self.refuses("did you mean `eval`?", "evl")
        self.refuses("adage simplify 'x^2+1'", "x^2+1")
        self.refuses("lists the commands", "frobnicate")
        self.refuses("adage run", os.path.abspath(__file__))
        self.refuses("did you mean `diff`?", "help", "dif")


class Kernels(WithFiles):
    """What ADAGE_CACHE keeps from one run to the next: nothing in it can harm a result."""

    SCRIPT = "y = x^2.5*sin(x) + sigmoid(x)"

    def setUp(self):
        super().setUp()
        if "jit (LLVM)" not in adage("--version")[1].split("absent")[0]:
            self.skipTest("no compiler")
        self.kernels = os.path.join(self.folder, "kernels")
        self.rows, self.result = os.path.join(self.folder, "rows.csv"), os.path.join(self.folder, "result.csv")
        with open(self.rows, "w") as file:
            file.write("x\n" + "\n".join(str(i / 8) for i in range(100)) + "\n")

    def mapped(self, **env):
        done = adage("map", self.SCRIPT, "--input", self.rows, "--output", "y=" + self.result, "--force", env=env)
        self.assertEqual(done[0], 0, done[2])
        with open(self.result) as file:
            return file.read()

    def run_kept(self):
        return self.mapped(ADAGE_CACHE=self.kernels, ADAGE_ENGINE="jit")

    def kept(self):
        names = os.listdir(self.kernels)
        return {name: os.stat(os.path.join(self.kernels, name)) for name in names if not name.endswith(".timestamp")}

    def test_kernels_are_kept_and_found_again(self):
        expected = self.mapped()
        self.assertEqual(self.run_kept(), expected)
        first = self.kept()
        self.assertGreater(len(first), 0)
        self.assertEqual(os.stat(self.kernels).st_mode & 0o077, 0)
        self.assertEqual(self.run_kept(), expected)
        inodes = [{name: status.st_ino for name, status in kept.items()} for kept in (first, self.kept())]
        self.assertEqual(inodes[0], inodes[1])

    def test_a_damaged_kernel_is_made_anew(self):
        expected = self.run_kept()
        for damage in (lambda data: data[:40], lambda data: b"", lambda data: bytes(255 - b for b in data),
                       lambda data: data[:-1] + bytes([data[-1] ^ 1]), lambda data: data + b"more"):
            for name in self.kept():
                path = os.path.join(self.kernels, name)
                with open(path, "rb") as file:
                    data = file.read()
                with open(path, "wb") as file:
                    file.write(damage(data))
                self.assertEqual(self.run_kept(), expected)
                with open(path, "rb") as file:
                    self.assertEqual(len(file.read()), len(data))

    def test_a_folder_that_others_may_write_is_not_used(self):
        os.mkdir(self.kernels)
        os.chmod(self.kernels, 0o777)
        expected = self.mapped()
        self.assertEqual(self.run_kept(), expected)
        self.assertEqual(self.kept(), {})
        version = adage("--version", env={"ADAGE_CACHE": self.kernels})[1]
        self.assertIn(f"no kernels kept in {self.kernels}: others may write there", version)

    def test_no_folder_is_no_error(self):
        with open(self.kernels, "w") as file:
            file.write("a file")
        self.assertEqual(self.run_kept(), self.mapped())


class Streams(Case):
    def test_diagnostics_go_to_standard_error_and_are_plain(self):
        status, out, err = adage("simplify", "sin x")
        self.assertEqual((status, out), (2, ""))
        self.assertNotIn("\x1b", err)

    def test_colours_only_on_a_terminal(self):
        self.assertIn("\x1b[", on_terminal("simplify", "sin x")[1])
        self.assertNotIn("\x1b[", on_terminal("simplify", "sin x", env={"NO_COLOR": "1"})[1])
        self.assertNotIn("\x1b[", on_terminal("simplify", "sin x", env={"TERM": "dumb"})[1])
        self.assertIn("\x1b[", on_terminal("check", "--claim", "x == x", env={"NO_COLOR": ""})[1])

    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([ADAGE, "simplify", "x"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "adage: cannot write to standard output: No space left on device\n")

    def test_closed_streams(self):
        run = lambda line: subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
        done = run(f"'{ADAGE}' simplify x >&-")
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot write to standard output", done.stderr)
        self.assertEqual(run(f"'{ADAGE}' run - <&-").returncode, 2)
        self.assertEqual(run(f"'{ADAGE}' simplify 'sin x' 2>&-").returncode, 2)
        self.assertEqual(run(f"'{ADAGE}' simplify x 2>&-").stdout, "x\n")

    def test_a_reader_that_leaves(self):
        done = subprocess.run(["bash", "-c", f"'{ADAGE}' functions | head -1"], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        ignored = subprocess.run(["bash", "-c", f"trap '' PIPE; ('{ADAGE}' catalog; echo $? >&2) | head -1"],
                                 capture_output=True, text=True, timeout=60)
        self.assertEqual(ignored.stderr, "2\n")

    def test_the_same_bytes_every_time(self):
        for words in [["functions"], ["diff", "exp(x*y)*sin(x)^2/z"], ["check", "--claim", "x^2 == x"]]:
            self.assertEqual(adage(*words), adage(*words))


class Cards(Case):
    def card(self, *words):
        status, out, err = adage("analyze", *words, "--no-timing", "--format", "json")
        self.assertEqual((status, err), (0, ""))
        return json.loads(out)

    def test_text_fits_80_columns_piped_and_on_a_terminal(self):
        for formula in ["gelu", "x*tanh(softplus(x))", "sin(x)", "1/x", "a*b", "relu6(x) + abs(x - 1) + abs(x + 2)"]:
            status, out, err = adage("analyze", formula)
            self.assertEqual((status, err), (0, ""))
            self.assertLessEqual(max(map(len, out.splitlines())), 80, formula)
            self.assertNotIn("\x1b", out)

    def test_a_bare_name_is_a_function(self):
        for words, formula in [(["relu"], "relu(x)"), (["relu_act"], "max(0, x)"),
                               (["elu", "--at", "alpha=2"], "where(x > 0, x, 2*(exp(x) - 1))"),
                               (["glu"], "a*sigmoid(b)"), (["x"], "x")]:
            self.assertEqual(self.card(*words)["formula"], formula)

    def test_json(self):
        card = self.card("tanh(x)")
        self.assertEqual(card["lipschitz"]["value"], {"kind": "exact", "text": "1", "lo": 1.0, "hi": 1.0, "exact": "1"})
        self.assertEqual((card["odd"], card["even"], card["smoothness"]), (True, False, "inf"))
        self.assertEqual(card["supremum"]["attained"], False)
        self.assertEqual(card["supremum"]["at"][0]["lo"], "inf")
        self.assertEqual([s["trend"] for s in card["convex"]], ["convex", "concave"])
        self.assertEqual(card["value_ns"]["kind"], "undecided")

    def test_what_others_return_at_kinks(self):
        joints = self.card("hard_swish")["joints"]
        self.assertEqual([j["frameworks"] for j in joints],
                         [{"PyTorch": "-1/2", "JAX": "0"}, {"PyTorch": "3/2", "JAX": "1"}])
        self.assertEqual(self.card("leaky_relu", "--at", "alpha=0.2")["joints"][0]["frameworks"], {})

    def test_values_are_exact(self):
        self.assertEqual(self.card("cos(a*x)", "--at", "a=pi/2")["formula"], "cos(pi/2*x)")

    def test_several_variables(self):
        card = self.card("a*b", "--range", "a=0:2")
        self.assertEqual(card["box"], {"a": [0.0, 2.0], "b": [-1.0, 1.0]})
        self.assertEqual(card["supremum"]["value"]["text"], "2")

    def test_html_is_escaped(self):
        status, out, err = adage("analyze", "where(x < 1, x, 1)", "--format", "html", "--no-timing")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("where(x &lt; 1", out)
        self.assertNotIn("x < 1", out)

    def test_the_same_bytes_without_times(self):
        words = ["analyze", "mish", "--no-timing"]
        self.assertEqual(adage(*words), adage(*words))

    def test_refusals(self):
        self.refuses("truth value", "analyze", "x > 0")
        self.refuses("positive", "analyze", "x", "--epsilon", "0")
        self.refuses("--at a", "analyze", "a*x", "--at", "a")
        self.refuses("finite", "analyze", "a*x", "--at", "a=inf")
        self.refuses("NAME=A:B", "analyze", "a*b", "--range", "a=1")
        self.refuses("no variable", "analyze", "x", "--of", "y")
        self.refuses("there is no function", "analyze", "tnh(x)")
        self.refuses("no such figure", "compare", "relu", "--by", "beauty")
        self.refuses("--catalog", "compare")

    def test_compare(self):
        status, out, err = adage("compare", "gelu", "sigmoid", "relu", "--by", "lipschitz", "--no-timing")
        self.assertEqual((status, err), (0, ""))
        self.assertEqual([line.split()[0] for line in out.splitlines()], ["name", "sigmoid", "relu", "gelu"])
        forms = {form: adage("compare", "relu", "abs(x)", "--no-timing", "--format", form)[1]
                 for form in ["markdown", "csv", "json", "html"]}
        self.assertEqual(len(forms["markdown"].splitlines()), 4)
        self.assertIn("sup \\|f'\\|", forms["markdown"])
        self.assertEqual(len(forms["csv"].splitlines()), 3)
        self.assertEqual([card["name"] for card in json.loads(forms["json"])], ["relu", "abs(x)"])
        self.assertEqual(forms["html"].count("<tr>"), 3)

    def test_compare_goes_on_after_a_fault(self):
        status, out, err = adage("compare", "relu", "tnh(x)", "abs", "--no-timing")
        self.assertEqual(status, 2)
        self.assertIn("there is no function", err)
        self.assertEqual([line.split()[0] for line in out.splitlines()], ["name", "relu", "abs"])

    def test_compare_fits_a_terminal(self):
        status, out = on_terminal("compare", "relu", "gelu", "--no-timing", env={"NO_COLOR": "1"})
        self.assertEqual(status, 0)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)
        self.assertNotIn("saturated", out)


if __name__ == "__main__":
    unittest.main(verbosity=1)
