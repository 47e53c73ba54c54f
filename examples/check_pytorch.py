#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks PyTorch's own CPU kernels, forward and backward, against the true values, through .npy files.

    check_pytorch.py [path of adage]

Any framework that can write arrays is checked in the same way. Ends with status 77 where PyTorch is not installed, and
with 1 where a kernel errs by more than is stated below.
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# The formula, the kernel, and the errors in ulps that its value and its gradient stay below between -20 and 20. The
# large ones are tails in which float32 cancels everything away: sigmoid is near 1 there and 1 - sigmoid(x) is lost.
LOST = 1e8
KERNELS = [
    ("sigmoid(x)", torch.sigmoid, 4, LOST),
    ("tanh(x)", torch.tanh, 4, LOST),
    ("x*normal_cdf(x)", torch.nn.functional.gelu, LOST, LOST),
    ("x*sigmoid(x)", torch.nn.functional.silu, 4, 1e5),
    ("softplus(x)", torch.nn.functional.softplus, 4, 4),
]


def numbers():
    """Floats of both signs, evenly spread over the binades from 2^-20 to 16, and zero."""
    sizes = numpy.exp2(numpy.linspace(-20, 4.3, 20_000)).astype(numpy.float32)
    return numpy.concatenate([-sizes[::-1], numpy.zeros(1, numpy.float32), sizes])


def main():
    adage = sys.argv[1] if len(sys.argv) > 1 else "adage"
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        def save(name, array):
            path = os.path.join(folder, name + ".npy")
            numpy.save(path, array)
            return path

        def compare(formula, option, path, most):
            done = subprocess.run([adage, "check-data", formula, "--input", f"x={inputs}", option, path,
                                   "--max-ulp", str(most), "--format", "json"], stdout=subprocess.PIPE, check=False)
            if done.returncode > 1:
                sys.exit(done.returncode)
            report = json.loads(done.stdout)["results"][0]
            wrong = report["wrong_nonfinite"]["count"] + report["wrong_finite"]["count"]
            print(f"{report['formula']:24} worst error {report['worst_ulp']:10.4g} ulp"
                  f" at x = {report['worst']['inputs']['x']:.6g}" + (f", {wrong} not finite" if wrong else ""))
            return done.returncode == 0

        inputs = save("x", numbers())
        for formula, kernel, value_ulp, slope_ulp in KERNELS:
            x = torch.from_numpy(numbers()).requires_grad_()
            y = kernel(x)
            y.backward(torch.ones_like(y))
            fine &= compare(formula, "--value", save("y", y.detach().numpy()), value_ulp)
            fine &= compare(formula, "--grad-x", save("dx", x.grad.numpy()), slope_ulp)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
