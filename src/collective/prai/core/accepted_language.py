"""What readers ask for in Accept-Language, where no site is there to say more."""


def preferred_language(accepted: str) -> str:
    """``en`` where an Accept-Language header puts English before French, else ``fr``."""
    best, chosen = 0.0, "fr"
    for part in accepted.split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            continue
        primary = tag.split("-")[0].lower()
        if primary in ("fr", "en") and value > best:
            best, chosen = value, primary
    return chosen
