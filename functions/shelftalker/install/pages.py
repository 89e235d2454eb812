"""The pages that a person sees who installs the app: plain HTML, complete in itself, with nothing secret in it."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape

_STYLE = (
    "body{margin:0;padding:3rem 1.5rem;background:#fbf7f0;color:#2b1d12;font:1.125rem/1.6 system-ui,sans-serif}"
    "main{max-width:34rem;margin:0 auto}h1{font-size:1.6rem;line-height:1.25}"
    "a.do{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#3b2a1a;color:#fff;"
    "text-decoration:none}a.do:focus-visible{outline:3px solid #b5651d;outline-offset:3px}small{color:#6b5a4a}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    # Nothing may be loaded, run or sent from here, nor the page be framed; its one style is allowed by its hash.
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # The page's own address has the code and the state in it.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "strict-transport-security": "max-age=31536000",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a page.

    Attributes:
        status: HTTP status.
        title: Heading of the page.
        sentences: Paragraphs: the outcome, and advice.
        link: Address and text of the link to the next step; None where there is none.
        note: Small print, for whoever helps.
    """

    status: int
    title: str
    sentences: tuple[str, ...]
    link: tuple[str, str] | None = None
    note: str = ""

    @property
    def html(self) -> str:
        """The page, in which nothing that came from outside is markup."""
        paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        link = f'<p><a class="do" href="{escape(self.link[0])}">{escape(self.link[1])}</a></p>' if self.link else ""
        note = f"<p><small>{escape(self.note)}</small></p>" if self.note else ""
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
            f"<title>{escape(self.title)} - Shelftalker</title><style>{_STYLE}</style></head>"
            f"<body><main><h1>{escape(self.title)}</h1>{paragraphs}{link}{note}</main></body></html>\n"
        )

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP headers of the page."""
        return dict(_HEADERS)
