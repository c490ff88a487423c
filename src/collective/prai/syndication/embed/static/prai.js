/* <prai-liste theme="tourisme" nombre="5"> and <prai-fiche id="…">: published texts on another site's page.
   They follow the source by themselves: changes, withdrawals, credits. Without dependency, safe under a
   strict Content-Security-Policy (no inline style, no inline script, no HTML that is not rebuilt here). */
(() => {
  "use strict";
  // The script may be pasted twice.
  if (customElements.get("prai-liste")) return;

  const script = [document.currentScript].find((el) => el instanceof HTMLScriptElement) || document.querySelector('script[src*="/diffusion/prai.js"]');
  const home = script && script.src ? new URL(".", script.src).href : "";

  const WORDS = {
    fr: {
      loading: "Chargement…",
      failed: "La source ne répond pas.",
      gone: "Ce contenu a été retiré.",
      missing: "Ce contenu n’existe pas.",
      none: "Aucun contenu ne correspond.",
      all: "Voir tout",
      source: "Source : ",
      licence: "Licence : ",
      updated: "Mis à jour le ",
      archived: "Gardé pour mémoire, n’est plus tenu à jour.",
      size: "Ko",
      etalab: "Licence Ouverte 2.0",
    },
    en: {
      loading: "Loading…",
      failed: "The source does not answer.",
      gone: "This content was withdrawn.",
      missing: "This content does not exist.",
      none: "Nothing matches.",
      all: "See all",
      source: "Source: ",
      licence: "Licence: ",
      updated: "Updated on ",
      archived: "Kept for the record, no longer updated.",
      size: "KB",
      etalab: "Open Licence 2.0",
    },
  };
  /* The look: the host's own, unless its custom properties or ::part rules say otherwise. */
  const STYLE = `
    :host { display: block; color: var(--prai-texte, inherit); background: var(--prai-fond, transparent);
      font-family: var(--prai-police, inherit); overflow-wrap: break-word; }
    :host([hidden]), [hidden] { display: none !important; }
    a { color: var(--prai-couleur, inherit); }
    :focus-visible { outline: .2em solid var(--prai-couleur, currentColor); outline-offset: .15em; }
    p { margin: .35em 0; }
    [part=liste] { list-style: none; margin: 0; padding: 0; }
    [part=element] { border-top: 1px solid; border-color: var(--prai-bord, #8888);
      padding: var(--prai-espace, .75em) 0; }
    [part=lien] { font-weight: bold; }
    [part=type], [part=credit] { font-size: .875em; }
    [part=tableau] { overflow-x: auto; }
    table { border-collapse: collapse; }
    th, td { border: 1px solid; border-color: var(--prai-bord, #8888); padding: .3em; }
    img { height: auto; max-width: 100%; }`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /* HTML comes sanitised; it is rebuilt from this list all the same, in a document that runs nothing. */
  const TAGS =
    " a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 " +
    "h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th " +
    "thead time tr u ul var ";
  const ATTRIBUTES =
    " href hreflang title src alt width height lang dir colspan rowspan scope span start reversed type datetime ";
  const SAFE = { href: /^(https?|mailto|tel):/i, src: /^https?:/i };
  let policy = { createHTML: (text) => text };
  if (self.trustedTypes) policy = trustedTypes.createPolicy("prai", policy);

  function rebuild(from, to, deeper) {
    for (const node of from.childNodes) {
      if (node.nodeType === 3) to.append(node.data);
      let name = node.localName;
      if (!TAGS.includes(` ${name} `)) continue;
      if (/^h\d$/.test(name)) name = `h${Math.min(6, +name[1] + deeper)}`;
      let made = make(name);
      for (const { name, value } of node.attributes) {
        if (ATTRIBUTES.includes(` ${name} `) && (!SAFE[name] || SAFE[name].test(value))) made.setAttribute(name, value);
      }
      rebuild(node, made, deeper);
      if (name === "table") {
        // Wider than a phone: scrolled by itself, by keyboard too.
        made = make("div", "tableau", made);
        made.tabIndex = 0;
      }
      to.append(made);
    }
    return to;
  }

  function make(name, part, ...inside) {
    const made = document.createElement(name);
    if (part) made.setAttribute("part", part);
    made.append(...inside);
    return made;
  }

  function link(url, text, part) {
    const made = make("a", part, text);
    if (SAFE.src.test(url)) made.href = url;
    return made;
  }

  function credit({ url, licence, updated }, words, lang) {
    const date = make("time", "", new Date(updated).toLocaleDateString(lang, { dateStyle: "long" }));
    date.dateTime = updated;
    const source = link(url, licence.attribution || new URL(url).host);
    const terms = link(licence.url, licence.id === "etalab-2.0" ? words.etalab : licence.id);
    terms.rel = "license";
    return make("p", "credit", words.source, source, " · ", words.licence, terms, " · ", words.updated, date);
  }

  /* What a refusal says to people; nothing, if that is a code or no JSON. */
  function sentence(text, key) {
    try {
      return JSON.parse(text)[key].match(/.*[^a-z-].*/s)[0];
    } catch {
      return "";
    }
  }

  /* One request an address, however many elements ask; it is given up when all of them have left. */
  const requests = new Map();

  function ask(url) {
    let one = requests.get(url);
    if (!one) {
      const stop = new AbortController();
      const forget = () => requests.get(url) === one && requests.delete(url);
      one = { users: 0 };
      one.leave = () => {
        one.users -= 1;
        if (one.users) return;
        forget();
        stop.abort();
      };
      // "no-cache": kept, but asked for again each time with its ETag.
      one.answer = fetch(url, { cache: "no-cache", credentials: "omit", signal: stop.signal })
        .then(async (answer) => ({
          status: answer.status,
          retry: +answer.headers.get("Retry-After"),
          text: await answer.text(),
        }))
        .catch((problem) => problem)
        .finally(forget);
      requests.set(url, one);
    }
    one.users += 1;
    return one;
  }

  const FILTERS = ["type", "theme", "departement", "public", "licence"];

  class Prai extends HTMLElement {
    static get observedAttributes() {
      return [...FILTERS, "id", "nombre", "titre", "niveau", "lang", "source", "rafraichir"];
    }

    constructor() {
      super();
      this._status = make("p", "etat");
      this._status.setAttribute("role", "status");
      this._box = make("div", "boite");
      this._fallback = document.createElement("slot");
      this._visible = () => document.hidden || this._soon();
      const root = this.attachShadow({ mode: "open" });
      root.append(this._box, this._status, this._fallback);
      root.adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      document.addEventListener("visibilitychange", this._visible);
      this._soon();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this._visible);
      this._leave();
    }

    attributeChangedCallback() {
      this._soon();
    }

    _soon() {
      // Several attributes may change at once: one request.
      if (!this._waiting) this._waiting = Promise.resolve().then(() => this._refresh());
    }

    _leave() {
      clearTimeout(this._timer);
      if (this._request) this._request.leave();
      this._request = null;
    }

    /* Address below /diffusion, in the language of the page around. */
    _address(path, query) {
      const source = this.getAttribute("source");
      const base = source ? new URL(source.replace(/\/?$/, "/"), document.baseURI) : home;
      query.set("lang", this._lang);
      return new URL(`${path}?${query}`, base).href;
    }

    async _refresh() {
      this._waiting = null;
      this._leave();
      if (!this.isConnected) return;
      const around = this.closest("[lang]");
      this._lang = around && /^en\b/i.test(around.lang) ? "en" : "fr";
      this._box.lang = this._status.lang = this._lang;
      const words = WORDS[this._lang];
      // Ten minutes; a screen that nobody touches may ask more often.
      let wait = Math.max(1, +this.getAttribute("rafraichir") || 600);
      let request = null;
      try {
        const url = this._where();
        if (url !== this._url) this._clear("chargement", words.loading);
        this._url = url;
        request = this._request = ask(url);
        const answer = await request.answer;
        if (request !== this._request) return;
        const { status, text } = answer;
        if (status === 200) this._show(text, words);
        else if (status === 404) this._clear("retire", words.missing);
        else if (status === 410) this._clear("retire", `${words.gone} ${sentence(text, "reason")}`);
        else throw answer;
      } catch ({ retry, text }) {
        if (request !== this._request) return;
        // What is shown stays, and is asked for again when the source says, or soon.
        wait = retry || Math.min(wait, 60);
        this._state("erreur", sentence(text, "message") || words.failed);
      }
      this._leave();
      // Not all pages of the world in the same second.
      this._timer = setTimeout(this._visible, Math.min(wait, 86400) * 1000 * (1 + Math.random() / 10));
    }

    _state(name, text) {
      this.setAttribute("etat", name);
      this._box.setAttribute("aria-busy", name === "chargement");
      if (this._status.textContent !== text) this._status.textContent = text;
      this._fallback.hidden = this._box.hasChildNodes();
    }

    _clear(name, text) {
      this._shown = null;
      this._box.replaceChildren();
      this._state(name, text);
    }

    /* What is shown stays while the source does not answer. */
    _show(text, words) {
      const level = Math.min(6, Math.max(1, +this.getAttribute("niveau") || 3));
      const shown = [text, this._lang, level, this.getAttribute("titre")].join("\n");
      // The same again is not drawn again: whoever reads it keeps her place.
      if (shown !== this._shown) {
        const active = this.shadowRoot.activeElement;
        this._box.replaceChildren(...this._parts(JSON.parse(text), words, level));
        this._shown = shown;
        const same = active && [...this._box.querySelectorAll("a")].find((one) => one.href === active.href);
        if (same) same.focus();
      }
      this._state("charge", "");
    }
  }

  class Liste extends Prai {
    _where() {
      const query = new URLSearchParams({ limit: this.getAttribute("nombre") || 5 });
      for (const name of FILTERS) {
        const value = this.getAttribute(name);
        if (value) query.set(name, value);
      }
      return this._address("liste.json", query);
    }

    _parts({ url, items }, words, level) {
      const list = make("ul", "liste");
      list.setAttribute("role", "list");
      for (const item of items) {
        const title = make("p", "", link(item.url, item.title, "lien"));
        const text = make("p", "description", item.description);
        title.lang = text.lang = item.language;
        const kind = make("p", "type", item.type.title);
        const row = make("li", "element", title, kind, text, credit(item, words, this._lang));
        row.id = item.id;
        list.append(row);
      }
      const title = this.getAttribute("titre");
      return [
        ...(title ? [make(`h${level}`, "titre", title)] : []),
        items.length ? list : make("p", "vide", words.none),
        make("p", "tout", link(url, words.all)),
      ];
    }
  }

  class Fiche extends Prai {
    _where() {
      const id = this.id.trim().toLowerCase().replace(/^urn:uuid:|-/g, "");
      return this._address(`fiche/${encodeURIComponent(id)}.json`, new URLSearchParams());
    }

    _parts(item, words, level) {
      const html = new DOMParser().parseFromString(policy.createHTML(item.content.html), "text/html").body;
      const text = rebuild(html, make("div", "texte"), level - 1);
      const title = make(`h${level}`, "titre", item.title);
      const lead = make("p", "description", item.description);
      title.lang = lead.lang = text.lang = item.language;
      const files = item.attachments.map(({ url, title, size }) => {
        const kind = url.split(".").pop().slice(0, 5).toUpperCase();
        return make("li", "", link(url, title), ` (${kind}, ${Math.ceil(size / 1024)} ${words.size})`);
      });
      return [
        title,
        ...(item.archived ? [make("p", "archive", words.archived)] : []),
        lead,
        text,
        ...(files.length ? [make("ul", "fichiers", ...files)] : []),
        credit(item, words, this._lang),
      ];
    }
  }

  customElements.define("prai-liste", Liste);
  customElements.define("prai-fiche", Fiche);
})();
