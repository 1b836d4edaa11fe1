// What makes pages quicker, never what makes them work: each part looks for its own data- mark and does nothing without it.
"use strict";

{ // a block of its own: the page an upload brings back runs this again in the same window
  const words = document.documentElement.lang === "en"
    ? { ok: "Yes, do it", no: "Not now", copied: "Copied", sending: "Sending…" }
    : { ok: "ยืนยัน", no: "ยังก่อน", copied: "คัดลอกแล้ว", sending: "กำลังส่ง…" };

  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) act(found, event);
    });

  function wake(root) {
    for (const hidden of root.querySelectorAll("[data-dismiss], [data-print], [data-step], [data-reveal], [data-copy], [data-open-dialog]")) hidden.hidden = false;
    if (navigator.share) for (const hidden of root.querySelectorAll("[data-share]")) hidden.hidden = false;
    // Filters stand open where there is room beside the list; on a phone they would push it off the page.
    for (const box of root.querySelectorAll("[data-facets]")) box.open = matchMedia("(min-width: 900px)").matches;
  }

  wake(document);
  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));
  document.querySelector("[data-focus]")?.focus();

  on("click", "[data-dismiss]", (button) => button.closest("[data-flash]").remove());
  on("click", "[data-print]", () => window.print());
  on("click", "[data-open-dialog]", (button) => document.getElementById(button.dataset.openDialog)?.showModal());
  // A finger or a mouse has chosen; arrow keys are still on their way through the choices, and the button is there for them.
  let byKey = false;
  document.addEventListener("keydown", () => { byKey = true; });
  document.addEventListener("pointerdown", () => { byKey = false; });
  on("change", "form[data-auto-submit]", (form) => { if (!byKey) form.requestSubmit(); });
  on("change", "[data-submit-on-change]", (input) => input.form.requestSubmit());

  on("click", "[data-step]", (button) => {
    const input = button.closest("[data-stepper]").querySelector("input");
    button.dataset.step === "1" ? input.stepUp() : input.stepDown();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  on("click", "[data-reveal]", (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });

  on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.innerHTML;
    button.textContent = words.copied;
    setTimeout(() => { button.innerHTML = before; }, 2000);
  });

  on("click", "[data-share]", (button) => {
    navigator.share({ title: button.dataset.shareTitle, url: button.dataset.share }).catch(() => { /* she changed her mind */ });
  });

  // A heart is pressed without leaving the page, one after the other; what goes wrong goes by the form itself.
  let pressed = Promise.resolve();
  on("click", "[data-heart]", (button, event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    pressed = pressed.then(async () => {
      const sent = new URLSearchParams(new FormData(button.form));
      sent.append(button.name, button.value);
      let done = false;
      try { done = (await fetch(button.form.action, { method: "POST", body: sent, redirect: "manual" })).type === "opaqueredirect"; } catch { /* no line: the form says so */ }
      button.removeAttribute("aria-busy");
      if (!done) { button.form.requestSubmit(button); return; }
      const kept = button.name === "keep";
      for (const same of document.querySelectorAll(`[data-heart="${button.dataset.heart}"]`)) {
        same.name = kept ? "leave" : "keep";
        same.setAttribute("aria-pressed", String(kept));
      }
      sayHeart(kept);
    });
  });

  function sayHeart(kept) {
    const said = document.querySelector("[data-heart-said]");
    if (!said) return;
    const list = document.createElement("a");
    list.href = said.dataset.list;
    list.textContent = said.dataset.listWords;
    said.replaceChildren(kept ? said.dataset.kept : said.dataset.left, " ", list);
    clearTimeout(sayHeart.timer);
    sayHeart.timer = setTimeout(() => { if (!said.matches(":focus-within")) said.replaceChildren(); }, 8000);
  }

  // A payment that is on its way is looked at again by itself, for ten minutes; the page is shown anew when something has changed.
  const watched = document.querySelector("[data-watch-on]");
  if (watched) {
    const state = watched.dataset.watch;
    let rounds = 0;
    const look = async () => {
      if (++rounds > 120 || !document.contains(watched)) return;
      try {
        const text = document.hidden ? "" : await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
        const found = text && new DOMParser().parseFromString(text, "text/html").querySelector("[data-watch]");
        if (found && found.dataset.watch !== state) { location.reload(); return; }
      } catch { /* no line just now: the next round asks again */ }
      setTimeout(look, 5000);
    };
    setTimeout(look, 5000);
  }

  // A menu closes when something else is touched, or with Escape.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("[data-menu][open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // Ask before what cannot be taken back.
  function ask(question, then) {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.innerHTML = '<form method="dialog" class="stack"><p class="lead"></p><div class="actions"><button class="button" value="yes"></button><button class="button quiet" value="no" autofocus></button></div></form>';
    dialog.querySelector("p").textContent = question;
    dialog.querySelector("[value=yes]").textContent = words.ok;
    dialog.querySelector("[value=no]").textContent = words.no;
    dialog.addEventListener("close", () => { dialog.remove(); if (dialog.returnValue === "yes") then(); });
    document.body.append(dialog);
    dialog.showModal();
  }

  on("click", "button[data-confirm]", (button, event) => {
    if (button.dataset.asked) { delete button.dataset.asked; return; }
    event.preventDefault();
    ask(button.dataset.confirm, () => { button.dataset.asked = "1"; button.click(); });
  });

  // Sent once: a second touch while the first is on its way changes nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    form.dataset.sent = "1";
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post") || form.querySelector("[data-upload]")) return;
    if (form.dataset.onItsWay) { event.preventDefault(); return; }
    form.dataset.onItsWay = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) { delete form.dataset.onItsWay; delete form.dataset.sent; }
  });

  // Who signs out leaves nothing of the booth on this device but sales that are still to be sent, which hold nobody's data.
  on("submit", "form[action$='/account/sign-out']", (form, event) => {
    if (event.defaultPrevented || !self.caches) return;
    event.preventDefault();
    const forget = async () => Promise.all((await caches.keys()).filter((name) => name.startsWith("booth-")).map((name) => caches.delete(name)));
    Promise.race([forget(), new Promise((resolve) => { setTimeout(resolve, 1000); })]).catch(() => {}).then(() => form.submit());
  });

  // Leaving a form half written is asked about once.
  on("input", "form[data-guard]", (form) => { form.dataset.touched = "1"; });
  window.addEventListener("beforeunload", (event) => {
    for (const form of document.querySelectorAll("form[data-guard][data-touched]")) if (!form.dataset.sent) event.preventDefault();
  });

  // The signal comes and goes.
  const offline = document.querySelector("[data-offline]");
  const signal = () => { if (offline) offline.hidden = navigator.onLine; };
  window.addEventListener("online", signal);
  window.addEventListener("offline", signal);
  signal();
}
