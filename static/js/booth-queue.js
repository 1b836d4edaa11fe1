// Sales that this device still has to send: kept in IndexedDB until the server has said of each that it has it. The page and the
// service worker both load this; whoever has signal first sends, and the other finds nothing left to do.
"use strict";

self.boothQueue = (() => {
  const STATE = "booth-state"; // a cache: what the server said last of each booth, forgotten when somebody signs out
  const AT_ONCE = 50;
  const PATIENCE = 20000; // milliseconds for one answer

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("ngan-dee-booth", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("sales", { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });

  // One transaction, waited for to its end: what is said to be kept is on the disk.
  async function within(mode, act) {
    const db = await opened;
    return new Promise((resolve, reject) => {
      const transaction = db.transaction("sales", mode, { durability: "strict" });
      let given;
      act(transaction.objectStore("sales"), (value) => { given = value; });
      transaction.oncomplete = () => resolve(given);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  const all = () => within("readonly", (sales, give) => { sales.getAll().onsuccess = (event) => give(event.target.result); });
  const keep = (sale) => within("readwrite", (sales) => sales.put(sale));

  // Reads and writes a row in one transaction; `change` gives the new row, null to take it away, undefined to leave it.
  const change = (id, act) => within("readwrite", (sales, give) => {
    sales.get(id).onsuccess = (event) => {
      const row = event.target.result;
      const next = row && act(row);
      if (next) sales.put(next);
      if (row && next === null) sales.delete(id);
      give(next);
    };
  });

  // Pressed by mistake: what was never on its way is simply gone; what may have arrived is called off there as well.
  const cancel = (id) => change(id, (row) => (row.tried ? { ...row, cancelled: true, state: "waiting" } : null));
  const tryAgain = (id) => change(id, (row) => ({ ...row, state: "waiting", reason: "" }));
  const forget = (id) => change(id, () => null);

  async function ask(path, options = {}) {
    const answer = await fetch(path, { ...options, credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { problem: "sign_in" };
    if (!answer.ok) return { problem: answer.status === 403 ? "no_right" : answer.status === 404 ? "no_booth" : "server" };
    return answer.json();
  }

  async function sendAll(root) {
    const byFair = grouped(await waiting());
    let problem = "", sent = 0;
    for (const [fair, sales] of byFair) {
      const state = await ask(`${root}/${fair}/state`);
      if (state.problem) { problem = state.problem; continue; }
      await remember(fair, state);
      const ours = sales.filter((sale) => sale.group === state.group);
      if (ours.length < sales.length) problem = "other_group";
      for (let from = 0; from < ours.length; from += AT_ONCE) {
        const done = await sendSome(root, fair, state, ours.slice(from, from + AT_ONCE).map((sale) => sale.id));
        if (done.problem) { problem = done.problem; break; }
        sent += done.sent;
      }
    }
    return { problem, sent };
  }

  async function sendSome(root, fair, state, ids) {
    const rows = [];
    for (const id of ids) {
      const row = await change(id, (one) => ({ ...one, tried: true }));
      if (row) rows.push(row);
    }
    const sales = rows.map(({ id, method, at, lines, cancelled }) => ({ id, method, at, lines, cancelled: Boolean(cancelled) }));
    const answer = await ask(`${root}/${fair}/sales`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": state.token },
      body: JSON.stringify({ group: state.group, sales }),
    });
    if (answer.problem) return answer;
    let sent = 0;
    for (const said of answer.answers) {
      const was = rows.find((row) => row.id === said.id);
      if (said.result === "kept") {
        // One that was called off meanwhile stays: the next round calls it off there.
        await change(said.id, (row) => (row.cancelled && !was.cancelled ? undefined : null));
        sent += 1;
      } else {
        // Nothing of it is there, so one that was called off is simply gone.
        await change(said.id, (row) => (was.cancelled ? null : { ...row, state: "refused", reason: said.reason || said.result }));
      }
    }
    await remember(fair, answer.state);
    return { sent };
  }

  const waiting = async () => (await all()).filter((sale) => sale.state !== "refused").sort((one, other) => (one.at < other.at ? -1 : 1));

  function grouped(sales) {
    const found = new Map();
    for (const sale of sales) found.set(sale.fair, [...(found.get(sale.fair) || []), sale]);
    return found;
  }

  async function remember(fair, { token, ...state }) {
    const cache = await caches.open(STATE);
    await cache.put(`/booth-state/${fair}`, new Response(JSON.stringify(state), { headers: { "Content-Type": "application/json" } }));
  }

  async function remembered(fair) {
    const found = self.caches && (await caches.match(`/booth-state/${fair}`, { cacheName: STATE }));
    return found ? found.json() : null;
  }

  // Only one tab, or the worker, sends at a time; that the others may wait is no problem, for all send from the same rows.
  async function send(root) {
    if (!self.navigator.locks) return sendAll(root);
    return navigator.locks.request("booth-send", { ifAvailable: true }, (lock) => (lock ? sendAll(root) : { busy: true, sent: 0, problem: "" }));
  }

  return { all, cancel, forget, keep, remembered, send, tryAgain, waiting };
})();
