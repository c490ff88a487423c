"""The format ``prai`` of OAI-PMH, read as its schema says."""

OAI = "{http://www.openarchives.org/OAI/2.0/}"
PRAI = "{urn:collective.prai:item:1}"


def item_of(element) -> dict:
    """The item of ``@changes`` that was written as XML, as far as others compare it."""
    item = {"id": element.get("id"), "@type": element.get("type")}
    for name in ("title", "url", "description", "language", "published", "updated", "etag"):
        item[name] = element.findtext(PRAI + name)
    for name in ("archived", "to_revise"):
        item[name] = element.findtext(PRAI + name) == "true"
    for name in ("themes", "departments", "audiences"):
        item[name] = [{"token": one.get("token"), "title": one.text} for one in element.find(PRAI + name)]
    licence = element.find(f"{PRAI}licence")
    item["licence"] = dict(licence.items()) | {"attribution": licence.findtext(f"{PRAI}attribution")}
    item["content"] = _fields(element.find(f"{PRAI}content")) | {"html": element.findtext(f"{PRAI}html")}
    item["attachments"] = [_fields(one) for one in element.find(f"{PRAI}attachments")]
    item["links"] = [_fields(one) for one in element.find(f"{PRAI}links")]
    return item


def _fields(element) -> dict:
    return {one.get("name"): _value(one) for one in element}


def _value(element):
    text = element.text or ""
    return {
        "group": lambda: _fields(element),
        "list": lambda: [_value(one) for one in element],
        "number": lambda: float(text) if "." in text else int(text),
        "boolean": lambda: text == "true",
        "null": lambda: None,
        "text": lambda: text,
    }[element.get("type")]()
