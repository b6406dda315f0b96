"""The few HTML elements that every output is built of. Escaping happens here: `Markup` is safe, any other text is escaped.

What is written must survive JupyterLab's sanitiser in an untrusted notebook, GitHub and mail: no script, no style sheet, no
id, no SVG element; inline styles with plain colours that are legible on light and dark ground; meaning by native elements
(caption, th scope, details), never by colour alone.
"""

from __future__ import annotations

import base64

from markupsafe import Markup, escape

# Mid tones that stand out on white and on black; text itself always inherits its colour.
BAR, TRACK, LINE = "#4a90d9", "#88888833", "#88888866"
SMALL = "font-size:11px;line-height:1.35"


def element(tag: str, *children: object, style: str = "", **attributes: str | None) -> Markup:
    """One element; children are escaped unless they are Markup. Attributes whose value is None are left out."""
    given = {"style": style or None, **attributes}
    shown = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_"), value) for name, value in given.items() if value is not None
    )
    inner = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, shown, inner)


def block(*children: object) -> str:
    """The outermost element of an output: everything inside scrolls sideways rather than overflow a narrow window."""
    return str(element("div", *children, style="font-size:13px;line-height:1.45;overflow-x:auto;text-align:left"))


def small(*children: object) -> Markup:
    """A second line in smaller type."""
    return element("div", *children, style=SMALL)


def bar(share: float) -> Markup:
    """A bar as wide as the share (0 to 1) of its track. The figure stands beside it, so it needs no label."""
    width = f"{min(max(share, 0.0), 1.0) * 100:.1f}%"
    filled = element("div", style=f"width:{width};height:5px;background:{BAR}")
    return element("div", filled, style=f"width:110px;height:5px;background:{TRACK};margin-top:2px")


def row(*cells: Markup, line: bool = True) -> Markup:
    """A table row without JupyterLab's zebra stripes."""
    border = f"border-top:1px solid {LINE}" if line else ""
    return element("tr", *cells, style=f"background:none;{border}")


def cell(*children: object, align: str = "left", nowrap: bool = False, tag: str = "td", **attributes: str | None) -> Markup:
    """A table cell; JupyterLab would align it to the right and in the middle."""
    space = "white-space:nowrap" if nowrap else "white-space:normal"
    style = f"text-align:{align};vertical-align:top;padding:4px 10px 4px 4px;{space}"
    return element(tag, *children, style=style, **attributes)


def head(*names: str, right: int = 0) -> Markup:
    """The row of column headings; the last `right` of them stand above numbers."""
    sides = ["left"] * (len(names) - right) + ["right"] * right
    cells = (cell(name, align=side, tag="th", scope="col") for name, side in zip(names, sides, strict=True))
    return element("thead", row(*cells, line=False))


def table(caption: str, header: Markup, *body: Markup) -> Markup:
    """A table; the caption says what it is to those who can't see it, and to those who can."""
    title = element(
        "caption", caption, style="text-align:left;caption-side:top;font-weight:bold;padding:6px 0 2px 4px;white-space:nowrap"
    )
    return element(
        "table", title, header, element("tbody", *body), style="border-collapse:collapse;margin:4px 0;font-size:13px"
    )


def fold(summary: str, *children: object) -> Markup:
    """What can be unfolded by a click, without any script."""
    return element("details", element("summary", summary, style="cursor:pointer;padding:4px 0"), *children)


def code(text: str) -> Markup:
    """SQL as it was written."""
    style = f"white-space:pre-wrap;margin:2px 0 2px 0;padding:4px 8px;border-left:3px solid {LINE};font-size:12px"
    return element("pre", text, style=style)


def picture(svg: str, alt: str, width: int = 720) -> Markup:
    """An SVG drawing as an image: the sanitiser takes an <svg> element apart, an image it leaves whole."""
    data = base64.b64encode(svg.encode()).decode()
    return Markup('<img alt="{}" src="data:image/svg+xml;base64,{}" style="width:100%;max-width:{}px">').format(
        alt, data, width
    )
