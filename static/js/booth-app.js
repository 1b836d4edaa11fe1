// What every page of the booth does: it is kept on the device, shows how much has not been sent, and sends it when there is signal.
"use strict";

{
  const app = document.querySelector("[data-booth-app]");
  const strip = document.querySelector("[data-unsent]");
  const { root, group } = app.dataset;
  const words = strip.dataset;
  const channel = new BroadcastChannel("booth");
  const FIRST_PAUSE = 5000, LONGEST_PAUSE = 600000; // milliseconds
  let pause = FIRST_PAUSE, timer = 0, problem = "", isSending = false;

  async function show() {
    const sales = await self.boothQueue.all();
    const ours = sales.filter((sale) => sale.group === Number(group));
    const refused = ours.filter((sale) => sale.state === "refused").length;
    const count = ours.length - refused;
    const others = sales.length - ours.length;
    strip.hidden = !sales.length && navigator.onLine;
    strip.querySelector("[data-count]").textContent = count;
    strip.querySelector("[data-problem]").textContent =
      problem && words[problem] ? words[problem] : refused ? words.refused : others ? words.others.replace("#", others) : navigator.onLine ? words.sending : words.offline;
    strip.querySelector("[data-sign-in]").hidden = problem !== "sign_in";
    strip.querySelector("[data-send]").hidden = problem === "sign_in" || !count;
    document.dispatchEvent(new CustomEvent("booth:shown", { detail: sales }));
  }

  async function send() {
    clearTimeout(timer);
    if (isSending) return;
    if (!(await self.boothQueue.waiting()).length) { problem = ""; pause = FIRST_PAUSE; await show(); return; }
    isSending = true;
    try {
      const done = await self.boothQueue.send(root);
      problem = done.problem;
      if (!problem) pause = FIRST_PAUSE;
      channel.postMessage(done);
    } catch {
      problem = navigator.onLine ? "server" : "";
    }
    isSending = false;
    await show();
    if (problem === "sign_in") return; // nothing comes of it before somebody has
    if ((await self.boothQueue.waiting()).length) {
      timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  const sendNow = () => { pause = FIRST_PAUSE; return send(); };

  async function keepThisPage() {
    await navigator.serviceWorker.register(app.dataset.worker, { scope: root });
    const worker = await navigator.serviceWorker.ready;
    if (navigator.onLine) {
      const photos = [...document.querySelectorAll("[data-keep] img")].map((image) => image.currentSrc || image.src);
      const pages = await caches.open("booth-pages");
      const answer = await fetch(location.pathname, { redirect: "manual" });
      if (answer.ok) await pages.put(location.pathname, answer);
      const kept = await caches.open("booth-photos");
      for (const photo of photos) if (!(await kept.match(photo))) await kept.add(photo).catch(() => {});
    }
    document.documentElement.dataset.booth = "kept";
    return worker;
  }

  // A browser that can sends by itself later, even when this page is closed.
  async function sendLater() {
    const worker = await navigator.serviceWorker?.getRegistration(root);
    await worker?.sync?.register("booth-sales").catch(() => {});
  }

  document.addEventListener("booth:sold", async () => { await show(); await sendLater(); sendNow(); });
  document.addEventListener("booth:changed", sendNow);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-send]")) sendNow(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendNow(); });
  window.addEventListener("online", sendNow);
  window.addEventListener("offline", show);
  // What the worker, or another tab, met while it was sending in this page's place.
  channel.addEventListener("message", ({ data }) => { if (!data.busy) problem = data.problem; show(); });
  show().then(sendNow);
  navigator.storage?.persist?.();
  if (navigator.serviceWorker) keepThisPage().catch(() => { document.documentElement.dataset.booth = "not-kept"; });
}
