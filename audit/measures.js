// What is measured in a page, by the tests and by the audit: defines window.prai.
// Every measure answers a list of sentences, each an element at fault; an empty list is what is wished.
(() => {
  const LEFT_OUT = "#edit-bar, #edit-zone, .tox, .plone-toolbar-container";

  const name = (node) => {
    const id = node.id ? `#${node.id}` : "";
    const classes = [...node.classList].slice(0, 3).map((word) => `.${word}`).join("");
    const text = (node.innerText || node.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${node.localName}${id}${classes}${text ? ` « ${text} »` : ""}`;
  };

  const ours = (node) => !node.closest(LEFT_OUT);
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false });

  // Taken out of sight on purpose, for who listens: one pixel, or cut away.
  const forListeners = (node) => {
    for (let one = node; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) return true;
      if (style.position === "absolute" && (style.clip !== "auto" || style.clipPath !== "none")) return true;
      if (box.right <= 0 || box.bottom + scrollY <= 0) return true;
    }
    return false;
  };

  const ownText = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());

  // Colours, as numbers.
  const parse = (text) => {
    const found = text.match(/^(rgba?|color)\(([^)]*)\)$/);
    if (!found) return null;
    const parts = found[2].replace("srgb", "").split(/[\s,/]+/).filter(Boolean).map(Number);
    const scale = found[1] === "color" ? 255 : 1;
    return { r: parts[0] * scale, g: parts[1] * scale, b: parts[2] * scale, a: parts[3] ?? 1 };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // What is behind a node: the colours of what it stands in, down to the first that hides the rest.
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour && colour.a > 0) layers.push(colour);
      if (colour && colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };

  // Everything that a keyboard can reach, in the order of the document; one of a group of radios.
  const REACHABLE =
    "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable=true], audio[controls], video[controls]";
  const stops = () => {
    const groups = new Map();
    return [...document.querySelectorAll(REACHABLE)].filter((node) => {
      if (node.tabIndex < 0 || node.disabled || node.closest("[inert]") || !shown(node)) return false;
      if (node.matches("fieldset[disabled] *")) return false;
      if (node.type !== "radio" || !node.name) return true;
      const key = node.name;
      const group = [...document.getElementsByName(key)].filter((one) => one.type === "radio" && shown(one));
      const entry = group.find((one) => one.checked) || group[0];
      if (groups.has(key)) return false;
      if (node !== entry) return false;
      groups.set(key, true);
      return true;
    });
  };

  const MARKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopColor", "color", "textDecorationLine"];
  const look = (node) => {
    const style = getComputedStyle(node);
    return Object.fromEntries(MARKS.map((mark) => [mark, style[mark]]));
  };

  window.prai = {
    // Numbers: what a page holds, to tell « does not apply » from « not looked at ».
    facts() {
      const count = (selector) => [...document.querySelectorAll(selector)].filter(ours).length;
      const tables = [...document.querySelectorAll("table")].filter(ours);
      const layout = tables.filter((one) => /^(presentation|none)$/.test(one.getAttribute("role") || ""));
      const complex = tables.filter((one) => one.querySelector("[headers], th[rowspan]:not([rowspan='1']), th[colspan]:not([colspan='1'])"));
      return {
        images: count("img, [role=img], input[type=image], object[type^='image'], embed[type^='image'], canvas, area, svg:not([aria-hidden=true])"),
        decorative: count("img[alt=''], svg[aria-hidden=true], [role=presentation]:is(img, svg)"),
        figures: count("figure"),
        tests: count("[class*=captcha i], [id*=captcha i], [src*=captcha i]"),
        frames: count("iframe, frame"),
        media: count("video, audio, embed, object, [src*='youtube'], [src*='vimeo'], bgsound"),
        tables: tables.length - layout.length,
        layout_tables: layout.length,
        complex_tables: complex.length,
        forms: count("form"),
        fields: count("input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]), select, textarea"),
        groups: count("fieldset, [role=group], [role=radiogroup]"),
        selects: count("select"),
        languages: [...document.querySelectorAll("body [lang]")].filter((one) => ours(one) && one.lang !== document.documentElement.lang).length,
        directions: count("body [dir]") + (/[\u0590-\u08ff]/.test(document.body.innerText) ? 1 : 0),
        quotations: count("blockquote, q"),
        moving: count("marquee, blink, img[src$='.gif' i]"),
        shortcuts: count("[accesskey]"),
        documents: [...document.querySelectorAll("main a[href]")].filter((one) => /\.(pdf|docx?|odt|xlsx?|ods|pptx?|odp)(\/view)?([?#]|$)/i.test(one.href)).length,
      };
    },

    // Marks of the page, compared between pages by whoever asks.
    identity() {
      const box = (node) => (node ? [...node.querySelectorAll("a[href]")].map((one) => one.pathname).slice(0, 12) : []);
      return {
        title: document.title,
        h1: document.querySelector("h1")?.innerText.trim() || "",
        lang: document.documentElement.lang,
        doctype: document.doctype?.name || "",
        menu: box(document.querySelector("#portal-globalnav")),
        footer: box(document.querySelector("#portal-footer-wrapper")),
        search: Boolean(document.querySelector("[role=search], form[action*='trouver'], form[action*='search']")),
        sitemap: Boolean(document.querySelector("#portal-footer-wrapper a[href$='/sitemap'], #portal-footer-wrapper a[href$='/plan-du-site']")),
        words: document.querySelector("main")?.innerText.toLowerCase().match(/\p{L}+/gu) || [],
      };
    },

    // Headings, parts, names: what axe does not ask, or asks more softly.
    structure() {
      const faults = [];
      const all = (selector) => [...document.querySelectorAll(selector)].filter(ours);
      const h1 = all("h1").filter(shown);
      if (h1.length !== 1) faults.push(`headings: ${h1.length} h1`);
      let before = 0;
      for (const node of all("main :is(h1, h2, h3, h4, h5, h6)").filter(shown)) {
        const level = Number(node.localName[1]);
        if (!node.innerText.trim()) faults.push(`headings: empty ${name(node)}`);
        if (before && level > before + 1) faults.push(`headings: h${before} then ${name(node)}`);
        before = level;
      }
      if (all("main, [role=main]").filter(shown).length !== 1) faults.push("parts: not one main");
      if (!all("header, [role=banner]").length) faults.push("parts: no header");
      if (!all("footer, [role=contentinfo]").length) faults.push("parts: no footer");
      const navigations = all("nav, [role=navigation]").filter(shown);
      if (!navigations.length) faults.push("parts: no nav");
      for (const [kind, nodes] of [["nav", navigations], ["aside", all("aside").filter(shown)]]) {
        const names = nodes.map((one) => one.getAttribute("aria-label") || document.getElementById(one.getAttribute("aria-labelledby"))?.innerText.trim() || "");
        names.forEach((one, index) => {
          if (names.length > 1 && (!one || names.indexOf(one) !== index)) faults.push(`parts: ${kind} without a name of its own: ${name(nodes[index])}`);
        });
      }
      for (const node of all("font, center, big, strike, tt, basefont, blink, marquee, main :is([align], [bgcolor], [valign], [border]:not(table, img))")) faults.push(`style: ${name(node)}`);
      for (const node of all("[tabindex]").filter((one) => one.tabIndex > 0)) faults.push(`tabindex: ${name(node)}`);
      for (const node of all("table").filter((one) => !/^(presentation|none)$/.test(one.getAttribute("role") || ""))) {
        if (!node.querySelector("th")) faults.push(`tables: no header in ${name(node)}`);
        for (const head of node.querySelectorAll("th:not([scope])")) if (head.innerText.trim() && !head.id) faults.push(`tables: header without scope ${name(head)}`);
      }
      for (const node of all("fieldset")) if (!node.querySelector(":scope > legend")?.innerText.trim() && !node.getAttribute("aria-label") && !node.getAttribute("aria-labelledby")) faults.push(`groups: without a legend ${name(node)}`);
      for (const node of all("iframe").filter(shown)) if (!node.title.trim()) faults.push(`frames: without a title ${name(node)}`);
      // The picker of related items is Plone's; its buttons have names, the drawings in them say nothing.
      for (const node of all("svg").filter((one) => !one.closest("button[aria-label], [class*=svelte]"))) {
        const hidden = node.closest("[aria-hidden=true]");
        const named = node.getAttribute("aria-label") || node.getAttribute("aria-labelledby") || node.querySelector(":scope > title");
        if (!hidden && !(node.getAttribute("role") && named) && shown(node)) faults.push(`images: drawing without role and name ${name(node)}`);
      }
      for (const node of all("a[target=_blank]")) if (!/nouvel(le)? (fenêtre|onglet)|new (window|tab)/i.test(node.innerText + node.title + (node.getAttribute("aria-label") || ""))) faults.push(`windows: ${name(node)}`);
      if (document.querySelector("meta[http-equiv=refresh i]")) faults.push("time: the page reloads itself");
      for (const node of all("[autoplay]")) faults.push(`moving: plays by itself ${name(node)}`);
      const purposes = { email: "email", tel: "tel" };
      for (const [kind, wanted] of Object.entries(purposes)) {
        for (const node of all(`main input[type=${kind}]`).filter((one) => shown(one) && !one.closest("form.rowlike, #form"))) if (!node.autocomplete.includes(wanted)) faults.push(`purpose: ${name(node)} says nothing to autocomplete`);
      }
      return faults;
    },

    // Pixels by which the page is wider than the screen.
    overflow() {
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    },

    // Texts that are cut where they stand: their box hides what does not fit.
    clipped() {
      const faults = [];
      for (const node of document.querySelectorAll("body *")) {
        if (!ours(node) || !shown(node) || !node.innerText?.trim() || node.matches("textarea, select, iframe, html, body")) continue;
        const style = getComputedStyle(node);
        const across = /hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
        const down = /hidden|clip/.test(style.overflowY) && node.scrollHeight > node.clientHeight + 1;
        // The first lines of a text, on a card whose link leads to the whole of it.
        if (style.webkitLineClamp !== "none" && node.closest("li, article")?.querySelector("a[href]")) continue;
        if ((across || down) && style.display !== "inline" && !forListeners(node)) faults.push(`${name(node)} ${node.scrollWidth}×${node.scrollHeight} in ${node.clientWidth}×${node.clientHeight}`);
      }
      return faults;
    },

    // Texts that run over one another's boxes or out of the page, after they were made larger.
    outside() {
      const faults = [];
      const right = document.documentElement.clientWidth;
      for (const node of document.querySelectorAll("body *")) {
        if (!ours(node) || !ownText(node) || !shown(node) || forListeners(node)) continue;
        const box = node.getBoundingClientRect();
        let inside = false;
        for (let one = node; one && one !== document.body; one = one.parentElement) if (/auto|scroll/.test(getComputedStyle(one).overflowX)) inside = true;
        if (!inside && box.right > right + 1 && box.left < right && box.width) faults.push(`${name(node)} ends at ${Math.round(box.right)} of ${right}`);
      }
      return faults;
    },

    // The spacing of WCAG 1.4.12, set and taken back.
    spaced(on) {
      document.getElementById("prai-spacing")?.remove();
      if (!on) return;
      const style = document.createElement("style");
      style.id = "prai-spacing";
      style.textContent = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
      document.head.append(style);
    },

    larger(on) {
      document.documentElement.style.fontSize = on ? "200%" : "";
    },

    // What moves by itself: with time.  What goes with scrolling moves when the reader does.
    moving() {
      return document.getAnimations().filter((one) => one.timeline instanceof DocumentTimeline && one.playState === "running" && ours(one.effect.target)).map((one) => `${one.animationName || one.transitionProperty || "animation"} of ${name(one.effect.target)}`);
    },

    // Lengths of print in the style sheets of ours, for screens (RGAA 10.4.1).
    units() {
      const faults = [];
      const look = (rules, screen) => {
        for (const rule of rules) {
          if (rule.media && /^print$/.test(rule.media.mediaText)) continue;
          if (rule.cssRules?.length) look(rule.cssRules);
          if (rule.style && /font-size:\s*[\d.]+(pt|pc|mm|cm|in)\b/.test(rule.cssText)) faults.push(rule.cssText.slice(0, 120));
        }
      };
      for (const sheet of document.styleSheets) if (sheet.href?.includes("collective.prai") && !/^print$/.test(sheet.media.mediaText)) look(sheet.cssRules);
      return faults;
    },

    // As if the page had just been opened: the next press of Tab takes the first stop.
    rewind() {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      scrollTo(0, 0);
    },

    // The walk with the keyboard: prepare, then where() after each press of Tab.
    prepare() {
      this.stops = stops();
      this.looks = this.stops.map((one) => look(one));
      return this.stops.map(name);
    },
    where() {
      let node = document.activeElement;
      if (!node || node === document.body || node === document.documentElement) return null;
      const index = this.stops.indexOf(node);
      while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      const style = getComputedStyle(node);
      const found = { index, name: name(node), ours: ours(node), fault: "", box: node.matches("iframe") };
      found.scroller = index < 0 && /auto|scroll/.test(style.overflowX + style.overflowY);
      if (!found.ours || found.box) return found;
      const box = node.getBoundingClientRect();
      const ring = [];
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ring.push(style.outlineStyle === "auto" ? "rgb(0, 95, 204)" : style.outlineColor);
      const before = index < 0 ? null : this.looks[index];
      if (style.boxShadow !== "none" && before && style.boxShadow !== before.boxShadow) ring.push(...(style.boxShadow.match(/(rgba?|color)\([^)]*\)/g) || []));
      const ground = behind(node.parentElement || node.getRootNode().host || node);
      const best = Math.max(0, ...ring.map((one) => parse(one)).filter(Boolean).map((one) => contrast(over(one, ground), ground)));
      found.contrast = Math.round(best * 100) / 100;
      if (!ring.length) found.fault = "no ring";
      else if (best < 3) found.fault = `ring of ${found.contrast} : 1 on rgb(${Math.round(ground.r)}, ${Math.round(ground.g)}, ${Math.round(ground.b)})`;
      else if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) found.fault = "out of sight";
      else {
        const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
        const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
        const top = node.getRootNode().elementFromPoint(x, y);
        if (top && !node.contains(top) && !top.contains(node) && !document.querySelector(`label[for="${CSS.escape(node.id || "-")}"]`)?.contains(top) && box.height > 2) {
          const hiding = getComputedStyle(top).position;
          if (/fixed|sticky/.test(hiding)) found.fault = `under ${name(top)}`;
        }
      }
      return found;
    },
  };
})();
