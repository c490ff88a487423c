/* Reading page of the interface: Redoc in the place of the plain list, without anything from elsewhere. */
(() => {
  "use strict";
  const place = document.getElementById("redoc");
  const list = document.getElementById("operations");
  if (!place || !window.Redoc) return;
  const theme = {
    colors: { primary: { main: "#0b4f71" }, text: { primary: "#1f2933", secondary: "#51606e" } },
    sidebar: { backgroundColor: "#f7f5f0", textColor: "#1f2933", width: "300px" },
    rightPanel: { backgroundColor: "#14232d" },
    typography: {
      fontFamily: "system-ui, sans-serif",
      headings: { fontFamily: "system-ui, sans-serif" },
      code: { color: "#7a2d00", backgroundColor: "#fdf1e7", fontFamily: "ui-monospace, monospace" },
      links: { color: "#0b4f71", visited: "#0b4f71", hover: "#083a54" },
    },
  };
  const labels = document.documentElement.lang !== "fr" ? {} : {
    download: "Télécharger", downloadSpecification: "Description OpenAPI à télécharger :", responses: "Réponses",
    enum: "Valeurs :", enumSingleValue: "Valeur :", enumArray: "Éléments :", default: "Par défaut :", example: "Exemple :",
    examples: "Exemples :", arrayOf: "Liste de ", requestSamples: "Demandes types", responseSamples: "Réponses types",
    deprecated: "Abandonné", recursive: "Récursif", noResultsFound: "Rien de tel",
  };
  const options = {
    labels, theme, disableSearch: true, hideDownloadButton: false, nativeScrollbars: true, hideLoading: true,
    expandResponses: "200", requiredPropsFirst: true, sanitize: true,
  };
  // Redoc's headings jump from the second level to the fifth.
  const level = () => {
    for (const heading of place.querySelectorAll("h5:not([aria-level])")) {
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", "3");
    }
  };
  new MutationObserver(level).observe(place, { childList: true, subtree: true });
  Redoc.init(place.dataset.spec, options, place, (error) => {
    if (!error) list.hidden = true;
  });
})();
