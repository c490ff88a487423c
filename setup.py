from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup


setup(
    name="collective.prai",
    version="1.0.0.dev0",
    description="Centre de ressources of a regional digital programme, for Plone 6.2",
    long_description=(Path(__file__).parent / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    classifiers=[
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    license="GPL-2.0-only",
    python_requires=">=3.11",
    packages=find_namespace_packages("src", include=["collective.prai", "collective.prai.*"]),
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    install_requires=[
        "Plone>=6.2.2,<6.3",
        "collective.easyform>=5.0.2",
        "collective.z3cform.datagridfield>=4.0.3",
        "nh3",
        "plone.api",
        "plone.app.contenttypes",
        "plone.app.iterate",
        "plone.restapi>=10",
        "PyYAML",
        "zope.interface",
    ],
    extras_require={
        "test": [
            "plone.app.testing",
            "plone.restapi[test]",
            "pytest",
            "pytest-plone>=1.1.1",
            "pytest-xdist",
            "playwright",
            "axe-playwright-python",
        ],
    },
    entry_points={"z3c.autoinclude.plugin": ["target = plone"]},
)
