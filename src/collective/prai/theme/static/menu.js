// The menu of a phone, and where one is, for readers who need no other script of Plone.
"use strict";

(() => {
  const toggler = document.querySelector("[data-bs-toggle=offcanvas]");
  const menu = toggler && document.querySelector(toggler.dataset.bsTarget);

  for (const link of document.querySelectorAll("#portal-globalnav a")) {
    const here = location.href.split(/[?#]/)[0] + "/";
    if (here.startsWith(link.href.replace(/\/$/, "") + "/")) {
      link.closest("li").classList.add("current");
      link.setAttribute("aria-current", here === link.href.replace(/\/$/, "") + "/" ? "page" : "true");
    }
  }
  if (!menu) {
    return;
  }
  const closer = menu.querySelector("[data-bs-dismiss=offcanvas]");
  const backdrop = document.createElement("div");
  backdrop.className = "offcanvas-backdrop fade show";

  const close = () => {
    menu.classList.remove("show");
    menu.setAttribute("role", "group");
    menu.removeAttribute("aria-modal");
    toggler.setAttribute("aria-expanded", "false");
    backdrop.remove();
    toggler.focus();
  };
  const open = () => {
    menu.classList.add("show");
    menu.setAttribute("role", "dialog");
    menu.setAttribute("aria-modal", "true");
    toggler.setAttribute("aria-expanded", "true");
    document.body.append(backdrop);
    (closer || menu).focus();
  };

  toggler.setAttribute("aria-expanded", "false");
  toggler.addEventListener("click", () => (menu.classList.contains("show") ? close() : open()));
  closer?.addEventListener("click", close);
  backdrop.addEventListener("click", close);
  menu.addEventListener("keydown", (event) => {
    // On a wide screen the menu is a part of the page: Tab leaves it.
    if (!menu.classList.contains("show")) {
      return;
    }
    if (event.key === "Escape") {
      close();
    }
    if (event.key !== "Tab") {
      return;
    }
    // Focus goes round in the menu while it covers the page.
    const stops = [...menu.querySelectorAll("a[href], button, input")].filter((stop) => stop.offsetParent);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  });
})();
