"""What tools/build_static.py makes of the sources."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[5]


@pytest.fixture(scope="module")
def build():
    spec = spec_from_file_location("build_static", TREE / "tools/build_static.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestBundleStyles:
    def test_is_one_file_without_imports_or_comments(self, build):
        css = build.bundle_styles()
        assert "@import" not in css
        assert "/*" not in css
        assert css.startswith("@layer reset, tokens, base, layout, components, print;")
        assert css.count("{") == css.count("}")

    def test_holds_every_component(self, build):
        css = build.bundle_styles()
        for sheet in (build.SOURCES / "css/components").glob("*.css"):
            first = re.search(r"\*/\s*([^{]+?)\s*[{,]", sheet.read_text())[1]
            assert first in css


class TestForOlderBrowsers:
    def test_writes_both_lights_out(self, build):
        css = build.for_older_browsers(":root {\n  --ink: light-dark(#111111, #eeeeee);\n}")
        assert "light-dark" not in css
        assert ":root { --ink: #111111; }" in css
        assert ':root[data-theme="dark"] { --ink: #eeeeee; }' in css

    def test_leaves_no_token_behind(self, build):
        assert "light-dark" not in build.bundle_styles()


class TestPathOf:
    def test_leaves_out_points_that_coincide_and_rings_that_vanish(self, build):
        plain = build.Conic(0, 1, 1, 2, 1000)
        square = [(1, 0), (1, 2), (3, 2), (3, 0), (1, 0)]
        drawn = build.path_of([square, [(1, 0), (1.0001, 0), (1, 0)]], plain)
        assert drawn.count("M") == drawn.count("z") == 1


class TestLock:
    def test_names_no_address(self):
        packages = json.loads((TREE / "package-lock.json").read_text())["packages"]
        assert "http" not in json.dumps(packages)
        assert all("resolved" not in each for each in packages.values())
        assert all("integrity" in each for name, each in packages.items() if name)
