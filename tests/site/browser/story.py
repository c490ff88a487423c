"""What people do in a browser when they apply, examine and judge."""

import re
import time


PDF = {"name": "délibération.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def read(page) -> str:
    """What stands on the page, spaces of all kinds as one."""
    return " ".join(page.locator("#content").inner_text().split())


def box(name: str) -> str:
    return f"[name='form.widgets.{name}']"


def answer(page, answers: dict, kind: str, town: str):
    """The questions of the call, as somebody fills them in on a telephone."""
    for name, value in answers.items():
        page.fill(box(name), value)
    page.select_option("[name='form.widgets.applicant_kind:list']", kind)
    page.fill(box("commune"), town)
    page.check("[name='form.widgets.project_kinds:list'][value=portail-internet-citoyen]")
    page.check("[name='form.widgets.requirement_1:list']")
    page.set_input_files(box("deliberation"), PDF)


def links(mail) -> list[str]:
    return re.findall(r"http\S+", mail.get_content())


def mail_to(told, address: str):
    """The last that has come there, once one has."""
    end = time.monotonic() + 20
    while not told.sink.to(address) and time.monotonic() < end:
        time.sleep(0.05)
    return told.sink.to(address)[-1]


def do(page, url: str, action: str, comment: str = ""):
    """One of the acts that the page of a dossier or a session offers."""
    page.goto(url)
    form = page.locator(f"#actions form:has(input[name=action][value={action}])")
    page.locator(f"#actions details:has(input[name=action][value={action}]) summary").click()
    form.locator("[name=comment]").fill(comment)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()
