# SPDX-License-Identifier: BSL-1.0
"""Runs every snippet of README.md and docs/guide.md and compares what is printed. With --write, puts it there instead.

    console   `$ command` lines and their output, in a shell with `adage` on the path
    text      `adage> ` lines and their output, in a session on a terminal
    cpp       examples/readme.cpp from `int main` on; output: examples/readme.expected, which a test of its own holds
    cmake     lines of the stranger's project, which .ci/run builds
    ebnf      grammar/expression.ebnf
    adage     a script that runs without a fault
    sh        programs of this repository
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import pexpect
except ImportError:
    sys.exit("python3-pexpect is missing")

ADAGE = os.path.abspath(os.environ["ADAGE"])
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = ["README.md", "docs/guide.md"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def without_times(text):
    text = re.sub(r'"seconds":[-+.e0-9]+', '"seconds":TIME', text)
    return re.sub(r"\d+(\.\d+)? (µs|ms|s)\b", "TIME", text)


def run_console(block, folder):
    result = ""
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        done = subprocess.run(["bash", "-c", line[2:]], cwd=folder, text=True, timeout=120, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**os.environ, "PATH": folder + "/bin:" + os.environ["PATH"]})
        result += line + "\n" + done.stdout
    return result


def run_session(block, folder):
    shell = pexpect.spawn(ADAGE, encoding="utf-8", timeout=60, dimensions=(50, 200), cwd=folder,
                          env={**os.environ, "HOME": folder, "XDG_STATE_HOME": folder, "TERM": "xterm", "NO_COLOR": "1",
                               "LC_ALL": "C.UTF-8"})
    shell.expect_exact("adage> ")
    result = ""
    for line in block.splitlines():
        typed = re.match(r"(?:adage|  \.\.\.)> (.*)", line)
        if not typed:
            continue
        shell.sendline(typed[1])
        shell.expect_exact(typed[1] + "\r\n")
        shell.expect(r"(adage|  \.\.\.)> ")
        result += line + "\n" + shell.before.replace("\r\n", "\n")
    shell.close()
    return result


def expected_block(kind, block, folder):
    """What the block should be."""
    if kind == "console":
        return run_console(block, folder)
    if kind == "text":
        return run_session(block, folder)
    if kind == "cpp":
        program = read("examples", "readme.cpp")
        includes = re.findall(r"^#include.*\n", program, re.M)
        return "".join(includes) + "\n" + program[program.index("int main"):]
    if kind == "output":
        return read("examples", "readme.expected")
    if kind == "ebnf":
        return read("grammar", "expression.ebnf")
    return block


class Page(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        os.mkdir(self.folder + "/bin")
        os.symlink(ADAGE, self.folder + "/bin/adage")

    def hold(self, page):
        blocks = BLOCK.findall(read(page))
        self.assertGreater(len(blocks), 3)
        for kind, block in blocks:
            with self.subTest(page=page, block=block[:60]):
                self.assertIn(kind, ["console", "text", "cpp", "output", "cmake", "ebnf", "adage", "sh"])
                self.assertEqual(without_times(block), without_times(expected_block(kind, block, self.folder)))
                if kind == "cmake":
                    for line in block.splitlines():
                        self.assertIn(line, read("tests", "package", "CMakeLists.txt"))
                if kind == "sh":
                    for line in block.splitlines():
                        self.assertTrue(os.access(os.path.join(ROOT, line.split()[0]), os.X_OK), line)
                if kind == "adage":
                    done = subprocess.run([ADAGE, "run", "-"], input=block, text=True, capture_output=True, timeout=120)
                    self.assertEqual((done.returncode, done.stderr), (0, ""), block)

    def test_readme(self):
        self.hold("README.md")

    def test_guide(self):
        self.hold("docs/guide.md")

    def test_links_lead_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", BLOCK.sub("", read(page))):
                if not target.startswith("http"):
                    there = os.path.join(ROOT, os.path.dirname(page), target)
                    self.assertTrue(os.path.exists(there), f"{page}: {target}")

    def test_lines_are_short(self):
        for page in PAGES:
            for line in BLOCK.sub("", read(page)).splitlines():
                self.assertLessEqual(len(line), 120, f"{page}: {line}")

    def test_the_ruler_finds_what_is_wrong(self):
        self.assertNotEqual(expected_block("console", "$ adage simplify 'x + x'\n3*x\n", self.folder),
                            "$ adage simplify 'x + x'\n3*x\n")
        self.assertEqual(expected_block("console", "$ adage simplify 'x + x'\n3*x\n", self.folder),
                         "$ adage simplify 'x + x'\n2*x\n")


def write():
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/bin")
            os.symlink(ADAGE, folder + "/bin/adage")
            text = BLOCK.sub(lambda m: f"```{m[1]}\n{expected_block(m[1], m[2], folder)}```", read(page))
        with open(os.path.join(ROOT, page), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        unittest.main(verbosity=1)
