"Builds the package from settings.ini, where nbdev 2 keeps all metadata."
import json, shlex
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

here = Path(__file__).parent
config = ConfigParser(delimiters=["="])
config.read(here / "settings.ini", encoding="utf-8")
cfg = config["DEFAULT"]


def parameter_cells():
    "The cell tagged `parameters` of each experiment: name -> text."
    cells = {}
    for path in sorted((here / cfg["nbs_path"]).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                cells[path.stem] = "".join(cell["source"])
    return cells


class Build(build_py):
    "Packs what a wheel needs of the repository: the experiments' parameters."

    def run(self):
        super().run()
        if not self.editable_mode:  # there the repository is at hand
            package = Path(self.build_lib) / cfg["lib_path"]
            (package / "parameters.json").write_text(json.dumps(parameter_cells(), indent=1), encoding="utf-8")


COMMANDS = ("train", "evaluate", "predict", "check")
EXTRAS = ("dev", "book", "cluster", "coco", "tensorboard", "wandb")

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    long_description=(here / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author=cfg["author"],
    author_email=cfg["author_email"],
    url=cfg["git_url"],
    keywords=cfg["keywords"],
    license="Apache-2.0",
    license_files=["LICENSE", "NOTICE"],
    python_requires=">=" + cfg["min_python"],
    packages=find_packages(include=[cfg["lib_path"], cfg["lib_path"] + ".*"]),
    package_data={cfg["lib_path"]: ["weights/**/*.safetensors", "published.csv", "media/*.csv", "media/masks/*.png"]},
    install_requires=shlex.split(cfg["requirements"]),
    extras_require={extra: shlex.split(cfg[f"{extra}_requirements"]) for extra in EXTRAS},
    cmdclass={"build_py": Build},
    entry_points={
        "nbdev": [f"{cfg['lib_name']}={cfg['lib_path']}._modidx:d"],
        "console_scripts": [f"{cfg['lib_name']}-{name}={cfg['lib_path']}.__main__:{name}" for name in COMMANDS],
    },
    zip_safe=False,
)
