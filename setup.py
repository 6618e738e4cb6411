"Builds the package from settings.ini, where nbdev 2 keeps all metadata."
import shlex
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup

here = Path(__file__).parent
config = ConfigParser(delimiters=["="])
config.read(here/"settings.ini", encoding="utf-8")
cfg = config["DEFAULT"]

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    long_description=(here/"README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author=cfg["author"],
    author_email=cfg["author_email"],
    url=cfg["git_url"],
    keywords=cfg["keywords"],
    license="Apache-2.0",
    license_files=["LICENSE", "NOTICE"],
    python_requires=">=" + cfg["min_python"],
    packages=find_packages(include=[cfg["lib_path"], cfg["lib_path"] + ".*"]),
    package_data={cfg["lib_path"]: ["weights/*", "published.csv"]},
    install_requires=shlex.split(cfg["requirements"]),
    extras_require={extra: shlex.split(cfg[f"{extra}_requirements"]) for extra in ("dev", "cluster")},
    entry_points={"nbdev": [f"{cfg['lib_name']}={cfg['lib_path']}._modidx:d"]},
    zip_safe=False,
)
