// The officials' keys: j and k walk the queue, a c r decide, 1-9 tick the checklist, z looks closer, / searches, ? says all this.
"use strict";

{
  const typing = (target) => target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.scrollIntoView({ block: "nearest" });
    target.matches("input, button, a, summary") ? target.click() : target.querySelector("input, button, a, summary")?.click();
    target.focus?.({ preventScroll: true });
    return true;
  };

  function walk(by) {
    const rows = [...document.querySelectorAll("[data-queue] a")];
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
    if (next && rows.indexOf(next) !== here) next.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    // The same keys under a Thai layout: ่ า ฟ แ พ ผ lie where j k a c r z do.
    const key = { "่": "j", "า": "k", "ฟ": "a", "แ": "c", "พ": "r", "ผ": "z", "ฝ": "/", "ๅ": "1", "ฦ": "?" }[event.key] || event.key;
    const done =
      key === "j" ? (walk(1), true)
      : key === "k" ? (walk(-1), true)
      : key === "?" ? (document.getElementById("keys")?.showModal(), true)
      : key === "z" ? zoom(document.querySelector("[data-zoom]"))
      : key === "/" ? (document.querySelector("input[type=search]")?.focus(), true)
      : press(key);
    if (done) event.preventDefault();
  });

  function zoom(link) {
    const dialog = document.getElementById("photo-zoom");
    if (!link || !dialog) return false;
    const image = dialog.querySelector("[data-zoom-here]");
    image.src = link.href;
    image.alt = link.querySelector("img")?.alt || "";
    dialog.showModal();
    return true;
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("[data-zoom]");
    if (link && zoom(link)) event.preventDefault();

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
