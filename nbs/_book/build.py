"""Build the book: `make book`, or `python nbs/_book/build.py`.

The sources are laid out in `_proc/pages` (chapters without their directives, a page per folder for the API), Sphinx
writes the site to `_docs`, and then every page is read: no link inside the book may lead nowhere, and nothing that a
page shows may come from another host."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

here = Path(__file__).resolve().parent
root = here.parents[1]
nbs, sources, site = root / "nbs", root / "_proc/pages", root / "_docs"
MATHJAX = "3.2.2"

DOOR = ["tour", "train", "evaluate", "predict", "explore", "check"]  # the rest of the experiments follow by name
FOLDERS = {
    "method": "The method",
    "core": "Core",
    "draw": "Drawing",
    "data": "Data",
    "stampbench": "StampBench",
    "foundation": "The foundation models",
    "models": "Whole models",
    "released": "The released code",
    "ours": "Our variant",
    "rivals": "Other methods",
    "training": "Training",
    "scoring": "Scoring",
    "studies": "Studies",
    "apps": "Commands and apps",
}


def chapters(folder):
    "The chapters of a folder, in reading order."
    return sorted((nbs / folder).glob("*.ipynb"), key=lambda p: int(p.stem.split("_")[0]))


def experiments():
    "The notebooks outside of folders, the door first."
    names = sorted(p.stem for p in nbs.glob("*.ipynb") if p.stem != "index")
    return [n for n in DOOR if n in names] + [n for n in names if n not in DOOR]


def page_cells(cells):
    "A notebook's cells as a page shows them: no hidden ones, no directives."
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "raw" or re.search(r"^#\| *(hide|default_exp)", text, re.M):
            continue
        if cell["cell_type"] == "code":
            exported = re.search(r"^#\| *export", text, re.M)
            text = re.sub(r"^#\|.*\n?", "", text, flags=re.M)
            cell = cell | {"metadata": {"tags": ["exported"]} if exported else {}}
            if not text.strip():
                continue
        else:
            text = text.replace("../figures/", "figures/")
        yield cell | {"source": text.splitlines(keepends=True)}


def toctree(caption, pages):
    "A part of the table of contents."
    listed = "\n".join(pages)
    return f"```{{toctree}}\n:hidden:\n:maxdepth: 1\n:caption: {caption}\n\n{listed}\n```\n"


def contents(folders):
    "The whole table of contents, as a cell below the front page."
    parts = [toctree("Experiments", experiments())]
    parts += [toctree(FOLDERS[f], [f"{f}/{p.stem}" for p in chapters(f)]) for f in folders]
    parts += [toctree("The package", [f"api/{f}" for f in folders] + ["references"])]
    return dict(cell_type="markdown", id="contents", metadata={}, source="\n".join(parts).splitlines(keepends=True))


def lay_out_notebooks(folders):
    "Copy all notebooks to `_proc/pages`."
    for path in [*nbs.glob("*.ipynb"), *(p for f in folders for p in chapters(f))]:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"] = list(page_cells(notebook["cells"]))
        notebook["metadata"].pop("widgets", None)
        if path.stem == "index":
            notebook["cells"].append(contents(folders))
        target = sources / path.relative_to(nbs)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook), encoding="utf-8")


def module_of(chapter):
    "The module that a chapter makes, and the chapter's title; None if it makes none."
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    text = "\n".join("".join(c["source"]) for c in notebook["cells"])
    name, title = re.search(r"^#\| *default_exp (\S+)", text, re.M), re.search(r"^# (.+)", text, re.M)
    exports = re.search(r"^#\| *export", text, re.M)
    return (name[1], title[1]) if name and title and exports else None


def lay_out_api(folders):
    "A page for each folder: every public name of its modules."
    (sources / "api").mkdir()
    for folder in folders:
        parts = [f"# `tavis.{folder}`\n"]
        for chapter in chapters(folder):
            if not (found := module_of(chapter)) or found[0].startswith("__"):
                continue
            name, title = found
            parts.append(f"## `tavis.{name}`\n\nFrom the chapter [{title}](../{folder}/{chapter.name}).\n")
            parts.append(f"```{{eval-rst}}\n.. automodule:: tavis.{name}\n   :members:\n```\n")
        (sources / "api" / f"{folder}.md").write_text("\n".join(parts), encoding="utf-8")


def fetch_mathjax():
    "MathJax as one file, from its package in the npm registry, kept beside the environment."
    kept = Path(sys.prefix) / f"mathjax-{MATHJAX}.js"
    if not kept.exists():
        if not shutil.which("npm"):
            sys.exit(f"The book's equations need MathJax: install npm, or put its es5/tex-svg-full.js at {kept}")
        with tempfile.TemporaryDirectory() as tmp:
            pack = ["npm", "pack", "--silent", f"mathjax@{MATHJAX}"]
            subprocess.run(pack, cwd=tmp, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(Path(tmp).glob("*.tgz"))) as packed:
                kept.write_bytes(packed.extractfile("package/es5/tex-svg-full.js").read())
    return kept


def lay_out():
    "All sources of the book."
    shutil.rmtree(root / "_proc", ignore_errors=True)
    shutil.copytree(root / "figures", sources / "figures")
    ledger = sources / "figures/ledger.md"
    text = "---\norphan: true\n---\n\n# The ledger\n\n" + ledger.read_text(encoding="utf-8")
    ledger.write_text(text, encoding="utf-8")
    folders = [f for f in FOLDERS if (nbs / f).is_dir()]
    if strange := {p.parent.name for p in nbs.glob("[!_.]*/*.ipynb")} - {*folders}:
        sys.exit(f"folders that the book doesn't know: {', '.join(strange)}. Name them in {Path(__file__).name}")
    lay_out_notebooks(folders)
    lay_out_api(folders)
    (sources / "_static").mkdir()
    shutil.copy(here / "style.css", sources / "_static")
    shutil.copy(fetch_mathjax(), sources / "_static/tex-svg-full.js")
    shutil.copy(here / "references.bib", sources)
    text = "# References\n\n```{bibliography}\n:all:\n:style: plain\n```\n"
    (sources / "references.md").write_text(text, encoding="utf-8")


class Page(HTMLParser):
    "What a page links to, what it loads, and the places in it that can be linked to."

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.places = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.places |= {values[k] for k in ("id", "name") if values.get(k)}
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        elif tag == "link" and values.get("rel") in ("stylesheet", "preload", "icon", "shortcut icon", "preconnect"):
            self.loads.append(values.get("href"))
        elif tag in ("script", "img", "iframe", "audio", "video", "source", "embed") and values.get("src"):
            self.loads.append(values["src"])


def check_site():
    "What is wrong with the finished pages, a line each."
    pages = {p: Page(p.read_text(encoding="utf-8")) for p in site.rglob("*.html") if "_static" not in p.parts}
    lines = []
    for path, page in pages.items():
        name = path.relative_to(site)
        for target in page.links + page.loads:
            url = urlsplit(target)
            if url.scheme in ("data", "mailto"):
                continue
            if url.scheme or url.netloc:
                lines += [f"{name} loads {target}"] if target in page.loads else []
                continue
            file = (path.parent / unquote(url.path)).resolve() if url.path else path
            if not file.exists():
                lines.append(f"{name}: {target} isn't there")
            elif url.fragment and file in pages and unquote(url.fragment) not in pages[file].places:
                lines.append(f"{name}: {target} has no such place")
    for style in site.rglob("*.css"):
        for url in re.findall(r"@import[^;]*https?:[^;]*|url\(['\"]?https?:[^)]*\)", style.read_text(encoding="utf-8")):
            lines.append(f"{style.relative_to(site)} loads {url}")
    return sorted({*lines})


def main():
    lay_out()
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-j", "auto", "-q", "-W", "--keep-going"]
    command += ["-d", str(root / "_proc/doctrees"), "-c", str(here), str(sources), str(root / "_proc/html")]
    built = subprocess.run(command).returncode
    shutil.rmtree(site, ignore_errors=True)
    shutil.move(root / "_proc/html", site)
    wrong = check_site()
    print(*wrong, f"the book is in {site.name}: open {site.name}/index.html", f"{len(wrong)} broken links", sep="\n")
    sys.exit(1 if built or wrong else 0)


if __name__ == "__main__":
    main()
