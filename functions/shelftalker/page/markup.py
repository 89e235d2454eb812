"""HTML that is built from elements: every text becomes escaped text, so that a title is never markup."""

from html import escape

_VOID = {"img"}


class Markup(str):
    """Text that is HTML already, as `element` and `concatenate` build it."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | int | None) -> Markup:
    """Return an element.

    Args:
        name: The element's name.
        children: Its content; whatever is no Markup is text, and is escaped.
        attributes: By name, with `_` for `-`, and a last `_` where the name is a word of Python: `class_`,
            `aria_label`. Their values are escaped; an attribute of None is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "" if name in _VOID else f"{concatenate(*children)}</{name}>"
    return Markup(f"<{name}{given}>{end}")


def concatenate(*children: str) -> Markup:
    """Return several pieces one after the other, of which those that are no Markup are escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))
