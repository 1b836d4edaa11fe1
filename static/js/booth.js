// The table: a touch is a piece, the sum is large, cash or a code to be scanned, done. Everything happens on this device; what was
// sold goes into the queue (booth-queue.js), and booth-app.js sends it when there is signal.
"use strict";

{
  const table = document.querySelector("[data-table]");
  const { fair, group } = table.dataset;
  const goods = new Map();
  for (const card of table.querySelectorAll("[data-variant]")) {
    goods.set(Number(card.dataset.variant), { card, price: Number(card.dataset.price), left: Number(card.dataset.left), count: 0 });
  }
  const bar = document.querySelector("[data-bar]");
  const dialog = document.getElementById("pay");
  const sums = document.querySelector("[data-sums]");
  const list = document.querySelector("[data-sold]");
  const promptpay = table.dataset.promptpay ? JSON.parse(table.dataset.promptpay) : null;
  const server = { at: Number(table.dataset.at), left: {}, day: JSON.parse(sums.dataset.sums), today: table.dataset.today };
  let pending = null, isKeeping = false;

  const baht = (satang) => {
    const whole = Math.floor(satang / 100).toLocaleString("en-US"), rest = satang % 100;
    return `฿${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
  };
  const today = () => new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Bangkok" });
  const dayOf = (at) => new Date(at).toLocaleDateString("sv-SE", { timeZone: "Asia/Bangkok" });
  const total = () => [...goods.values()].reduce((sum, good) => sum + good.count * good.price, 0);
  const pieces = () => [...goods.values()].reduce((sum, good) => sum + good.count, 0);

  function draw() {
    for (const good of goods.values()) {
      good.card.querySelector("[data-count]").textContent = good.count || "";
      good.card.querySelector("[data-less]").hidden = !good.count;
      good.card.classList.toggle("chosen", good.count > 0);
      const left = good.left - good.count;
      good.card.querySelector("[data-left-words]").textContent = left > 0 ? table.dataset.leftWords.replace("#", left) : left === 0 ? table.dataset.noneLeft : table.dataset.beyond.replace("#", -left);
      good.card.classList.toggle("beyond", left < 0);
    }
    bar.querySelector("[data-total]").textContent = baht(total());
    bar.querySelector("[data-pieces]").textContent = bar.dataset.piecesWords.replace("#", pieces());
    for (const button of bar.querySelectorAll("[data-pay]")) button.disabled = !pieces();
    bar.querySelector("[data-clear]").hidden = !pieces();
  }

  // What the server said last, less what it has not heard of yet.
  async function shown(sales) {
    const said = await self.boothQueue.remembered(fair);
    const known = said && said.at > server.at && said.group === Number(group) ? said : server;
    const ours = sales.filter((sale) => sale.fair === fair && sale.group === Number(group));
    for (const [id, good] of goods) {
      const unsent = ours.flatMap((sale) => (sale.cancelled || sale.state === "refused" ? [] : sale.lines)).filter(([variant]) => variant === id);
      const left = known.left[id] ?? Number(good.card.dataset.left);
      good.left = left - unsent.reduce((sum, [, quantity]) => sum + quantity, 0);
    }
    const day = known.today === today() ? { ...known.day } : { cash: 0, promptpay: 0, pieces: 0, sales: 0 };
    for (const sale of ours.filter((one) => !one.cancelled && dayOf(one.at) === today())) {
      day[sale.method] += sale.total;
      day.sales += 1;
      day.pieces += sale.lines.reduce((sum, [, quantity]) => sum + quantity, 0);
    }
    for (const name of ["cash", "promptpay"]) sums.querySelector(`[data-sum="${name}"]`).textContent = baht(day[name]);
    sums.querySelector('[data-sum="total"]').textContent = baht(day.cash + day.promptpay);
    sums.querySelector('[data-sum="pieces"]').textContent = day.pieces.toLocaleString("en-US");
    drawSold(ours);
    draw();
  }

  function drawSold(sales) {
    const rows = sales.filter((sale) => !sale.cancelled).sort((one, other) => (one.at < other.at ? 1 : -1));
    list.closest("[data-sold-box]").hidden = !rows.length;
    list.replaceChildren(...rows.map((sale) => {
      const row = document.getElementById("sold-row").content.firstElementChild.cloneNode(true);
      row.querySelector("[data-what]").textContent = sale.names;
      row.querySelector("[data-how]").textContent = `${new Date(sale.at).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" })} · ${list.dataset[sale.method]}`;
      row.querySelector("[data-amount]").textContent = baht(sale.total);
      row.querySelector("[data-why]").textContent = sale.state === "refused" ? list.dataset[`why_${sale.reason}`] || list.dataset.why : "";
      row.querySelector("[data-again]").hidden = sale.state !== "refused";
      for (const button of row.querySelectorAll("button")) button.dataset.id = sale.id;
      return row;
    }));
  }

  function ask(method) {
    pending = { method, total: total(), id: crypto.randomUUID() };
    dialog.dataset.method = method;
    for (const amount of dialog.querySelectorAll("[data-amount]")) amount.textContent = baht(pending.total);
    if (method === "promptpay") drawCode(self.boothPayload(promptpay, pending.total, pending.id.replaceAll("-", "").slice(0, 12).toUpperCase()));
    dialog.showModal();
  }

  // Squares as one path: black on white whatever the page's colours are.
  function drawCode(text) {
    const code = qrcode(0, "M");
    code.addData(text);
    code.make();
    const size = code.getModuleCount(), quiet = 4;
    let path = "";
    for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
    const picture = dialog.querySelector("[data-code]");
    picture.setAttribute("viewBox", `0 0 ${size + 2 * quiet} ${size + 2 * quiet}`);
    picture.querySelector("path").setAttribute("d", path);
    picture.dataset.payload = text;
  }

  async function done() {
    if (!pending || isKeeping) return;
    isKeeping = true;
    const chosen = [...goods].filter(([, good]) => good.count);
    const sale = {
      id: pending.id,
      group: Number(group),
      fair,
      method: pending.method,
      at: new Date().toISOString(),
      lines: chosen.map(([id, good]) => [id, good.count, good.price]),
      names: chosen.map(([, good]) => `${good.card.dataset.name} × ${good.count}`).join(", "),
      total: pending.total,
      state: "waiting",
    };
    try {
      await self.boothQueue.keep(sale);
    } catch {
      isKeeping = false;
      say(table.dataset.notKept, "bad");
      return;
    }
    pending = null;
    isKeeping = false;
    for (const good of goods.values()) good.count = 0;
    dialog.close();
    say(table.dataset.kept.replace("#", baht(sale.total)), "good");
    document.dispatchEvent(new CustomEvent("booth:sold"));
  }

  function say(words, tone) {
    const said = document.querySelector("[data-said]");
    said.className = `booth-said tone-${tone}`;
    said.textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { said.textContent = ""; }, 5000);
  }

  const on = (selector, act) => document.addEventListener("click", (event) => {
    const found = event.target.closest(selector);
    if (found) act(found);
  });
  const goodOf = (button) => goods.get(Number(button.closest("[data-variant]").dataset.variant));
  on("[data-more]", (button) => { const good = goodOf(button); good.count = Math.min(good.count + 1, 999); draw(); navigator.vibrate?.(15); });
  on("[data-less]", (button) => { const good = goodOf(button); good.count = Math.max(good.count - 1, 0); draw(); if (!good.count) good.card.querySelector("[data-more]").focus(); });
  on("[data-clear]", () => { for (const good of goods.values()) good.count = 0; draw(); });
  on("[data-pay]", (button) => ask(button.dataset.pay));
  on("[data-done]", done);
  on("[data-back]", () => dialog.close());
  on("[data-undo]", async (button) => { await self.boothQueue.cancel(button.dataset.id); document.dispatchEvent(new CustomEvent("booth:changed")); });
  on("[data-again]", async (button) => { await self.boothQueue.tryAgain(button.dataset.id); document.dispatchEvent(new CustomEvent("booth:changed")); });
  dialog.addEventListener("close", () => { if (!isKeeping) pending = null; });
  document.addEventListener("booth:shown", (event) => shown(event.detail));
  draw();
}
