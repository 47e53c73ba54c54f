#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The expressions of simplify_expressions.tsv, simplified by adage and by SymPy's simplify, side by side.

Usage: simplify_sympy.py path/to/simplify_bench [seconds for each expression, 20]

One ruler counts both: SymPy's result is printed in adage's language, adage reads it and counts the distinct nodes of
the graph as read, which is also how its own results are counted (a number that occurs twice is one node). adage has
names that SymPy lacks; "spelt out" counts its result with them written in SymPy's words, sigmoid(x) as
1/(1 + exp(-x)). Every result is checked against the formula by adage's verdict. Symbols are real. SymPy gets a
process of its own for each expression, after one call that loads its modules. Needs python3-sympy.
"""
import os
import re
import select
import signal
import statistics
import subprocess
import sys
import time

import sympy
from sympy.printing.str import StrPrinter

SPELT_OUT = {
    "sigmoid": "(x) = 1/(1 + exp(-x))", "softplus": "(x) = log(1 + exp(x))", "relu": "(x) = max(x, 0)",
    "step": "(x) = where(x > 0, 1, 0)", "expm1": "(x) = exp(x) - 1", "log1p": "(x) = log(1 + x)", "exp2": "(x) = 2^x",
    "hypot": "(x, y) = sqrt(x^2 + y^2)", "normal_cdf": "(x) = (1 + erf(x/sqrt(2)))/2",
    "clamp": "(x, lo, hi) = min(max(x, lo), hi)",
}


class Printer(StrPrinter):
    """Text in adage's language."""

    names = {"Max": "max", "Min": "min", "Abs": "abs", "ceiling": "ceil", "loggamma": "lgamma"}
    inverses = {"cot": "tan", "sec": "cos", "csc": "sin", "coth": "tanh", "sech": "cosh", "csch": "sinh"}

    def _print_Function(self, e):
        name = type(e).__name__
        arguments = ", ".join(self._print(a) for a in e.args)
        if name in self.inverses:
            return f"(1/{self.inverses[name]}({arguments}))"
        return f"{self.names.get(name, name)}({arguments})"

    def _print_LatticeOp(self, e):
        return self._print_Function(e)

    def _print_Piecewise(self, e):
        pairs = list(e.args)
        if pairs[-1].cond == True:  # noqa: E712
            result = self._print(pairs.pop().expr)
        else:
            result = "0/0"
        for pair in reversed(pairs):
            result = f"where({self._print(pair.cond)}, {self._print(pair.expr)}, {result})"
        return result

    def _print_Heaviside(self, e):
        return f"where({self._print(e.args[0])} > 0, 1, 0)"

    def _print_Exp1(self, e):
        return "e"

    def _print_Relational(self, e):
        sign = {"Equality": "==", "Unequality": "!="}.get(type(e).__name__, e.rel_op)
        return f"{self._print(e.lhs)} {sign} {self._print(e.rhs)}"

    def _print_And(self, e):
        return "(" + " and ".join(f"({self._print(a)})" for a in e.args) + ")"

    def _print_Or(self, e):
        return "(" + " or ".join(f"({self._print(a)})" for a in e.args) + ")"

    def _print_Not(self, e):
        return f"(not ({self._print(e.args[0])}))"


def read(text):
    """The formula as SymPy's own constructors make it."""
    names = set(re.findall(r"\b[a-z_][a-z_0-9]*\b(?!\s*\()", text)) - {"pi", "e"}
    space = {name: sympy.Symbol(name, real=True) for name in names}
    space |= {
        "pi": sympy.pi, "e": sympy.E, "abs": sympy.Abs, "max": sympy.Max, "min": sympy.Min,
        "where": lambda c, a, b: sympy.Piecewise((a, c), (b, True)), "relu": lambda x: sympy.Max(0, x),
        "sigmoid": lambda x: 1/(1 + sympy.exp(-x)), "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    }
    for name in "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp log sqrt sign floor erf".split():
        space[name] = getattr(sympy, name)
    text = re.sub(r"(?<![\w.])(\d+\.?\d*)(?![\w.])", r"R('\1')", text).replace("^", "**")
    return eval(text, {"__builtins__": {}, "R": sympy.Rational, **space})


def simplify(formula, patience):
    """SymPy's result in adage's language (empty: none) and the seconds it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            expression = read(formula)
            start = time.perf_counter()
            result = sympy.simplify(expression)
            seconds = time.perf_counter() - start
            os.write(writer, f"{Printer().doprint(result).replace('**', '^')}\t{seconds}".encode())
        except Exception as error:
            print(f"{formula}: {type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(0)
    os.close(writer)
    ready = select.select([reader], [], [], patience)[0]
    if not ready:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader) as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    text, _, seconds = answer.partition("\t")
    return text, float(seconds or patience)


def spelt_out(result):
    """The result with adage's own names replaced by definitions in SymPy's words."""
    used = [name for name in SPELT_OUT if re.search(rf"\b{name}\(", result)]
    text = re.sub(rf"\b({'|'.join(SPELT_OUT)})\(", r"spelt_\1(", result)
    return "; ".join([f"spelt_{name}{SPELT_OUT[name]}" for name in used] + [text])


def main():
    bench = sys.argv[1]
    patience = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    lines = subprocess.run([bench, "--tsv"], check=True, capture_output=True, text=True).stdout.splitlines()
    rows = [line.split("\t") for line in lines]

    def count(pairs):
        text = "".join(f"{formula}\t{result}\n" for formula, result in pairs)
        answer = subprocess.run([bench, "--count"], check=True, capture_output=True, text=True, input=text).stdout
        counted = [line.split("\t") for line in answer.splitlines()]
        return [(int(before) if before != "unread" else None, int(after) if after != "unread" else None, verdict)
                for before, after, verdict in counted]

    sympy.simplify(sympy.sin(sympy.Symbol("x"))**2 + sympy.cos(sympy.Symbol("x"))**2)
    peers = [simplify(formula, patience) for _, formula, *_ in rows]
    # Where SymPy gives nothing in time, the user keeps the formula.
    ours = count((row[1], row[2]) for row in rows)
    spelt = count((row[1], spelt_out(row[2])) for row in rows)
    theirs = count((row[1], peer[0] or row[1]) for row, peer in zip(rows, peers))

    width = max(len(row[0]) for row in rows)
    print(f"{'':{width}}  before  adage  spelt out  SymPy   adage ms   SymPy ms  smaller")
    for row, mine, words, peer, its in zip(rows, ours, spelt, peers, theirs):
        a, b = mine[1], its[1]
        who = "?" if None in (a, b) else "adage" if a < b else "SymPy" if a > b else "same"
        odd = [f"{name} {verdict}" for name, verdict in (("adage:", mine[2]), ("SymPy:", its[2])) if verdict != "proved"]
        late = "" if peer[0] else "  no answer"
        print(f"{row[0]:{width}}  {mine[0]:6}  {a:5}  {words[1]:9}  {b or '?':>5}  {1e3*float(row[4]):9.3f}  "
              f"{1e3*peer[1]:9.1f}  {who}{late}{'  (' + ', '.join(odd) + ')' if odd else ''}")
    print()
    for row, mine, peer, its in zip(rows, ours, peers, theirs):
        print(f"{row[0]}: {row[1]}\n  adage {mine[1]:3}  {row[2]}\n  SymPy {its[1] or '?':>3}  {peer[0] or 'none'}")
    print()

    def totals(name, mine):
        pairs = [(m[1], t[1]) for m, t in zip(mine, theirs) if m[1] is not None and t[1] is not None]
        share = 100/len(pairs)
        print(f"{name}: at least as small {share*sum(a <= b for a, b in pairs):.0f} % of {len(pairs)}, smaller "
              f"{share*sum(a < b for a, b in pairs):.0f} %, nodes {sum(a for a, _ in pairs)} to {sum(b for _, b in pairs)}")

    totals("adage beside SymPy", ours)
    totals("adage spelt out beside SymPy", spelt)
    ratios = [peer[1]/float(row[4]) for row, peer in zip(rows, peers)]
    print(f"SymPy {sympy.__version__} takes {statistics.median(ratios):.0f} times as long (median; least {min(ratios):.0f}); "
          f"{sum(not peer[0] for peer in peers)} without an answer after {patience:.0f} s")
    for name, results in (("adage", ours), ("SymPy", theirs)):
        verdicts = [verdict for *_, verdict in results]
        print(f"{name}'s results: " + ", ".join(f"{verdicts.count(v)} {v}" for v in ("proved", "undecided", "refuted")))


if __name__ == "__main__":
    main()
