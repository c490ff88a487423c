/* Forms of the centre: rows of cells, and the fieldset that holds what the address points at.
   Everything works without this file; it adds and moves lines, and opens the right tab. */
(() => {
  "use strict";

  const number = (rows) => {
    const name = rows.dataset.praiRows;
    const lines = [...rows.querySelectorAll(":scope > table > tbody > tr")];
    lines.forEach((line, index) => {
      const fix = (value) => value
        .replace(new RegExp(`^((?:formfield-)?${name.replaceAll(".", "\\.")}\\.)(\\d+|TT)(?=\\.|-|$)`), `$1${index}`)
        .replace(new RegExp(`^((?:formfield-)?${name.replaceAll(".", "-")}-)(\\d+|TT)(?=-|$)`), `$1${index}`);
      for (const element of line.querySelectorAll("*")) {
        for (const attribute of ["name", "id", "for", "aria-describedby", "aria-labelledby"]) {
          const value = element.getAttribute(attribute);
          if (value) element.setAttribute(attribute, fix(value));
        }
      }
      for (const mark of line.querySelectorAll("[data-prai-line]")) mark.textContent = index + 1;
      line.querySelector("[data-prai-up]").disabled = index === 0;
      line.querySelector("[data-prai-down]").disabled = index === lines.length - 1;
    });
    rows.querySelector(`input[name="${name}.count"]`).value = lines.length;
  };

  const say = (rows, what) => {
    const status = rows.querySelector("[role=status]");
    status.textContent = status.dataset[what];
  };

  const reveal = (scope) => {
    for (const button of scope.querySelectorAll("button[hidden]")) button.hidden = false;
  };

  const firstInput = (line) => line.querySelector("input:not([type=hidden]), select, textarea");

  const add = (rows) => {
    const line = rows.querySelector(":scope > template").content.querySelector("tr").cloneNode(true);
    rows.querySelector(":scope > table > tbody").append(line);
    reveal(line);
    number(rows);
    firstInput(line)?.focus();
    say(rows, "added");
  };

  const remove = (rows, line) => {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    number(rows);
    (next?.querySelector("[data-prai-remove]") ?? rows.querySelector("[data-prai-add]")).focus();
    say(rows, "removed");
  };

  const move = (rows, line, button) => {
    if (button.hasAttribute("data-prai-up")) line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    number(rows);
    if (button.disabled) firstInput(line)?.focus();
    else button.focus();
    say(rows, "moved");
  };

  const startRows = (rows) => {
    reveal(rows);
    number(rows);
    rows.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const line = button.closest("tr");
      if (button.hasAttribute("data-prai-add")) add(rows);
      else if (button.hasAttribute("data-prai-remove")) remove(rows, line);
      else if (line) move(rows, line, button);
    });
  };

  /* Tabs are made of fieldsets by the stock script; a tab is opened through its own link. */
  const open = (target) => {
    const fieldset = target?.closest("fieldset");
    if (!fieldset) return;
    const legend = fieldset.querySelector(":scope > legend")?.textContent.trim();
    const tab = [...document.querySelectorAll(".autotoc-nav a")].find((link) => link.textContent.trim() === legend);
    tab?.click();
    const details = target.closest("details");
    if (details) details.open = true;
    target.scrollIntoView({ block: "center" });
    target.querySelector("input:not([type=hidden]):not([disabled]), select, textarea, button, a")?.focus({ preventScroll: true });
  };

  const follow = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id.startsWith("formfield-")) open(document.getElementById(id));
  };

  const markTabs = () => {
    for (const link of document.querySelectorAll(".autotoc-nav a")) {
      const legend = link.textContent.trim();
      const fieldset = [...document.querySelectorAll("form fieldset")]
        .find((one) => one.querySelector(":scope > legend")?.textContent.trim() === legend);
      link.classList.toggle("prai-tab-error", Boolean(fieldset?.querySelector(".field.error")));
    }
  };

  /* The editor's frame has no name of its own. */
  const nameFrames = () => {
    for (const frame of document.querySelectorAll(".tox-edit-area__iframe:not([title])")) {
      const label = frame.closest(".field")?.querySelector(".form-label");
      if (label) frame.title = label.textContent.trim();
    }
  };

  const start = () => {
    /* The server's answer names the field, in the language of the site, whatever the open tab. */
    for (const form of document.querySelectorAll("form.rowlike")) form.noValidate = true;
    new MutationObserver(nameFrames).observe(document.body, { childList: true, subtree: true });
    document.querySelectorAll("[data-prai-rows]").forEach(startRows);
    window.addEventListener("hashchange", follow);
    document.querySelector(".prai-errors")?.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) {
        event.preventDefault();
        open(document.getElementById(link.hash.slice(1)));
      }
    });
    /* The tabs exist only once the stock script has run. */
    let tries = 0;
    const later = () => {
      if (!document.querySelector(".autotoc-nav") && tries++ < 40) return setTimeout(later, 50);
      markTabs();
      const errors = document.getElementById("prai-errors");
      if (errors) errors.focus();
      else follow();
    };
    if (document.querySelector(".pat-autotoc")) later();
    else follow();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
