# SPDX-License-Identifier: BSL-1.0
"""The atlas: what is written and when, and its pages in a browser: sorting, filtering, overlay, layout, keyboard."""
import html.parser
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import xml.dom.minidom

import browser

ADAGE = os.environ["ADAGE"]
SLOW = bool(os.environ.get("ADAGE_SANITIZED"))  # then a few functions stand for the catalogue
MINE = """
# Other names: the diode. Somebody 2011 & <others>.
# Range [0, inf).
diode(x) = max(0, x)
check diode'(x) == step(x)

steep(x; k = 5) = tanh(k*x)
check diff(steep(x, k = k), x) == k*(1 - tanh(k*x)^2)

wrong(x) = x^2
check wrong'(x) == x

gate(a, b) = a*sigmoid(b)
offset = 3
"""
VOID = {"meta", "link", "img", "input", "br", "path", "line"}


def adage(*words, **more):
    return subprocess.run([ADAGE, *words], capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, **more)


class Balance(html.parser.HTMLParser):
    """Elements that are not closed, and links."""

    def __init__(self, text):
        super().__init__()
        self.open, self.faults, self.links, self.ids = [], [], [], []
        self.feed(text)
        self.faults += self.open

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.links += [given[a] for a in ("href", "src") if a in given]
        self.ids += [given["id"]] if "id" in given else []
        if tag == "img" and not given.get("alt"):
            self.faults.append("img without alt")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


class Site(unittest.TestCase):
    """One atlas for all."""
    done = None

    @classmethod
    def setUpClass(cls):
        if Site.done is not None:
            return
        temporary = tempfile.TemporaryDirectory()
        unittest.addModuleCleanup(temporary.cleanup)
        Site.folder = pathlib.Path(temporary.name)
        Site.script = Site.folder / "mine.adage"
        Site.script.write_text(MINE)
        Site.atlas = Site.folder / "atlas"
        words = ["--only-files"] if SLOW else []
        Site.done = adage("atlas", "-o", str(Site.atlas), "--file", str(Site.script), "--no-timing", *words)
        if Site.done.returncode != 0:
            raise AssertionError(Site.done.stderr)


class Files(Site):
    def test_what_is_said(self):
        self.assertEqual(self.done.stderr, "")
        self.assertRegex(self.done.stdout, rf"^\d+ functions in {self.atlas}; open {self.atlas}/index.html \(")

    def test_pages_are_whole_and_light(self):
        pages = sorted(self.atlas.glob("*.html"))
        self.assertGreater(len(pages), 5 if SLOW else 100)
        for page in pages:
            text = page.read_text()
            parsed = Balance(text)
            self.assertEqual(parsed.faults, [], page.name)
            self.assertEqual(len(parsed.ids), len(set(parsed.ids)), page.name)
            weight = page.stat().st_size
            for link in parsed.links:
                target = urllib.parse.urlsplit(link)
                if target.scheme == "data" or not target.path:
                    continue
                self.assertEqual((target.scheme, target.netloc), ("", ""), f"{page.name} links to {link}")
                self.assertTrue((self.atlas / target.path).is_file(), f"{page.name} links to {link}")
                if not target.path.endswith(".html"):
                    weight += (self.atlas / target.path).stat().st_size
            self.assertLess(weight, 200_000, page.name)
        for picture in self.atlas.glob("*.svg"):
            xml.dom.minidom.parse(str(picture))

    def test_a_page(self):
        text = (self.atlas / "diode.html").read_text()
        for part in ("Other names: the diode. Somebody 2011 &amp; &lt;others&gt;. Range [0, inf).", "<math", "step(x)",
                     "diode.svg", "diode.graph.svg", "kink at 0, slopes 0 | 1", 'class="proved">proved',
                     "diode(x) = max(0, x)", "adage::parse(graph"):
            self.assertIn(part, text)
        self.assertIn('class="refuted">refuted', (self.atlas / "wrong.html").read_text())
        gate = (self.atlas / "gate.html").read_text()
        self.assertIn("d/da gate", gate)
        self.assertNotIn("gate.svg", gate)
        self.assertFalse((self.atlas / "offset.html").exists())

    def test_the_same_every_time(self):
        again = self.folder / "again"
        words = ("atlas", "--file", str(self.script), "--only-files", "--no-timing", "-o")
        self.assertEqual(adage(*words, str(again)).returncode, 0)
        other = self.folder / "other"
        self.assertEqual(adage(*words, str(other), "--threads", "1").returncode, 0)
        timeless = lambda page: re.sub(r"<td>[0-9.]+ (ns|µs|ms|s)</td>", "", page.read_text())
        for page in sorted(again.iterdir()):
            self.assertEqual(timeless(page), timeless(other / page.name), page.name)

    def test_folders_that_are_not_ours_are_left_alone(self):
        precious = self.folder / "precious"
        precious.mkdir()
        (precious / "index.html").write_text("<p>mine</p>")
        done = adage("atlas", "-o", str(precious), "--file", str(self.script), "--only-files")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("is there already and is no atlas", done.stderr)
        self.assertEqual([p.name for p in precious.iterdir()], ["index.html"])
        empty = self.folder / "empty"
        empty.mkdir()
        for _ in range(2):  # an atlas is replaced
            self.assertEqual(adage("atlas", "-o", str(empty), "--file", str(self.script), "--only-files").returncode, 0)
        self.assertFalse(list(self.folder.glob("empty.*")))

    def test_faults_leave_nothing(self):
        target = self.folder / "never"
        bad = self.folder / "bad.adage"
        bad.write_text("f(x) = sinn(x)\n")
        for words, message in ((("--file", str(bad)), "there is no function `sinn`"), (("--file", str(self.folder / "none")), "cannot read")):
            done = adage("atlas", "--only-files", "-o", str(target), *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(message, done.stderr)
        done = adage("atlas", "--only-files", "-o", str(target), "--file", str(self.script),
                     env={**os.environ, "PATH": str(self.folder)})
        self.assertEqual(done.returncode, 2)
        self.assertIn("apt-get install gnuplot-nox", done.stderr)
        self.assertEqual(list(self.folder.glob("never*")), [])

    def test_interrupt(self):
        target = self.folder / "stopped"
        process = subprocess.Popen([ADAGE, "atlas", "-o", str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
        self.assertIn(process.returncode, (2, -signal.SIGINT))  # the latter where a slow build has hardly started
        if process.returncode == 2:
            self.assertEqual(out, "")
            self.assertIn("interrupted; nothing was written", err)
        self.assertEqual(list(self.folder.glob("stopped*")), [])


@unittest.skipUnless(browser.CHROMIUM, "Chromium is not installed (apt-get install chromium): pages are not tried")
class Pages(Site):
    def setUp(self):
        self.page = browser.Browser()
        self.addCleanup(self.page.close)

    def open(self, name, **more):
        self.page.open(f"file://{self.atlas}/{name}", **more)

    def names(self):
        return self.page.run("[...document.querySelectorAll('#cards tbody tr')].filter(r => !r.hidden)"
                             ".map(r => r.cells[0].textContent)")

    def no_faults(self):
        self.assertEqual(self.page.errors, [])
        self.assertEqual([url for url in self.page.requests if not url.startswith(("file:", "data:"))], [])

    def test_sorting(self):
        self.open("index.html")
        column = self.page.run("[...document.querySelectorAll('#cards thead th')]"
                               ".findIndex(h => h.textContent.startsWith('sup'))")
        click = f"document.querySelectorAll('#cards thead th')[{column}].querySelector('button').click()"
        values = (f"[...document.querySelectorAll('#cards tbody tr')].map(r => r.cells[{column}].dataset.value)"
                  ".filter(v => v).map(Number)")
        self.page.run(click)
        up = self.page.run(values + ".map(v => v === Infinity ? 1e308 : v)")
        self.assertEqual(up, sorted(up))
        self.assertGreater(len(set(up)), 2)
        self.page.run(click)
        down = self.page.run(values + ".map(v => v === Infinity ? 1e308 : v)")
        self.assertEqual(down, sorted(up, reverse=True))
        self.assertEqual(self.page.run(f"document.querySelectorAll('#cards thead th')[{column}].ariaSort"), "descending")
        self.page.run("document.querySelector('#cards thead th button').click()")
        names = self.names()
        self.assertEqual(names, sorted(names))
        self.no_faults()

    def test_filtering(self):
        self.open("index.html")
        everything = self.names()
        self.page.run("filter.value = 'DIODE somebody'; filter.dispatchEvent(new Event('input'))")
        self.assertEqual(self.names(), ["diode"])
        self.assertEqual(self.page.run("document.getElementById('status').textContent"), f"1 of {len(everything)} shown")
        self.page.run("filter.value = ''; filter.dispatchEvent(new Event('input'))")
        self.page.run("smooth.value = 'C^0'; smooth.dispatchEvent(new Event('change'))")
        self.assertIn("diode", self.names())
        self.assertNotIn("wrong", self.names())
        self.no_faults()

    def test_keyboard(self):
        self.open("index.html")
        self.page.run("document.querySelector('#cards thead th button').focus()")
        self.page.key("Enter", 13)
        self.assertEqual(self.names(), sorted(self.names()))
        self.page.open(f"file://{self.atlas}/index.html")
        self.page.key("Tab", 9)
        self.assertEqual(self.page.run("document.activeElement.className"), "skip")
        self.assertGreaterEqual(self.page.run("document.activeElement.getBoundingClientRect().left"), 0)

    def test_overlay(self):
        self.open("compare.html#diode,steep")
        drawn = "[...document.querySelectorAll('#overlay path[data-name]')].map(p => p.dataset.name)"
        self.assertEqual(self.page.run(drawn), ["diode", "steep"])
        self.assertTrue(self.page.run("[...document.querySelectorAll('#overlay path[data-name]')]"
                                      ".every(p => p.getTotalLength() > 100)"))
        self.page.run("slopes.click(); document.querySelector('input[value=wrong]').click()")
        self.assertEqual(self.page.run(drawn), ["diode", "diode'", "steep", "steep'", "wrong", "wrong'"])
        self.assertEqual(self.page.run("location.hash"), "#diode,steep,wrong")
        rows = "[...document.querySelectorAll('#figures tbody tr')].filter(r => !r.hidden).map(r => r.dataset.name)"
        self.assertEqual(self.page.run(rows), ["diode", "steep", "wrong"])
        self.page.run("none.click()")
        self.assertEqual(self.page.run(drawn), [])
        # The line is where the function is: max(0, x) at 3 is half as high as at 6.
        self.page.run("document.querySelector('input[value=diode]').click(); slopes.checked && slopes.click()")
        box = self.page.run("(() => { const b = document.querySelector('#overlay path[data-name]').getBBox();"
                            "return [b.x, b.y, b.width, b.height]; })()")
        self.assertAlmostEqual(box[2], 838, delta=1)
        self.no_faults()

    def test_layout(self):
        pages = [p.name for p in sorted(self.atlas.glob("*.html"))]
        for width in (360, 1440):
            for page in pages[::5] + ["index.html", "compare.html", "diode.html", "gate.html"]:
                self.open(page, width=width)
                self.assertLessEqual(self.page.run("document.documentElement.scrollWidth"), width, f"{page} at {width}")
        self.no_faults()

    def test_light_and_dark(self):
        paper = "getComputedStyle(document.body).backgroundColor"
        self.open("diode.html")
        light = self.page.run(paper)
        self.open("diode.html", dark=True)
        self.assertNotEqual(light, self.page.run(paper))

    def test_headings_and_names(self):
        for page in ("index.html", "compare.html", "diode.html"):
            self.open(page)
            self.assertEqual(self.page.run("document.querySelectorAll('h1').length"), 1)
            self.assertTrue(self.page.run("document.documentElement.lang === 'en' && document.title.length > 5"))
            self.assertEqual(self.page.run("[...document.querySelectorAll('input, select')].filter(i => !i.labels.length)"
                                           ".length"), 0, page)

    def test_without_scripts(self):
        plain = browser.Browser(javascript=False)
        self.addCleanup(plain.close)
        plain.open(f"file://{self.atlas}/index.html")
        tree = plain.call("Accessibility.getFullAXTree")["nodes"]
        shown = {node.get("name", {}).get("value") for node in tree if not node.get("ignored")}
        self.assertIn("diode", shown)
        self.assertNotIn("Name, author, formula", shown)  # no control that would do nothing
        plain.open(f"file://{self.atlas}/compare.html")
        tree = plain.call("Accessibility.getFullAXTree")["nodes"]
        text = " ".join(str(node.get("name", {}).get("value")) for node in tree if not node.get("ignored"))
        self.assertIn("The overlay needs JavaScript", text)


if __name__ == "__main__":
    unittest.main()
