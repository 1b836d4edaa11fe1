"""What must hold on every page: valid HTML, one title, forms that lead somewhere, fields with a name, nothing from elsewhere."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from html5lib.constants import E as PARSE_ERRORS
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

UNNAMED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset", "video": "src"}


class BadPage(AssertionError):
    """The page breaks a rule; the message names the page and every rule it breaks."""


def check_page(html: str, path: str, app: Flask, *, is_fragment: bool = False) -> None:
    """Raises BadPage with all that is wrong with the answer at `path`."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(html, scripting=False) if is_fragment else parser.parse(html, scripting=False)
    faults = [f"line {line}: {PARSE_ERRORS[code] % values}" for (line, _), code, values in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    if not is_fragment:
        faults += _document_faults(tree)
    faults += _id_faults(elements)
    faults += _inline_faults(elements)
    faults += _loading_faults(elements)
    for form in (element for element in elements if element.tag == "form"):
        faults += _form_faults(form, path, app)
    faults += _field_faults(elements)
    if faults:
        raise BadPage(f"{path}:\n  " + "\n  ".join(faults))


def _document_faults(tree: Element) -> Iterator[str]:
    if tree.get("lang") not in ("th", "en"):
        yield "<html> does not say its language"
    titles = tree.findall("./head/title")
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield "not one <title> with words in it"
    headings = sum(1 for _ in tree.iter("h1"))
    if headings != 1:
        yield f"{headings} <h1>, not one"


def _id_faults(elements: list[Element]) -> Iterator[str]:
    ids = Counter(element.get("id") for element in elements if "id" in element.attrib)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    for element in elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            yield from (
                f"<{element.tag} {attribute}={name!r}> points at nothing"
                for name in element.get(attribute, "").split()
                if name not in ids
            )


def _inline_faults(elements: list[Element]) -> Iterator[str]:
    """What our Content-Security-Policy would drop."""
    for element in elements:
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{element.tag}> has {attribute}="
        is_data = "json" in element.get("type", "")
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attrib and not is_data):
            yield f"an inline <{element.tag}>"


def _loading_faults(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        address = element.get(LOADS.get(element.tag, ""), "")
        is_page_link = element.tag == "link" and element.get("rel") in ("canonical", "alternate")
        if urlsplit(address).netloc and not is_page_link:
            yield f"<{element.tag}> loads {address}"
        if element.tag == "img" and "alt" not in element.attrib:
            yield f"<img src={address!r}> has no alt"


def _form_faults(form: Element, path: str, app: Flask) -> Iterator[str]:
    method = form.get("method", "get").upper()
    if method not in ("GET", "POST", "DIALOG"):
        yield f"a form with method {method}"
    if method == "DIALOG":
        return
    names = {field.get("name") for field in form.iter("input")}
    if method == "POST" and "csrf_token" not in names:
        yield f"the form to {form.get('action', path)!r} carries no csrf_token"
    buttons = [button.get("formaction") for button in form.iter("button") if button.get("formaction")]
    for action in [form.get("action", path), *buttons]:
        target = urlsplit(urljoin(f"http://localhost{path}", action))
        if target.hostname != "localhost" and f"//{target.netloc}" not in app.config["PUBLIC_URL"]:
            yield f"a form leads away, to {action}"
        elif not leads_somewhere(target.path, method, app):
            yield f"a form leads nowhere: {method} {target.path}"


def leads_somewhere(path: str, method: str, app: Flask) -> bool:
    """Whether some view takes this method at this path (in either language)."""
    adapter = app.url_map.bind("localhost")
    thai = path[3:] or "/" if path.startswith("/en/") or path == "/en" else path
    for candidate in {path, thai}:
        try:
            adapter.match(candidate, method=method)
        except RequestRedirect:
            return True
        except HTTPException:
            continue
        return True
    return False


def _field_faults(elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label"}
    wrapped = {id(field) for element in elements if element.tag == "label" for field in element.iter()}
    for field in elements:
        if field.tag not in ("input", "select", "textarea") or field.get("type") in UNNAMED_INPUTS:
            continue
        has_name = field.get("aria-label") or field.get("aria-labelledby") or id(field) in wrapped
        if not has_name and (field.get("id") is None or field.get("id") not in labelled):
            yield f"the field {field.get('name')!r} has no label"
