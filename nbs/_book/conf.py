"Sphinx's settings for the book. `build.py` lays out the sources first."

import re
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import roles
from fastcore.docments import docments, empty

root = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root))

project = "TAViS, the companion"
author = "The TAViS companion authors"
copyright = f"2026, {author}"
root_doc = "index"
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinxcontrib.bibtex",
]
exclude_patterns = ["**/.ipynb_checkpoints"]

# Notebooks: outputs as they are kept.
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # nothing from another host
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
myst_dmath_double_inline = True
suppress_warnings = ["mystnb.unknown_mime_type", "misc.highlighting_failure", "myst.header"]

# The API.
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_inherit_docstrings = False
python_maximum_signature_line_length = 88
add_module_names = False
bibtex_bibfiles = ["references.bib"]

# Pages that ask no other host for anything.
html_theme = "sphinx_book_theme"
html_title = project
html_static_path = [str(root / "_proc/pages/_static")]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sourcelink = False
mathjax_path = "tex-svg-full.js"
html_theme_options = {
    "use_download_button": False,
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "navbar_persistent": [],
}


def literal(name, rawtext, text, lineno, inliner, options=None, content=None):
    "Docstrings are written as in Markdown: a single backtick marks code."
    return [nodes.literal(rawtext, text)], []


roles.register_local_role("plain_code", literal)
default_role = "plain_code"


def escape(text):
    "A docstring's text as reStructuredText: only its backticks mean something."
    parts = re.split(r"(`[^`]*`)", text)
    parts = [p if i % 2 else re.sub(r"([*_|\\`])", r"\\\1", p) for i, p in enumerate(parts)]
    return re.sub(r"(`[^`]*`)(?=\w)", r"\1\\ ", "".join(parts))  # a plural's s, say


def add_docments(app, what, name, obj, options, lines):
    "The comments behind parameters and fields, as a list below the docstring."
    lines[:] = escape("\n".join(lines)).split("\n")
    if what not in ("function", "class", "method"):
        return
    target = obj.__init__ if what == "class" and not hasattr(obj, "__dataclass_fields__") else obj
    try:
        comments = docments(target, full=True, returns=True)
    except Exception:  # something that has no source, such as a named tuple
        return
    lines.append("")
    for parameter, about in comments.items():
        text = about.docment
        if not text or text is empty or parameter == "self":
            continue
        text = escape(" ".join(text.split()))
        lines.append(f":returns: {text}" if parameter == "return" else f":param {parameter}: {text}")
    lines.append("")


def skip_foreign(app, what, name, obj, skip, options):
    "Leave out what another library puts into our classes; a `forward` needs no sentence to be shown."
    if name == "forward":
        return False
    return True if not (getattr(obj, "__module__", None) or "tavis").startswith("tavis") else None


def setup(app):
    app.connect("autodoc-skip-member", skip_foreign)
    app.connect("autodoc-process-docstring", add_docments)
