# SPDX-License-Identifier: BSL-1.0
"""silu and its derivative from a file of float32 into two: adage map, NumPy, numexpr, and a copy, which is the limit.

Usage: ADAGE=build/release/adage /usr/bin/python3 bench/map_peers.py [--millions N] [--folder FOLDER]
Each is a program of its own, its start and all files included; medians of seven rounds, in each of which all take turns.
The files should fit the page cache, or the disk is what is measured.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--millions", type=int, default=100)
parser.add_argument("--folder", default=None)
options = parser.parse_args()

MAKE = """
import numpy as np
np.save("x.npy", np.random.default_rng(1).standard_normal({}, dtype=np.float32))
"""
WHOLE = """
import numpy as np
x = np.load("x.npy")
s = 1/(1 + np.exp(-x))
np.save("y.npy", x*s)
np.save("dy.npy", s*(1 + x*(1 - s)))
"""
BLOCKS = """
import numpy as np
from numpy.lib.format import open_memmap
x = np.load("x.npy", mmap_mode="r")
y, dy = (open_memmap(name, "w+", x.dtype, x.shape) for name in ["y.npy", "dy.npy"])
for i in range(0, len(x), 1 << 16):
    p = slice(i, i + (1 << 16))
    s = 1/(1 + np.exp(-x[p]))
    y[p] = x[p]*s
    dy[p] = s*(1 + x[p]*(1 - s))
"""
NUMEXPR = """
import numexpr, numpy as np
x = np.load("x.npy")
np.save("y.npy", numexpr.evaluate("x/(1 + exp(-x))"))
np.save("dy.npy", numexpr.evaluate("(1 + x*(1 - 1/(1 + exp(-x))))/(1 + exp(-x))"))
"""
MAP = [os.path.abspath(os.environ["ADAGE"]), "map", "y = silu(x); dy = diff(y, x)", "--input", "x=x.npy", "--output",
       "y=y.npy", "--output", "dy=dy.npy"]
PROGRAMS = {
    "adage map, one thread": MAP + ["--threads", "1"],
    "adage map": MAP,
    "NumPy, whole arrays": [sys.executable, "-c", WHOLE],
    "NumPy, blocks of mapped arrays": [sys.executable, "-c", BLOCKS],
    "numexpr": [sys.executable, "-c", NUMEXPR],
    "copy into two files": ["sh", "-c", "cat x.npy >y.npy; cat x.npy >dy.npy"],
}

times = {name: [] for name in PROGRAMS}
memory = {}
with tempfile.TemporaryDirectory(dir=options.folder) as folder:
    os.chdir(folder)
    # In a program of its own, as the memory of this one is counted as that of what it starts.
    subprocess.run([sys.executable, "-c", MAKE.format(options.millions * 1_000_000)], check=True)
    for _ in range(7):
        for name, words in PROGRAMS.items():
            begin = time.perf_counter()
            child = subprocess.Popen(words, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            if status == 0:
                times[name].append(time.perf_counter() - begin)
                memory[name] = usage.ru_maxrss / 1024
            for made in ["y.npy", "dy.npy"]:
                if os.path.exists(made):
                    os.remove(made)
    os.chdir("/")

reference = statistics.median(times["adage map"])
print(f"{'':<32}{'seconds':>9}{'ns a row':>10}{'MB':>8}{'ratio':>8}")
for name, seconds in times.items():
    if not seconds:
        print(f"{name:<32}{'absent':>9}")
        continue
    median = statistics.median(seconds)
    print(f"{name:<32}{median:>9.2f}{median * 1e3 / options.millions:>10.2f}{memory[name]:>8.0f}"
          f"{median / reference:>8.2f}")
