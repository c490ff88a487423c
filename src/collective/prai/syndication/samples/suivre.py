"""Garde dans « copies » une copie exacte de ce qui est publié : python suivre.py SITE [filtres]."""

from pathlib import Path
import json
import sys
import time
import urllib.error
import urllib.request


site, query = sys.argv[1].rstrip("/"), sys.argv[2] if len(sys.argv) > 2 else ""
copies = Path("copies")
copies.mkdir(exist_ok=True)
place = copies / "cursor.txt"
cursor, known, again = place.read_text() if place.exists() else "", None, True
while again:
    address = f"{site}/++api++/@changes?limit=500&{query}" + (f"&since={cursor}" if cursor else "")
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    try:
        page = json.load(urllib.request.urlopen(request, timeout=60))
    except urllib.error.HTTPError as error:
        if error.code == 410:  # le journal a recommencé : tout relire, puis ôter ce qui n’a pas été relu
            cursor, known = "", {path.stem for path in copies.glob("*.json")}
            continue
        if error.code in (429, 503):
            time.sleep(int(error.headers.get("Retry-After", 60)))  # un relais peut ne pas le dire
            continue
        raise
    for item in page["items"]:
        path = copies / (item["id"].removeprefix("urn:uuid:") + ".json")
        if item["status"] == "withdrawn":
            path.unlink(missing_ok=True)
        else:
            path.write_text(json.dumps(item, ensure_ascii=False, indent=1), encoding="utf-8")
            if known is not None:
                known.discard(path.stem)
    cursor, again = page["cursor"], page["has_more"]
for name in known or ():
    (copies / f"{name}.json").unlink(missing_ok=True)
place.write_text(cursor)
