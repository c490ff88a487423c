"""What one visit of a page measures: axe, sizes of screen and of letters, spacing, movement, the keyboard.

Each measure answers sentences about elements at fault, by the name of its check; none at all is what is wished.
"""

from axe_playwright_python.base import AXE_SCRIPT
from collections import defaultdict
from pathlib import Path
from playwright.sync_api import Error


MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
WIDE, NARROW = (1280, 900), (390, 844)
#: A screen of 1280 px read at 200 %; and the narrowest of WCAG 1.4.10.
ZOOMED, REFLOWED = (640, 450), (320, 640)
TURNED = (844, 390)
#: Levels A and AA of WCAG 2.0 to 2.2; what is only good practice is told apart.
LEVELS = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": [*sorted(LEVELS), "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
#: Presses of Tab that one stop may take: a frame has stops of its own.
HELD = 12
#: Steps after which a walk that has not come to the end is called off.
FAR = 1500


# A sheet that is made by a script is no breach of a page that allows no styles of its own.
UNSTUCK = """() => { window.praiUnstuck = new CSSStyleSheet();
praiUnstuck.replaceSync(".formControls, .prai-finder-go, #prai-compare { position: static !important }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, praiUnstuck]; }"""
STUCK = """() => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== window.praiUnstuck); }"""


def resize(page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})


def ready(page):
    """Bring the measures into the page, and wait for the scripts of its forms."""
    if page.locator("form.pat-autotoc").count():
        page.wait_for_selector(".autotoc-nav[aria-labelledby]")
    if page.locator("textarea.pat-tinymce").count():
        page.wait_for_selector(".tox-edit-area__iframe[title]", state="attached")
    page.evaluate(MEASURES)


def ask_axe(page, leave_out=()) -> dict:
    """Its violations and what it could not decide, each a list of rules with their elements.

    Bars that stay at the foot of the window stand in the page meanwhile: what happens to lie half under one
    is no small target, it is scrolled away from there.
    """
    page.evaluate(UNSTUCK)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    context = {"exclude": [[part] for part in leave_out]} if leave_out else "document"
    call = f"([context, options]) => axe.run({'document' if not leave_out else 'context'}, options)"
    try:
        return page.evaluate(call, [context, AXE_OPTIONS])
    finally:
        page.evaluate(STUCK)


def axe_faults(page, leave_out=()) -> list[str]:
    """« rule: element » of everything that axe finds, good practice included."""
    found = ask_axe(page, leave_out)["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def sizes(page) -> dict[str, list[str]]:
    """At 200 %, on the narrowest screen, turned, with larger letters and wider spacing: nothing is lost."""
    found = defaultdict(list)
    for check, size in (("zoom", ZOOMED), ("reflow", REFLOWED), ("orientation", TURNED)):
        resize(page, size)
        if (wider := page.evaluate("prai.overflow()")) > 0:
            found[check].append(f"{wider} px wider than {size[0]}")
        found[check] += page.evaluate("prai.clipped()")
        found[check] += page.evaluate("prai.outside()")
    resize(page, WIDE)
    page.evaluate("prai.larger(true)")
    found["text-size"] += page.evaluate("[...prai.clipped(), ...prai.outside()]")
    page.evaluate("prai.larger(false)")
    for size in (WIDE, REFLOWED):
        resize(page, size)
        page.evaluate("prai.spaced(true)")
        found["spacing"] += page.evaluate("[...prai.clipped(), ...prai.outside()]")
        page.evaluate("prai.spaced(false)")
    resize(page, WIDE)
    return {check: faults for check, faults in found.items() if faults}


def structure(page) -> dict[str, list[str]]:
    """Headings, parts, tables, frames…, by the word before the colon."""
    found = defaultdict(list)
    for sentence in page.evaluate("prai.structure()"):
        check, _, rest = sentence.partition(": ")
        found[check].append(rest)
    if moving := page.evaluate("prai.moving()"):
        found["moving"] += moving
    if units := page.evaluate("prai.units()"):
        found["units"] += units
    return dict(found)


def walk(page) -> dict[str, list[str]]:
    """With Tab from the top to the end: each stop in its order, seen, never held."""
    found = defaultdict(list)
    page.evaluate("prai.rewind()")
    names = page.evaluate("prai.prepare()")
    reached, last, held = set(), -1, 0
    for _ in range(min(len(names) * 2 + 40, FAR)):
        page.keyboard.press("Tab")
        step = page.evaluate("prai.where()")
        if step is None:
            break
        index = step["index"]
        held = held + 1 if index == last else 0
        if held > HELD and (step["box"] or index >= 0):
            found["stock:trap" if step["box"] and not step["ours"] else "trap"].append(step["name"])
            # Out of it by force, so that the rest is walked too.
            page.evaluate("index => prai.stops[index + 1]?.focus()", index)
            step = page.evaluate("prai.where()")
            if step is None or step["index"] <= index:
                break
            index, held = step["index"], 0
        if index == 0 and last > 0:
            break  # past the end, some browsers begin again
        if 0 <= index < last and step["ours"]:
            found["order"].append(f"{step['name']} after {names[last]}")
        if index >= 0:
            last = index
            reached.add(index)
        if step["fault"] and step["ours"]:
            found["focus"].append(f"{step['name']}: {step['fault']}")
    else:
        found["trap"].append("the end of the page was not reached")
    missed = [index for index in range(len(names)) if index not in reached]
    if missed:
        ours = page.evaluate(
            "list => list.filter(i => !prai.stops[i].closest('#edit-bar, .tox') && !prai.stops[i].disabled && prai.stops[i].checkVisibility())", missed
        )  # fmt: skip
        found["reach"] += [names[index] for index in ours]
    return {check: faults for check, faults in found.items() if faults}


def skip_link(page) -> list[str]:
    """The first stop leads to the content, is seen, and does what it says."""
    page.evaluate("prai.rewind()")
    for _ in range(3):
        page.keyboard.press("Tab")
        link = page.evaluate(
            """() => { const node = document.activeElement, box = node.getBoundingClientRect();
            return { to: node.getAttribute("href") || "", seen: box.width > 20 && box.height > 10 && box.top >= 0 && box.left >= 0 } }"""
        )
        if link["to"].rpartition("#")[2] in ("content", "main-container", "main"):
            break
    else:
        return ["none of the first three stops leads to the content"]
    if not link["seen"]:
        return ["the skip link is not seen when it has the focus"]
    before = page.evaluate("window.praiBefore = performance.timeOrigin")
    page.keyboard.press("Enter")
    # Within the page; an address that leads to the server again would lose what was typed.
    page.wait_for_timeout(150)
    page.wait_for_load_state()
    try:
        anew = page.evaluate("performance.timeOrigin") != before
    except Error:
        anew = True
    if anew:
        page.wait_for_load_state()
        page.wait_for_timeout(500)
        ready(page)
        return ["the skip link loads the page anew"]
    page.keyboard.press("Tab")
    inside = page.evaluate(
        "Boolean(document.activeElement.closest('main, #main-container, #portal-footer-wrapper'))"
    )
    page.evaluate(MEASURES)
    return [] if inside else ["after the skip link the next stop is not in the content"]


def forced_colours(page) -> list[str]:
    """With the colours of the system: the ring of the focus, and what bounds fields and buttons, stay."""
    page.emulate_media(forced_colors="active")
    try:
        return page.evaluate(
            """() => { const faults = [];
            for (const node of document.querySelectorAll("main :is(input:not([type=hidden]), select, textarea, button, a.btn)")) {
              if (!node.checkVisibility({ visibilityProperty: true }) || node.closest(".tox, #edit-bar") || node.matches("[type=checkbox], [type=radio], [type=range], [type=file]")) continue;
              const style = getComputedStyle(node);
              if (parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth) === 0 && style.outlineStyle === "none" && !style.textDecorationLine.includes("underline")) faults.push(`${node.localName}.${[...node.classList].join(".")} has no border`);
            }
            return faults; }"""
        )
    finally:
        page.emulate_media(forced_colors="none")
