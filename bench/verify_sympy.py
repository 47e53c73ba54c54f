#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What SymPy's simplify(left - right) == 0 makes of the claims that verify_bench decides.

Usage: verify_sympy.py path/to/verify_bench [seconds for each claim, 10] [only every n-th claim, 1]

Each claim is tried in a process of its own, so that a timeout ends it. Assumptions `x > 0` become positive symbols;
others are left out. Symbols are real. Needs python3-sympy.
"""
import multiprocessing
import re
import statistics
import subprocess
import sys
import time


def read(text, sympy, positive):
    names = set(re.findall(r"\b[a-z_][a-z_0-9]*\b(?!\s*\()", text)) - {"pi", "e", "and", "or", "not", "true", "false"}
    space = {name: sympy.Symbol(name, real=True, positive=name in positive or None) for name in names}
    half = sympy.Rational(1, 2)
    space |= {
        "pi": sympy.pi, "e": sympy.E, "abs": sympy.Abs, "asin": sympy.asin, "acos": sympy.acos, "atan": sympy.atan,
        "where": lambda c, a, b: sympy.Piecewise((a, c), (b, True)), "max": sympy.Max, "min": sympy.Min,
        "sigmoid": lambda x: 1/(1 + sympy.exp(-x)), "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
        "relu": lambda x: sympy.Max(0, x), "step": lambda x: sympy.Piecewise((1, x > 0), (0, True)),
        "normal_cdf": lambda x: (1 + sympy.erf(x/sympy.sqrt(2)))*half, "clamp": lambda x, a, b: sympy.Min(sympy.Max(x, a), b),
        "log2": lambda x: sympy.log(x)/sympy.log(2), "log10": lambda x: sympy.log(x)/sympy.log(10),
        "log1p": lambda x: sympy.log(1 + x), "expm1": lambda x: sympy.exp(x) - 1, "exp2": lambda x: 2**x,
        "cbrt": lambda x: sympy.sign(x)*sympy.Abs(x)**sympy.Rational(1, 3), "hypot": lambda x, y: sympy.sqrt(x**2 + y**2),
        "lgamma": sympy.loggamma, "And": sympy.And, "Or": sympy.Or, "Not": sympy.Not,
    }
    for name in ("sin cos tan sinh cosh tanh asinh acosh atanh atan2 exp log sqrt sign floor erf erfc gamma digamma "
                 "polygamma").split():
        space[name] = getattr(sympy, name)
    space["ceil"] = sympy.ceiling
    text = re.sub(r"(?<![\w.])(\d+\.?\d*(?:e-?\d+)?)(?![\w.])", r"R('\1')", text).replace("^", "**")
    # Conditions joined by words need brackets that the operators of Python give another precedence.
    text = re.sub(r"([^(),]+) and ([^(),]+)", r"And(\1, \2)", text)
    text = re.sub(r"([^(),]+) or ([^(),]+)", r"Or(\1, \2)", text)
    text = re.sub(r"\bnot ([^(),]+)", r"Not(\1)", text)
    text = text.replace("==", "-").replace("!=", "-") if "where(" not in text else text
    return eval(text, {"__builtins__": {}, "R": sympy.Rational, **space})


def decide(claim, answer):
    import sympy

    start = time.time()
    try:
        positive = set(re.findall(r"(\w+) > 0", claim[3]))
        difference = read(claim[1], sympy, positive) - read(claim[2], sympy, positive)
        start = time.time()
        verdict = "decided" if sympy.simplify(difference) == 0 else "undecided"
    except Exception as error:
        verdict = f"unread: {type(error).__name__}"
    answer.put((verdict, time.time() - start))


def main():
    patience = float(sys.argv[2]) if len(sys.argv) > 2 else 10
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    lines = subprocess.run([sys.argv[1], "--list"], check=True, capture_output=True, text=True).stdout.splitlines()
    claims = [line.split("\t") for line in lines][::every]
    counts, times = {}, []
    for claim in claims:
        answer = multiprocessing.Queue()
        process = multiprocessing.Process(target=decide, args=(claim, answer))
        process.start()
        try:
            verdict, seconds = answer.get(timeout=patience)
        except Exception:
            verdict, seconds = "timeout", patience
        process.kill()
        process.join()
        counts[verdict] = counts.get(verdict, 0) + 1
        if not verdict.startswith("unread"):
            times.append(seconds)
    print(f"{len(claims)} claims: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    if times:
        print(f"median {1e3*statistics.median(times):.0f} ms, worst {max(times):.1f} s")


if __name__ == "__main__":
    try:
        import sympy  # noqa: F401
    except ImportError:
        sys.exit("SymPy is absent (Debian: python3-sympy)")
    main()
