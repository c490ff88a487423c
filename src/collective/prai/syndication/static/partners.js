/* Partners' page: a button that copies a code. Without this script the code is selected by hand. */
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
})();
