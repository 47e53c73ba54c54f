# SPDX-License-Identifier: BSL-1.0
"""`adage map`: arrays in files through formulas, and that nothing half-written is ever left."""
import array
import math
import os
import random
import resource
import signal
import subprocess
import time
import unittest

from cli_test import ADAGE, WithFiles, adage, on_terminal


def numbers(path):
    """The type, the header and the numbers of a .npy file."""
    with open(path, "rb") as file:
        data = file.read()
    length = 10 + data[8] + 256 * data[9]
    header = eval(data[10:length])  # the file is ours
    values = array.array({"<f4": "f", "<f8": "d"}[header["descr"]], data[length:])
    return header["descr"], header["shape"], values


class Map(WithFiles):
    def path(self, name):
        return os.path.join(self.folder, name)

    def files(self):
        return sorted(os.listdir(self.folder))

    def maps(self, *words, **more):
        self.assertEqual(adage("map", *words, **more), (0, "", ""))

    def test_value_and_derivative(self):
        x = self.npy("x.npy", [-1, 0, 3])
        self.maps("y = x^2; dy = diff(y, x)", "--input", f"x={x}", "--output", f"y={self.path('y.npy')}",
                  "--output-dy", self.path("dy.npy"))
        self.assertEqual(numbers(self.path("y.npy")), ("<f4", (3,), array.array("f", [1, 0, 9])))
        self.assertEqual(numbers(self.path("dy.npy")), ("<f4", (3,), array.array("f", [-2, 0, 6])))
        self.assertEqual(self.files(), ["dy.npy", "x.npy", "y.npy"])

    def test_long_columns_are_the_same_for_any_number_of_threads(self):
        random.seed(3)
        values = [random.gauss(0, 3) for _ in range(300_001)]
        x = self.npy("x.npy", values, "<f8", "d")
        for threads in ["1", "2", "7"]:
            self.maps("f = tanh(a*x); g = diff(f, x)", "--input-x", x, "--at", "a=1/2", "--threads", threads,
                      "--output-f", self.path(f"f{threads}.npy"), "--output-g", self.path(f"g{threads}.npy"))
        _, shape, f = numbers(self.path("f1.npy"))
        _, _, g = numbers(self.path("g1.npy"))
        self.assertEqual(shape, (300_001,))
        for i in range(0, len(values), 97):
            t = math.tanh(values[i] / 2)
            self.assertAlmostEqual(f[i], t, delta=1e-15)
            self.assertAlmostEqual(g[i], (1 - t * t) / 2, delta=1e-15)
        for other in ["2", "7"]:
            self.assertEqual(numbers(self.path(f"f{other}.npy"))[2], f)
            self.assertEqual(numbers(self.path(f"g{other}.npy"))[2], g)

    def test_shapes_and_types(self):
        data = array.array("f", range(6)).tobytes()
        x = self.npy("x.npy", data, shape="(2, 3)")
        self.maps("x + 1", "--input-x", x, "--output", self.path("y.npy"))
        self.assertEqual(numbers(self.path("y.npy")), ("<f4", (2, 3), array.array("f", range(1, 7))))
        w = self.npy("w.npy", array.array("d", range(6)).tobytes(), "<f8", shape="(2, 3)")
        self.maps("x*w", "--input-x", x, "--input-w", w, "--output", self.path("xw.npy"))
        self.assertEqual(numbers(self.path("xw.npy"))[0], "<f8")
        self.maps("x*w", "--input-x", x, "--input-w", w, "--output", self.path("xw32.npy"), "--dtype", "float32")
        self.assertEqual(numbers(self.path("xw32.npy")), ("<f4", (2, 3), array.array("f", [0, 1, 4, 9, 16, 25])))
        brain = self.npy("b.npy", array.array("H", [0x3F80, 0xC000]).tobytes(), "<u2", shape="(2,)")
        self.maps("-x", "--input-x", brain, "--bfloat16", "--output", self.path("nb.npy"))
        self.assertEqual(numbers(self.path("nb.npy")), ("<f4", (2,), array.array("f", [-1, 2])))
        self.maps("x > 1", "--input-x", x, "--output", self.path("mask.npy"))
        self.assertEqual(list(numbers(self.path("mask.npy"))[2]), [0, 0, 1, 1, 1, 1])
        fortran = self.npy("f.npy", data, shape="(2, 3)", order="True")
        self.maps("x", "--input-x", fortran, "--output", self.path("ff.npy"))
        with open(self.path("ff.npy"), "rb") as file:
            self.assertIn(b"'fortran_order': True", file.read())
        for shape, count in [("()", 1), ("(0,)", 0), ("(0, 5)", 0), ("(1, 1, 1)", 1)]:
            self.maps("2*x", "--input-x", self.npy("e.npy", array.array("f", [3] * count).tobytes(), shape=shape),
                      "--output", self.path("e2.npy"), "--force")
            self.assertEqual(numbers(self.path("e2.npy")), ("<f4", eval(shape), array.array("f", [6] * count)))

    def test_tables(self):
        table = self.text("data.csv", "t,y,label\n1,2,a\n3,4,b\n0.1,nan,c\n")
        out = self.path("out.csv")
        self.maps("z = t*y; dz = diff(z, t); z - 1", "--input", table, "--output", out)
        with open(out) as file:
            self.assertEqual(file.read(), "z,dz,value\n2,2,1\n12,4,11\nnan,nan,nan\n")
        self.maps("z = t*y; w = t + y", "--input-t", f"{table}:t", "--input-y", f"{table}:y", "--output-w", out,
                  "--output-z", out, "--force")
        with open(out) as file:
            self.assertEqual(file.read(), "w,z\n3,2\n7,12\nnan,nan\n")
        self.maps("t/3", "--input", table, "--output", self.path("t.npy"))
        self.assertEqual(numbers(self.path("t.npy")), ("<f8", (3,), array.array("d", [1 / 3, 1, 0.1 / 3])))
        self.maps("s = t/3", "--input", table, "--output", out, "--dtype", "float32", "--force")
        with open(out) as file:
            self.assertEqual(file.read(), "s\n0.33333334\n1\n0.033333335\n")
        self.maps("s = t*y; d = t - y", "--input-t", f"{table}:y", "--input-y", f"{table}:y", "--output", out, "--force")
        with open(out) as file:
            self.assertEqual(file.read(), "s,d\n4,0\n16,0\nnan,nan\n")
        many = "".join(f"{i},{-i}\n" for i in range(100_000))
        long = self.text("long.csv", "t,y\n" + many)
        self.maps("a = t; b = y", "--input", long, "--output", self.path("copy.csv"))
        with open(self.path("copy.csv")) as file:
            self.assertEqual(file.read(), "a,b\n" + many)

    def test_functions_and_what_outputs_mean(self):
        x = self.npy("x.npy", [1, 2])
        self.maps("f(x; c = 10) = c*x; g = f(x) + 1", "--input-x", x, "--output-f", self.path("f.npy"), "--output-g",
                  self.path("g.npy"), "--output", self.path("last.npy"))
        self.assertEqual(list(numbers(self.path("f.npy"))[2]), [10, 20])
        self.assertEqual(list(numbers(self.path("g.npy"))[2]), [11, 21])
        self.assertEqual(list(numbers(self.path("last.npy"))[2]), [11, 21])
        self.maps("f(x) = 3*x", "--input-x", x, "--output", self.path("f3.npy"))
        self.assertEqual(list(numbers(self.path("f3.npy"))[2]), [3, 6])
        self.maps("h = elu(x)", "--input-x", x, "--output", self.path("elu.npy"))
        self.assertEqual(list(numbers(self.path("elu.npy"))[2]), [1, 2])
        self.maps("y = a*x; dy = diff(y, a)", "--input-x", x, "--at", "a=5", "--output-dy", self.path("dya.npy"))
        self.assertEqual(list(numbers(self.path("dya.npy"))[2]), [1, 2])

    def test_what_is_refused_leaves_no_file(self):
        x = self.npy("x.npy", [1, 2])
        y = self.path("y.npy")
        self.refuses("a formula is missing", "map", "--input-x", x, "--output", y)
        self.refuses("nothing to write", "map", "x", "--input-x", x)
        self.refuses("a file is missing", "map", "y = x", "--input-x", x, "--output", "y=")
        self.refuses("there are no rows", "map", "y = 1", "--output-y", y)
        self.refuses("the variable `z` has no values; add --input z=FILE, or --at z=NUMBER", "map", "x*z",
                     "--input-x", x, "--output", y)
        self.refuses("`x` has a file and a value", "map", "x", "--input-x", x, "--at", "x=1", "--output", y)
        self.refuses("no variable of that name; it has x", "map", "x", "--input-x", x, "--input-u", x, "--output", y)
        self.refuses("defines nothing of that name; it defines a", "map", "a = x", "--input-x", x, "--output-b", y)
        self.refuses("two outputs go to", "map", "a = x; b = x", "--input-x", x, "--output-a", y, "--output-b", y)
        self.refuses("`a` goes to", "map", "a = x", "--input-x", x, "--output", self.path("y.csv"), "--output-a",
                     self.path("y.csv"))
        self.refuses("computes nothing", "map", "check x == x", "--input-x", x, "--output", y)
        self.refuses("`value` is defined", "map", "value = x; x", "--input-x", x, "--output", y)
        self.refuses("stray-bracket", "map", "y = x)", "--input-x", x, "--output", y)
        self.refuses("unknown-function", "map", "y = foo(x)", "--input-x", x, "--output", y)
        self.refuses("the shapes differ", "map", "x*z", "--input-x", x, "--input-z", self.npy("z.npy", [1]), "--output",
                     y)
        self.refuses("the shapes differ", "map", "x*z", "--input-x", x, "--input", self.text("z.csv", "z\n1\n"),
                     "--output", y)
        self.refuses("ends before", "map", "x*z", "--input-x", x, "--input", self.text("z.csv", "z\n1\n2\n3\n"),
                     "--output", y)
        self.refuses("truncated", "map", "x", "--input-x", self.npy("t.npy", b"\0" * 4, shape="(9,)"), "--output", y)
        self.refuses("`<i4`", "map", "x", "--input-x", self.npy("i.npy", b"\0" * 4, "<i4", shape="(1,)"), "--output", y)
        self.refuses("said by its name, .npy or .csv", "map", "x", "--input-x", x, "--output", self.path("y.cvs"))
        self.refuses("cannot write", "map", "x", "--input-x", x, "--output", "/nonexistent/y.npy")
        self.refuses("No space left", "map", "x", "--input-x", x, "--output", "/dev/full")
        self.assertFalse([name for name in self.files() if name.startswith("y") or name.endswith(".part")])

    def test_the_first_bad_line_of_many(self):
        lines = ["1"] * 200_000
        for at in [150_000, 90_000, 170_000]:
            lines[at] = f"bad{at}"
        table = self.text("x.csv", "x\n" + "\n".join(lines))
        for _ in range(3):
            self.refuses("x.csv:90002: `bad90000`", "map", "x", "--input", table, "--output", self.path("y.npy"))
        self.assertEqual(self.files(), ["x.csv"])

    def test_existing_files(self):
        x, y = self.npy("x.npy", [1, 2]), self.text("y.npy", "precious")
        self.refuses("y.npy exists; --force replaces it", "map", "2*x", "--input-x", x, "--output", y)
        self.refuses("No space left", "map", "y = x", "--input-x", x, "--output-y", y, "--output", "/dev/full",
                     "--force")
        with open(y) as file:
            self.assertEqual(file.read(), "precious")
        self.maps("2*x", "--input-x", x, "--output", y, "--force")
        self.assertEqual(list(numbers(y)[2]), [2, 4])
        self.maps("2*x", "--input-x", x, "--output", x, "--force")
        self.assertEqual(list(numbers(x)[2]), [2, 4])
        os.symlink(y, self.path("link.npy"))
        self.maps("3*x", "--input-x", x, "--output", self.path("link.npy"), "--force")
        self.assertEqual(list(numbers(y)[2]), [6, 12])

    def test_pipes(self):
        x = self.npy("x.npy", [1, 2])
        with open(x, "rb") as file:
            done = subprocess.run([ADAGE, "map", "2*x", "--input-x", "/dev/stdin", "--output", "/dev/stdout"],
                                  stdin=file, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        with open(self.path("y.npy"), "wb") as file:
            file.write(done.stdout)
        self.assertEqual(list(numbers(self.path("y.npy"))[2]), [2, 4])

    def test_a_file_that_may_not_grow(self):
        x = self.npy("x.npy", [1.0] * 100_000)
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        self.refuses("File too large", "map", "x", "--input-x", x, "--output", self.path("y.npy"), preexec_fn=limit)
        self.assertEqual(self.files(), ["x.npy"])

    def test_interrupts_leave_no_file(self):
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
            os.mkfifo(self.path("pipe"))
            run = subprocess.Popen([ADAGE, "map", "x", "--input-x", self.path("pipe"), "--output", self.path("y.npy")],
                                   stderr=subprocess.PIPE, text=True)
            with open(self.path("pipe"), "wb", buffering=0) as pipe:
                header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }\n"
                pipe.write(b"\x93NUMPY\x01\x00" + bytes([len(header), 0]) + header + b"\0" * 1_000_000)
                while not [name for name in self.files() if name.endswith(".part")]:
                    time.sleep(0.01)
                run.send_signal(number)
                try:
                    pipe.write(b"\0" * 3_000_000)
                except BrokenPipeError:
                    pass
            err = run.communicate(timeout=60)[1]
            self.assertEqual((run.returncode, err), (2, "adage: interrupted; nothing was written\n"))
            os.remove(self.path("pipe"))
            self.assertEqual(self.files(), [])

    def test_a_terminal_is_told_how_far_it_is(self):
        x = self.npy("x.npy", [1.0] * 10)
        status, shown = on_terminal("map", "x", "--input-x", x, "--output", self.path("y.npy"))
        self.assertEqual(status, 0)
        self.assertRegex(shown, r"^10 rows in .*, .* million rows/s\n$")


if __name__ == "__main__":
    unittest.main()
