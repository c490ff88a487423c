/* Suggestions of communes under a text box: the listbox pattern of ARIA 1.2.  Without it the form works.
   Around the box, `data-communes` is where they are asked for; a choice sends the form, with `data-fill` it is
   only written into the box. */
(function () {
  "use strict";
  function start(form) {
    var fills = "fill" in form.dataset, input = form.querySelector(fills ? "input" : "input[name=lieu]");
    if (!input) { return; }
    var list = form.querySelector("[data-list]");
    var status = form.querySelector("[data-status]"), towns = [], active = -1, timer, asked, last = "";

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("autocomplete", "off");
    close();

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function written(town) { return town.name + " (" + town.department + ")"; }
    function show(found) {
      towns = found;
      list.textContent = "";
      found.forEach(function (town, index) {
        var option = document.createElement("li"), more = document.createElement("span");
        option.id = list.id + "-" + index;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = written(town) + " ";
        more.textContent = town.postcodes.join(", ");
        option.appendChild(more);
        option.addEventListener("mousedown", function (event) { event.preventDefault(); choose(index); });
        list.appendChild(option);
      });
      close();
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = found.length > 1 ? form.dataset.many.replace("9", found.length)
        : found.length ? form.dataset.one : form.dataset.none;
    }
    function mark(index) {
      var options = list.children;
      if (active >= 0) { options[active].setAttribute("aria-selected", "false"); }
      active = index;
      if (active < 0) { input.removeAttribute("aria-activedescendant"); return; }
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    }
    function choose(index) {
      if (fills) {
        input.value = last = written(towns[index]);
        status.textContent = "";
        close();
        return;
      }
      var code = document.createElement("input");
      code.type = "hidden";
      code.name = "commune";
      code.value = towns[index].code;
      form.appendChild(code);
      input.value = written(towns[index]);
      input.removeAttribute("name");
      close();
      form.submit();
    }
    function ask() {
      var text = input.value.trim();
      if (text === last) { return; }
      last = text;
      if (asked) { asked.abort(); }
      if (text.length < 2) { show([]); status.textContent = ""; return; }
      asked = new AbortController();
      fetch(form.dataset.communes + "?q=" + encodeURIComponent(text.slice(0, 80)), { signal: asked.signal, credentials: "omit" })
        .then(function (answer) { return answer.ok ? answer.json() : { communes: [] }; })
        .then(function (found) { if (document.activeElement === input) { show(found.communes); } })
        .catch(function () { /* asked again, or no network: the form still works */ });
    }
    input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 150); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      var count = list.hidden ? 0 : list.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!count) { last = ""; ask(); return; }
        var step = event.key === "ArrowDown" ? 1 : -1;
        mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
      } else if (event.key === "Enter" && count && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === "Escape" && count) {
        event.preventDefault();
        close();
      }
    });
    if (fills) { return; }
    /* Back from the next page: the box can be used again. */
    window.addEventListener("pageshow", function () {
      input.setAttribute("name", "lieu");
      form.querySelectorAll("input[name=commune]").forEach(function (field) { field.remove(); });
    });
  }
  document.querySelectorAll("[data-communes]").forEach(start);
}());
