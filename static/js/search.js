// Suggestions while somebody types: a combobox with a list (WAI-ARIA 1.2) around the plain search field, which works as it is without this.
// What is typed is never changed by the list, so nothing comes between a keyboard that composes and its text.
"use strict";

{
  const words = document.documentElement.lang === "en"
    ? { list: "Suggestions", none: "No suggestions", some: (count) => `${count} ${count === 1 ? "suggestion" : "suggestions"}, arrow keys to choose`, kinds: { group: "group", category: "category", subcategory: "category", district: "district" } }
    : { list: "คำแนะนำ", none: "ไม่มีคำแนะนำ", some: (count) => `มี ${count} คำแนะนำ เลือกด้วยปุ่มลูกศร`, kinds: { group: "กลุ่มอาชีพ", category: "หมวดสินค้า", subcategory: "หมวดสินค้า", district: "อำเภอ" } };
  const PATIENCE = 150; // milliseconds without a key
  const LEAST = 2;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);

  function suggest(form) {
    const input = form.querySelector("input[type=search]");
    const list = make("ul", { id: `${input.id}-list`, role: "listbox", class: "suggestions", "aria-label": words.list, hidden: "" });
    const status = make("div", { role: "status", class: "hidden-words" });
    const known = new Map(); // what was answered on this page, by what was typed
    let options = [], chosen = -1, asking = null, timer = 0;

    const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocapitalize: "off", spellcheck: "false" };
    for (const [name, value] of Object.entries(state)) input.setAttribute(name, value);
    form.append(list, status);

    function close() {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function choose(place) {
      options[chosen]?.setAttribute("aria-selected", "false");
      chosen = place;
      const option = options[chosen];
      if (!option) { input.removeAttribute("aria-activedescendant"); return; }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function show(found) {
      choose(-1);
      options = found.map((one, place) => {
        const said = make("span", {}, ...one.pieces.map(([text, isFound]) => isFound ? make("mark", {}, text) : text));
        const option = make("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" }, said);
        const kind = words.kinds[one.kind];
        if (kind) option.append(" ", make("small", {}, kind)); // the space parts the two where they are read aloud
        option.dataset.url = one.url;
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      status.textContent = options.length ? words.some(options.length) : words.none;
    }

    async function ask() {
      const typed = input.value.trim();
      asking?.abort();
      if (typed.length < LEAST) { close(); status.textContent = ""; return; }
      if (!known.has(typed)) {
        asking = new AbortController();
        try {
          const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed.toWellFormed?.() ?? typed)}`, { signal: asking.signal });
          if (!answer.ok) return;
          known.set(typed, await answer.json());
        } catch { return; /* another key came first, or there is no line */ }
      }
      if (typed === input.value.trim() && document.activeElement === input) show(known.get(typed));
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PATIENCE);
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
      if (list.hidden) {
        if (event.key === "ArrowDown" && input.value) { event.preventDefault(); ask(); }
        return;
      }
      const after = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? options.length - 1 : chosen - 1, Home: -1, End: -1 }[event.key];
      if (after !== undefined) {
        if (event.key.startsWith("Arrow")) event.preventDefault(); // Home and End go to the ends of what is typed
        choose(after < options.length ? after : -1); // past the end is the field again
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(options[chosen].dataset.url);
      } else if (event.key === "Tab") {
        close();
      }
    });

    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus, and the list stays
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    window.addEventListener("pageshow", (event) => { if (event.persisted) close(); });
    if (document.activeElement === input && input.value !== input.defaultValue) ask(); // typed before this was here
  }
}
