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
    // Where Redoc puts a colon behind, a no-break space stands before it.
    download: "Télécharger", downloadSpecification: "Description OpenAPI à télécharger\u00a0", responses: "Réponses",
    enum: "Valeurs\u00a0", enumSingleValue: "Valeur\u00a0", enumArray: "Éléments", const: "Valeur\u00a0",
    default: "Par défaut\u00a0", example: "Exemple\u00a0", examples: "Exemples\u00a0", arrayOf: "Liste de ",
    requestSamples: "Demandes types", responseSamples: "Réponses types", deprecated: "Abandonné",
    recursive: "Récursif", noResultsFound: "Rien de tel",
  };
  // What Redoc says in English whatever its labels: a whole text → the French of it.
  const words = document.documentElement.lang !== "fr" ? {} : {
    "License:": "Licence\u00a0:", "Response Schema:": "Schéma de la réponse\u00a0:", "Response Headers": "En-têtes de la réponse",
    "Request Body schema:": "Schéma du corps de la demande\u00a0:", "Content type": "Type de contenu", required: "obligatoire",
    "Expand all": "Tout déplier", "Collapse all": "Tout replier", Copy: "Copier", Copied: "Copié", Payload: "Corps",
    "Schema not provided": "Schéma non précisé", "No sample": "Pas d’exemple", "Show pattern": "Montrer le motif",
    "Hide pattern": "Cacher le motif", "One of": "L’un de", "Any of": "Un ou plusieurs de",
  };
  // Of « query Parameters », two texts in one heading.
  const places = { query: "Paramètres de la requête", path: "Paramètres du chemin", header: "En-têtes de la demande" };
  const french = (text) => {
    const said = text.data.trim();
    const parent = text.parentElement;
    if (parent.matches("h5") && parent.textContent.endsWith(" Parameters") && places[said]) {
      parent.lastChild.data = "";
      text.data = places[said];
    } else if (Object.hasOwn(words, said) && !parent.closest("pre, code")) {
      text.data = text.data.replace(said, words[said]);
    }
  };
  const options = {
    labels, theme, disableSearch: true, hideDownloadButton: false, nativeScrollbars: true, hideLoading: true,
    expandResponses: "200", requiredPropsFirst: true, sanitize: true,
  };
  const adapt = () => {
    if (Object.keys(words).length) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) french(texts.currentNode);
      for (const button of place.querySelectorAll("[aria-label^='expand'], [aria-label^='collapse']")) {
        const [word, ...name] = button.getAttribute("aria-label").split(" ");
        button.setAttribute("aria-label", [word === "expand" ? "déplier" : "replier", ...name].join(" "));
      }
    }
    // Redoc's headings jump from the second level to the fifth.
    for (const heading of place.querySelectorAll("h5:not([aria-level])")) {
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", "3");
    }
  };
  new MutationObserver(adapt).observe(place, { characterData: true, childList: true, subtree: true });
  Redoc.init(place.dataset.spec, options, place, (error) => {
    if (!error) list.hidden = true;
  });
})();
