/* Forms of the centre: rows of cells, and the fieldset that holds what the address points at.
   Everything works without this file; it adds and moves lines, and opens the right tab. */
(() => {
  "use strict";

  /* Lines beyond which a list is folded on a phone. */
  const MANY = 3;

  const lines = (rows) => [...rows.querySelectorAll(":scope > table > tbody > tr")];

  const number = (rows) => {
    const name = rows.dataset.praiRows;
    const all = lines(rows);
    all.forEach((line, index) => {
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
      line.querySelector("[data-prai-down]").disabled = index === all.length - 1;
    });
    rows.querySelector(`input[name="${name}.count"]`).value = all.length;
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
    fold(line, false);
    number(rows);
    firstInput(line)?.focus();
    say(rows, "added");
  };

  const remove = (rows, line) => {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    number(rows);
    const visible = [...next?.querySelectorAll("[data-prai-remove], [data-prai-fold]") ?? []].find((button) => button.offsetParent);
    (visible ?? rows.querySelector("[data-prai-add]")).focus();
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

  /* What was typed in a line, in the order of its columns: an unticked box and « no value » are nothing. */
  const typed = (line) => [...line.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((one) => (one.matches("[type=checkbox], [type=radio]") ? one.checked : one.value.trim() && one.value !== "--NOVALUE--"))
    .map((one) => {
      if (one.matches("select")) return one.selectedOptions[0].textContent.trim();
      if (one.matches("[type=checkbox], [type=radio]")) return one.labels[0]?.textContent.trim() ?? "";
      return one.value.trim();
    });

  /* Spare lines serve pages without this script; one is enough where lines can be added. */
  const dropSpare = (rows) => {
    for (const line of lines(rows).reverse()) {
      if (line === rows.querySelector("tbody > tr") || typed(line).length || line.querySelector(".prai-error")) return;
      line.remove();
    }
  };

  const fold = (line, folded) => {
    const button = line.querySelector("[data-prai-fold]");
    line.classList.toggle("prai-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.querySelector("[data-prai-summary]").textContent = typed(line).slice(0, 2).join(" · ") || "…";
  };

  /* A long list is read on a phone by its summaries; the style sheet folds nothing on a wide screen. */
  const foldLong = (rows) => {
    if (lines(rows).length <= MANY) return;
    rows.classList.add("prai-foldable");
    for (const line of lines(rows)) fold(line, typed(line).length > 0 && !line.querySelector(".prai-error"));
  };

  const startRows = (rows) => {
    dropSpare(rows);
    foldLong(rows);
    reveal(rows);
    number(rows);
    rows.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const line = button.closest("tr");
      if (button.hasAttribute("data-prai-add")) add(rows);
      else if (button.hasAttribute("data-prai-fold")) fold(line, !line.classList.contains("prai-folded"));
      else if (button.hasAttribute("data-prai-remove")) remove(rows, line);
      else if (line) move(rows, line, button);
    });
  };

  /* A field whose tab or editor is not there yet: stock scripts make them in their own time, on a slow machine long after this one. */
  let awaited = null;
  let untabbed = false;

  const editorOf = (field) => window.tinymce?.get(field.querySelector("textarea.pat-tinymce")?.id);

  /* Whether the field could take the focus: a rich text does once its editor is shown, and keeps what is typed from then on. */
  const enter = (field) => {
    if (field.querySelector("textarea.pat-tinymce")) {
      const editor = editorOf(field);
      if (editor?.initialized) editor.focus();
      return Boolean(editor?.initialized && editor.hasFocus());
    }
    const inputs = [...field.querySelectorAll("input:not([type=hidden]):not([disabled]), select, textarea, button, a")];
    inputs.find((one) => one.offsetParent)?.focus({ preventScroll: true });
    return true;
  };

  const take = () => {
    if (!awaited || untabbed) return;
    if (enter(awaited)) awaited = null;
    else editorOf(awaited)?.once("SkinLoaded", take);
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
    awaited = target;
    take();
  };

  /* The field that the address points at. */
  const pointed = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    return id.startsWith("formfield-") ? document.getElementById(id) : null;
  };

  /* The stock script brings the focus to the first field, whenever it comes: not to take it from where it is wanted. */
  const keepFocus = () => document.querySelector(".pat-formautofocus")?.classList.remove("pat-formautofocus");

  const follow = () => {
    const target = pointed();
    if (!target) return;
    keepFocus();
    open(target);
  };

  /* Who has gone elsewhere meanwhile is left there. */
  const leave = (event) => {
    if (awaited && !awaited.contains(event.target)) awaited = null;
  };

  const markTabs = () => {
    for (const link of document.querySelectorAll(".autotoc-nav a")) {
      const legend = link.textContent.trim();
      const fieldset = [...document.querySelectorAll("form fieldset")]
        .find((one) => one.querySelector(":scope > legend")?.textContent.trim() === legend);
      link.classList.toggle("prai-tab-error", Boolean(fieldset?.querySelector(".field.error")));
    }
  };

  /* The stock script gives the tabs no name: they are those of the form that the title announces. */
  const nameTabs = () => {
    const title = document.querySelector("#content h1, main h1");
    if (!title) return;
    title.id ||= "prai-form-title";
    for (const tabs of document.querySelectorAll(".autotoc-nav")) tabs.setAttribute("aria-labelledby", title.id);
  };

  /* What stock scripts add has no name of its own: the frame of an editor, the button of a relation. */
  const nameStock = () => {
    for (const part of document.querySelectorAll(".tox-edit-area__iframe:not([title]), .content-browser-selected-items-wrapper > .btn:not([aria-label])")) {
      const label = part.closest(".field")?.querySelector(".form-label")?.textContent.trim();
      if (!label) continue;
      if (part.matches("iframe")) part.title = label;
      else part.setAttribute("aria-label", `${part.textContent.trim()} : ${label}`);
    }
  };

  /* What stock scripts have made meanwhile. */
  const arrive = () => {
    if (untabbed && document.querySelector(".autotoc-nav")) {
      untabbed = false;
      markTabs();
      nameTabs();
      if (awaited) open(awaited);
    }
    nameStock();
    take();
  };

  const start = () => {
    /* The server's answer names the field, in the language of the site, whatever the open tab. */
    for (const form of document.querySelectorAll("form.rowlike")) form.noValidate = true;
    untabbed = Boolean(document.querySelector(".pat-autotoc"));
    new MutationObserver(arrive).observe(document.body, { childList: true, subtree: true });
    document.querySelectorAll("[data-prai-rows]").forEach(startRows);
    window.addEventListener("hashchange", follow);
    document.querySelector(".prai-errors")?.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) {
        event.preventDefault();
        open(document.getElementById(link.hash.slice(1)));
      }
    });
    document.addEventListener("focusin", leave);
    const errors = document.getElementById("prai-errors");
    if (errors) {
      keepFocus();
      errors.focus();
    } else follow();
    arrive();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
