# SPDX-License-Identifier: BSL-1.0
"""PyTorch and numexpr on the arrays of arrays_bench: f and f' of one element in nanoseconds, float32, medians.

Usage: ATEN_CPU_CAPABILITY=avx512 /usr/bin/python3 bench/arrays_peers.py [--threads N]
PyTorch is measured twice: eager autograd as people write it, and its fused operations into memory that exists already.
"""
import argparse
import statistics
import time

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()


def median_ns(work, n):
    work()
    times = []
    for _ in range(101 if n < 1_000_000 else 7):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) / n * 1e9)
    return statistics.median(times)


FORMULAS = {
    "relu": ("where(x > 0, x, 0)", "where(x > 0, 1, 0)"),
    "sigmoid": ("1/(1 + exp(-x))", "exp(-x)/(1 + exp(-x))**2"),
    "tanh": ("tanh(x)", "1 - tanh(x)**2"),
    "softplus": ("log1p(exp(x))", "1/(1 + exp(-x))"),
    "silu": ("x/(1 + exp(-x))", "(1 + x*(1 - 1/(1 + exp(-x))))/(1 + exp(-x))"),
    "mish": ("x*tanh(log1p(exp(x)))", "tanh(log1p(exp(x))) + x*(1 - tanh(log1p(exp(x)))**2)/(1 + exp(-x))"),
    "elu": ("where(x > 0, x, expm1(x))", "where(x > 0, 1, exp(x))"),
}


def numexpr_rows(x):
    try:
        import numexpr
    except ImportError:
        return {}
    numexpr.set_num_threads(options.threads)
    y, dy = np.empty_like(x), np.empty_like(x)

    def run(f, d):
        numexpr.evaluate(f, local_dict={"x": x}, out=y, casting="unsafe")
        numexpr.evaluate(d, local_dict={"x": x}, out=dy, casting="unsafe")

    return {name: median_ns(lambda f=f, d=d: run(f, d), x.size) for name, (f, d) in FORMULAS.items()}


def torch_rows(x):
    try:
        import torch
    except ImportError:
        return {}, {}
    torch.set_num_threads(options.threads)
    functional = torch.nn.functional
    eager = {
        "relu": functional.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "softplus": functional.softplus,
        "silu": functional.silu, "gelu": functional.gelu, "mish": functional.mish, "elu": functional.elu,
    }
    at = torch.from_numpy(x)
    ones = torch.ones_like(at)

    def autograd(f):
        leaf = at.detach().requires_grad_()
        f(leaf).backward(ones)

    aten = torch.ops.aten
    y, dy = torch.empty_like(at), torch.empty_like(at)
    fused = {
        "relu": lambda: (torch.relu(at), aten.threshold_backward(ones, at, 0)),
        "sigmoid": lambda: (torch.sigmoid(at, out=y), aten.sigmoid_backward.grad_input(ones, y, grad_input=dy)),
        "tanh": lambda: (torch.tanh(at, out=y), aten.tanh_backward.grad_input(ones, y, grad_input=dy)),
        "softplus": lambda: (aten.softplus.out(at, out=y),
                             aten.softplus_backward.grad_input(ones, at, 1, 20, grad_input=dy)),
        "silu": lambda: (aten.silu.out(at, out=y), aten.silu_backward.grad_input(ones, at, grad_input=dy)),
        "gelu": lambda: (aten.gelu.out(at, out=y), aten.gelu_backward.grad_input(ones, at, grad_input=dy)),
        "mish": lambda: (aten.mish.out(at, out=y), aten.mish_backward(ones, at)),
        "elu": lambda: (aten.elu.out(at, out=y),
                        aten.elu_backward.grad_input(ones, 1, 1, 1, False, at, grad_input=dy)),
    }
    return ({k: median_ns(lambda f=f: autograd(f), x.size) for k, f in eager.items()},
            {k: median_ns(f, x.size) for k, f in fused.items()})


for n in (100_000, 10_000_000):
    x = ((np.arange(n) * 0.618) % 16 - 8).astype(np.float32)
    eager, fused = torch_rows(x)
    numexpr = numexpr_rows(x)
    print(f"\nfloat32, {n} elements, {options.threads} thread(s): ns for f and f' of one element")
    print(f"{'':10} {'autograd':>9} {'fused':>9} {'numexpr':>9}")
    for name in ["relu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "elu"]:
        cells = [f"{rows[name]:9.3f}" if name in rows else f"{'-':>9}" for rows in (eager, fused, numexpr)]
        print(f"{name:10} " + " ".join(cells))
