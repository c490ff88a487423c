/* Buttons that need a script: copying a field, printing the page. Without it the text is selected by hand. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll(".prai-copy")) {
    const field = document.getElementById(button.dataset.copy);
    const told = button.nextElementSibling;
    if (!field || !told) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      let done = true;
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        done = document.execCommand("copy");
      }
      told.textContent = done ? button.dataset.done : button.dataset.failed;
    });
  }
  for (const item of document.querySelectorAll("[data-prai-print]")) {
    item.hidden = false;
    item.querySelector("button").addEventListener("click", () => window.print());
  }
})();
