// The officials' keys: j and k walk the queue, a c r decide (not in the first second of a page), u takes the last decision back,
// 1-9 tick the checklist, z looks closer (and compares), / searches, ? says all this.
"use strict";

{
  const typing = (target) => target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.scrollIntoView({ block: "nearest" });
    target.focus?.({ preventScroll: true });
    target.matches("input, button, a, summary") ? target.click() : target.querySelector("input, button, a, summary")?.click();
    return true;
  };

  // What has just come up is not decided by a key or a finger still on its way from what was there before.
  const HOT = 1000; // milliseconds
  const page = document.documentElement;
  let cooling;
  const isHot = () => page.dataset.keys !== "ready";
  const comesUp = () => {
    page.dataset.keys = "hot";
    clearTimeout(cooling);
    cooling = setTimeout(() => { page.dataset.keys = "ready"; }, HOT);
  };
  for (const moment of ["htmx:beforeSwap", "htmx:afterSettle"])
    document.addEventListener(moment, (event) => { if (event.detail.target === document.body) comesUp(); });
  comesUp();
  document.addEventListener("click", (event) => {
    if (!isHot() || !(event.target instanceof Element) || !event.target.closest("[data-decides]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  function walk(by) {
    const rows = [...document.querySelectorAll("[data-queue] a")];
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
    if (next && rows.indexOf(next) !== here) next.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.getElementById("photo-zoom")?.open && /^Arrow(Left|Right)$/.test(event.key)) {
      event.preventDefault();
      turn(event.key === "ArrowRight" ? 1 : -1);
      return;
    }
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    // The same keys under a Thai layout: ่ า ฟ แ พ ี ผ lie where j k a c r u z do.
    const key = { "่": "j", "า": "k", "ฟ": "a", "แ": "c", "พ": "r", "ี": "u", "ผ": "z", "ฝ": "/", "ๅ": "1", "ฦ": "?" }[event.key] || event.key;
    const done =
      key === "j" ? (walk(1), true)
      : key === "k" ? (walk(-1), true)
      : key === "?" ? (document.getElementById("keys")?.showModal(), true)
      : key === "z" ? zoom(document.querySelector("[data-zoom]"))
      : key === "/" ? (document.querySelector("input[type=search]")?.focus(), true)
      : event.repeat || isHot() || press(key);
    if (done) event.preventDefault();
  });

  // A decision that needs words takes you to them first; Ctrl+Enter there sends it, Escape goes back to the keys.
  let wanted = null;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-needs]");
    if (!button) return;
    wanted = button;
    const place = document.querySelector(`[data-words-for="${button.dataset.needs}"]`);
    const boxes = [...(place?.querySelectorAll("textarea") || [])];
    if (!boxes.length || boxes.some((box) => box.value.trim())) return;
    event.preventDefault();
    // Why nothing was sent, at the box that is asked for.
    if (!place.querySelector("[data-said]")) {
      const said = document.createElement("p");
      said.className = "field-error";
      said.id = `${boxes[0].id}-said`;
      said.dataset.said = "";
      said.setAttribute("role", "alert");
      said.textContent = place.dataset.missing;
      boxes[0].before(said);
      boxes[0].setAttribute("aria-describedby", said.id);
    }
    boxes[0].focus();
  });
  document.addEventListener("input", (event) => {
    const said = event.target instanceof Element && event.target.closest("[data-words-for]")?.querySelector("[data-said]");
    if (said) { said.remove(); event.target.removeAttribute("aria-describedby"); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && wanted?.isConnected && event.target.form === wanted.form) {
      event.preventDefault();
      event.target.blur(); // else htmx would put the caret into the next submission's box of that name
      wanted.click();
    }
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
  });

  // What needs script shows itself; the row being looked at is in sight.
  const settle = () => {
    for (const sleeping of document.querySelectorAll("[data-phrase][hidden], [data-tick-all][hidden]")) sleeping.hidden = false;
    document.querySelector("[data-queue] [aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  settle();
  document.addEventListener("htmx:afterSettle", (event) => {
    settle();
    if (event.detail.target === document.body) say();
    // A new page begins at its start, unless she has begun to work on it already.
    if (event.detail.target === document.body && document.activeElement === document.body) (document.querySelector("[data-focus]") || document.getElementById("main"))?.focus({ preventScroll: true });
  });

  // A photo large, and beside it the one that buyers see in its place; arrows go on, a touch comes closer.
  let shown = null;
  const side = (name) => [...document.querySelectorAll(`[data-side=${name}] [data-zoom]`)];
  function zoom(link) {
    const dialog = document.getElementById("photo-zoom");
    if (!link || !dialog) return false;
    const [fresh, old] = [side("new"), side("old")];
    const at = Math.max(fresh.indexOf(link), old.indexOf(link));
    const before = old[at];
    if (old.includes(link) && fresh[at]) link = fresh[at];
    show(dialog.querySelector("[data-zoom-here]"), link);
    const beside = dialog.querySelector("[data-zoom-before]");
    if (beside) {
      beside.hidden = !before || before === link;
      dialog.querySelector("[data-zoom-after]").hidden = beside.hidden;
      if (!beside.hidden) show(beside.querySelector("img"), before);
    }
    dialog.querySelector(".compared")?.classList.remove("close");
    shown = link;
    if (!dialog.open) dialog.showModal();
    return true;
  }
  function show(image, link) {
    image.src = link.href;
    image.alt = link.querySelector("img")?.alt || "";
  }
  function turn(by) {
    const all = side("new").length ? side("new") : [...document.querySelectorAll("[data-zoom]")];
    zoom(all[all.indexOf(shown) + by]);
  }

  // What has just happened, for those who hear the page: said into a place that was there before the words were.
  function say() {
    const words = [...document.querySelectorAll("[data-flash]"), document.querySelector("h1")].map((one) => one?.textContent.trim()).filter(Boolean).join(". ");
    let voice = document.querySelector("[data-voice]");
    if (!voice) {
      voice = document.createElement("p");
      voice.className = "hidden-words";
      voice.setAttribute("aria-live", "polite");
      voice.dataset.voice = "";
      document.body.append(voice);
    }
    setTimeout(() => { voice.textContent = words; }, 150);
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("[data-zoom]");
    if (link && zoom(link)) event.preventDefault();

    if (target?.matches("#photo-zoom img")) target.closest(".compared")?.classList.toggle("close");

    const all = target?.closest("[data-tick-all]");
    if (all) for (const box of all.form.querySelectorAll("input[type=checkbox]")) box.checked = true;

    // A phrase touched is added to the advice, where it can still be edited.
    const phrase = target?.closest("[data-phrase]");
    if (phrase) {
      const box = document.getElementById(phrase.dataset.for);
      box.value = [box.value.trim(), phrase.dataset.phrase].filter(Boolean).join("\n");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    }
  });
}
