// Photos on their way: shown, told kindly about, and sent in pieces that a dropped line or a page shown anew only delays.
// Without script the plain form sends. A box without data-uploads (a buyer's form) is sent whole, with its progress.
"use strict";

{ // a block of its own: the page that a whole sending brings back runs this again in the same window
  const english = document.documentElement.lang === "en";
  const say = english
    ? { chosen: (n, mb) => `${n} chosen, ${mb} MB`, tooMany: (most) => `At most ${most} photos: the first ones are kept`, tooLarge: (name) => `${name} is larger than 15 MB`, sent: (p) => `${p}% sent`, working: "Nearly there…", ready: (n, of) => `${n} of ${of} photos sent`, waiting: "Waits its turn", whole: "Sent", paused: "Paused", dropped: "No signal. It goes on by itself when the signal is back", again: (s) => `The line dropped. Trying again in ${s} s`, signIn: "You have been signed out. Sign in again, and it goes on", pause: "Pause", goOn: "Go on", remove: "Remove", edit: "Turn or cut", photo: (n) => `Photo ${n}`, unseen: "Shown once it is saved", holdOn: "Waiting for the photos. It is saved by itself when all are sent" }
    : { chosen: (n, mb) => `เลือกแล้ว ${n} รูป ${mb} MB`, tooMany: (most) => `ใส่ได้ถึง ${most} รูป เก็บรูปแรก ๆ ไว้`, tooLarge: (name) => `${name} ใหญ่กว่า 15 MB`, sent: (p) => `ส่งไปแล้ว ${p}%`, working: "อีกนิดเดียว…", ready: (n, of) => `ส่งแล้ว ${n} จาก ${of} รูป`, waiting: "รอคิวส่ง", whole: "ส่งครบแล้ว", paused: "หยุดพักไว้", dropped: "ไม่มีสัญญาณ จะส่งต่อเองเมื่อสัญญาณกลับมา", again: (s) => `สัญญาณหลุด จะลองใหม่ใน ${s} วินาที`, signIn: "ออกจากระบบไปแล้ว เข้าสู่ระบบใหม่ แล้วรูปจะส่งต่อ", pause: "หยุดพัก", goOn: "ส่งต่อ", remove: "เอาออก", edit: "หมุนหรือตัดรูป", photo: (n) => `รูปที่ ${n}`, unseen: "เห็นรูปหลังกดบันทึก", holdOn: "รอรูปส่งให้ครบก่อน แล้วจะบันทึกให้เอง" };
  const LARGEST = 15 * 1024 * 1024;
  const AT_ONCE = 2;
  const PIECES = { least: 64 * 1024, first: 256 * 1024, most: 512 * 1024 };
  const STALLED_MS = 30_000;
  const KEPT_MS = 24 * 3600_000;

  // What is chosen stands in the browser's own store until its form has gone, so that a page shown anew still has it.
  const store = {
    open: () => new Promise((done, fail) => {
      const asked = indexedDB.open("photos-on-their-way", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("photos", { keyPath: "id" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    }),
    async ask(mode, act) {
      try {
        const opened = await store.open();
        return await new Promise((done, fail) => {
          const deed = opened.transaction("photos", mode);
          const asked = act(deed.objectStore("photos"));
          deed.oncomplete = () => { opened.close(); done(asked.result); };
          deed.onabort = deed.onerror = () => { opened.close(); fail(deed.error); };
        });
      } catch { return null; } // a private window: sending works, a page shown anew begins again
    },
    put: (kept) => store.ask("readwrite", (photos) => photos.put(kept)),
    remove: (id) => store.ask("readwrite", (photos) => photos.delete(id)),
    all: async () => ((await store.ask("readonly", (photos) => photos.getAll())) || []).sort((one, other) => one.at - other.at),
  };

  // One request; `onProgress(bytes)` while its body goes. Answers {status, body}; status 0 where the line failed or stood still.
  function ask(method, address, token, { body = null, headers = {}, onProgress = null, control = null } = {}) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      let watch = 0;
      const stir = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), STALLED_MS); };
      const end = (status) => {
        clearTimeout(watch);
        if (control) control.abort = null;
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { /* a page, not an answer: its status says enough */ }
        done({ status: request.responseURL.includes("/account/sign-in") ? 401 : status, body: told });
      };
      request.open(method, address);
      request.setRequestHeader("X-CSRFToken", token);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", (event) => { stir(); onProgress?.(event.loaded); });
      request.addEventListener("load", () => end(request.status));
      request.addEventListener("error", () => end(0));
      request.addEventListener("abort", () => end(0));
      if (control) control.abort = () => request.abort();
      stir();
      request.send(body);
    });
  }

  class Sending {
    constructor(kept, box) {
      Object.assign(this, { kept, box, state: "waiting", sent: 0, tries: 0, piece: PIECES.first, words: "", control: {}, advice: [] });
    }

    get isSettled() { return ["whole", "refused", "gone"].includes(this.state); }

    show(state, words = "") {
      this.state = state;
      this.words = words;
      this.box.draw(this);
    }

    save() { return store.put(this.kept); }

    pause() {
      this.isUnsure = Boolean(this.kept.address);
      this.show("paused", say.paused);
      this.control.abort?.();
    }

    goOn() {
      this.tries = 0;
      this.wake?.();
      this.show("waiting", say.waiting);
      this.box.next();
    }

    async run() {
      this.isRunning = true;
      while (this.state === "waiting" || this.state === "sending") {
        this.show("sending", say.sent(this.percent));
        const answer = await this.step();
        if (this.state !== "sending") break;
        await this.hear(answer);
      }
      this.isRunning = false;
      this.box.next();
    }

    get percent() { return Math.min(99, Math.round((this.sent / this.kept.file.size) * 100)); }

    // The next thing to ask: an address, how far it came after a failure, or a piece.
    async step() {
      const { token, uploads } = this.box;
      if (!this.kept.address) return ask("POST", uploads, token, { body: new URLSearchParams({ size: this.kept.file.size }), control: this.control });
      if (this.isUnsure) return ask("GET", this.kept.address, token, { control: this.control });
      const begun = performance.now();
      const body = this.kept.file.slice(this.sent, this.sent + this.piece);
      const headers = { "Upload-Offset": String(this.sent), "Content-Type": "application/octet-stream" };
      const before = this.sent;
      const onProgress = (bytes) => { this.sent = before + Math.min(bytes, body.size); if (this.state === "sending") this.show("sending", say.sent(this.percent)); };
      const answer = await ask("PATCH", this.kept.address, token, { body, headers, onProgress, control: this.control });
      this.sent = before;
      const seconds = (performance.now() - begun) / 1000;
      if (answer.status !== 200 || seconds > 12) this.piece = Math.max(PIECES.least, this.piece / 2);
      else if (seconds < 3) this.piece = Math.min(PIECES.most, this.piece * 2);
      return answer;
    }

    async hear({ status, body }) {
      if ([200, 201, 409].includes(status)) {
        this.tries = 0;
        this.isUnsure = false;
        this.sent = body.offset;
        if (!this.kept.address) { this.kept.address = body.address; this.kept.key = body.key; await this.save(); }
        if (body.state === "whole") { this.kept.token = body.kept; this.show("whole", say.whole); await this.save(); }
        if (body.state === "taken") { this.show("gone"); await store.remove(this.kept.id); }
        if (body.state === "refused") await this.refuse(body.message);
      } else if (status === 404) { // cleaned away, or somebody else's: it begins again
        Object.assign(this.kept, { address: "", key: "" });
        this.sent = 0;
      } else if (status === 401 || status === 403) this.show("paused", say.signIn);
      else if (status === 429 || status === 507) this.show("paused", body.message);
      else if (status >= 400 && status < 500 && status !== 408) await this.refuse(body.message || say.working);
      else await this.wait();
    }

    async refuse(message) {
      this.show("refused", message);
      await store.remove(this.kept.id);
    }

    async wait() {
      this.isUnsure = Boolean(this.kept.address);
      const seconds = Math.min(30, 2 ** this.tries++);
      this.show("sending", navigator.onLine ? say.again(seconds) : say.dropped);
      await new Promise((done) => {
        this.wake = done;
        if (navigator.onLine) setTimeout(done, seconds * 1000);
        addEventListener("online", done, { once: true });
      });
    }

    async remove() {
      this.show("gone");
      this.control.abort?.();
      this.wake?.();
      await store.remove(this.kept.id);
      if (this.kept.address) await ask("DELETE", this.kept.address, this.box.token);
    }
  }

  // A form's photos: tiles under the field, hidden fields once they have gone.
  class Box {
    constructor(element) {
      this.element = element;
      this.input = element.querySelector("input[type=file]");
      this.form = this.input.form;
      this.told = element.querySelector("[data-chosen]");
      this.first = this.told.textContent;
      this.uploads = element.dataset.uploads;
      this.most = Number(this.input.dataset.most || 1);
      // Another person at the same phone does not find them, nor another form.
      this.place = [element.dataset.whose, new URL(this.form.action).pathname.replace(/^\/en\//, "/"), this.input.name].join(" ");
      this.sendings = [];
      element.classList.add("in-pieces");
      this.tiles = document.createElement("ul");
      this.tiles.className = "upload-tiles";
      element.after(this.tiles);
      this.input.addEventListener("change", () => { this.add([...this.input.files]); this.input.value = ""; });
      this.form.addEventListener("submit", (event) => this.submit(event));
      addEventListener("pageshow", () => { this.waits = null; });
      this.bringBack();
    }

    get token() { return this.form.querySelector("[name=csrf_token]").value; }
    get open() { return this.sendings.filter((one) => one.state !== "gone" && one.state !== "refused"); }

    // A form shown again with its errors has its photos in its own hidden field: those are not shown twice.
    async bringBack() {
      const isKept = this.form.querySelector("input[name=kept]");
      for (const kept of await store.all()) {
        if (Date.now() - kept.at > KEPT_MS) { store.remove(kept.id); continue; }
        if (kept.place !== this.place || isKept) continue;
        if (kept.token) { // its form may have gone since: what is a product's photo already is not offered again
          const { status, body } = await ask("GET", kept.address, this.token);
          if (status === 404 || body.state === "taken") { store.remove(kept.id); continue; }
        }
        this.take(kept).isUnsure = Boolean(kept.address);
      }
      this.next();
    }

    add(files) {
      const large = files.find((file) => file.size > LARGEST);
      const room = this.most - this.open.length;
      if (this.most === 1 && files.length) for (const one of this.open) one.remove();
      const fitting = files.filter((file) => file.size <= LARGEST).slice(0, this.most === 1 ? 1 : room);
      for (const [n, file] of fitting.entries()) {
        const kept = { id: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`, place: this.place, at: Date.now() + n, file, name: file.name, address: "", key: "", turns: 0, crop: null };
        this.take(kept).save();
      }
      this.tell([files.length > room && this.most > 1 && say.tooMany(this.most), large && say.tooLarge(large.name)]);
      this.next();
    }

    take(kept) {
      const sending = new Sending(kept, this);
      this.sendings.push(sending);
      this.tile(sending);
      sending.show("waiting", say.waiting);
      return sending;
    }

    next() {
      const running = this.sendings.filter((one) => one.isRunning).length;
      for (const one of this.sendings.filter((each) => each.state === "waiting" && !each.isRunning).slice(0, Math.max(0, AT_ONCE - running))) one.run();
      if (this.waits && this.open.every((one) => one.isSettled)) { const submitter = this.waits; this.waits = null; this.form.requestSubmit(submitter === true ? null : submitter); }
    }

    tell(more = []) {
      const whole = this.open.filter((one) => one.state === "whole").length;
      this.told.textContent = [this.open.length ? say.ready(whole, this.open.length) : this.first, this.waits && say.holdOn, ...more].filter(Boolean).join(" · ");
    }

    tile(sending) {
      const tile = document.createElement("li");
      tile.innerHTML = '<canvas width="320" height="240" role="img"></canvas><p class="unseen" hidden></p><div class="words"><progress max="100" value="0"></progress><span class="tiny" data-state></span><ul class="advice" hidden></ul><div class="actions"><button type="button" class="button quiet small" data-edit hidden></button><button type="button" class="button quiet small" data-pause></button><button type="button" class="button-link danger" data-remove></button></div></div>';
      sending.tile = tile;
      const number = this.sendings.length;
      const name = say.photo(number);
      tile.querySelector("canvas").setAttribute("aria-label", `${name} ${sending.kept.name}`);
      tile.querySelector("progress").setAttribute("aria-label", name);
      for (const [mark, words] of [["edit", say.edit], ["remove", say.remove]]) {
        const button = tile.querySelector(`[data-${mark}]`);
        button.textContent = words;
        button.setAttribute("aria-label", `${words} ${name}`);
      }
      tile.querySelector("[data-remove]").addEventListener("click", () => { sending.remove(); this.input.focus(); });
      tile.querySelector("[data-pause]").addEventListener("click", () => (sending.state === "paused" ? sending.goOn() : sending.pause()));
      tile.querySelector("[data-edit]").addEventListener("click", async () => {
        const edit = await photoEditor.open(sending.image, sending.kept);
        if (!edit) return;
        Object.assign(sending.kept, edit);
        await sending.save();
        this.picture(sending);
        this.draw(sending);
      });
      this.tiles.append(tile);
      this.look(sending);
    }

    // What this browser can draw is shown and measured; what it cannot (HEIC, mostly) is shown once the market has made it.
    async look(sending) {
      const image = new Image();
      image.src = URL.createObjectURL(sending.kept.file);
      try { await image.decode(); } catch {
        const words = sending.tile.querySelector(".unseen");
        words.textContent = say.unseen;
        words.hidden = false;
        return;
      }
      sending.image = image;
      sending.tile.querySelector("[data-edit]").hidden = sending.isGone;
      this.picture(sending);
      const advice = sending.tile.querySelector(".advice");
      for (const words of photoEditor.advice(image)) advice.append(Object.assign(document.createElement("li"), { textContent: words }));
      advice.hidden = !advice.children.length;
    }

    picture(sending) {
      const canvas = sending.tile.querySelector("canvas");
      photoEditor.draw(canvas, sending.image, sending.kept);
    }

    draw(sending) {
      const { tile, state, words, kept } = sending;
      if (state === "gone") { tile.remove(); this.fields(); this.tell(); return; }
      tile.dataset.state = state;
      tile.querySelector("progress").value = state === "whole" ? 100 : sending.percent;
      const told = tile.querySelector("[data-state]");
      if (told.textContent !== words) told.textContent = words;
      const pause = tile.querySelector("[data-pause]");
      pause.hidden = sending.isSettled;
      pause.textContent = state === "paused" ? say.goOn : say.pause;
      if (state === "refused") tile.querySelector("[data-edit]").hidden = true;
      if (state === "whole" || kept.token) this.fields();
      this.tell();
    }

    // One `kept` for each that has gone, and an `edit` where it is turned or cut.
    fields() {
      for (const field of this.element.querySelectorAll("[data-of-upload]")) field.remove();
      for (const { kept, state } of this.sendings) {
        if (state !== "whole") continue;
        const crop = (kept.crop || []).join(",");
        for (const [name, value] of [["kept", kept.token], ...(kept.turns || crop ? [["edit", `${kept.key}:${kept.turns}:${crop}`]] : [])]) {
          const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
          field.dataset.ofUpload = "";
          this.element.append(field);
        }
      }
    }

    submit(event) {
      if (event.defaultPrevented) return;
      if (this.open.some((one) => !one.isSettled)) {
        event.preventDefault();
        this.waits = event.submitter || true;
        for (const one of this.open) if (one.state === "paused") one.goOn();
        this.tell();
        this.told.scrollIntoView({ block: "center" });
        return;
      }
      if (this.form.dataset.onItsWay) { event.preventDefault(); return; }
      this.form.dataset.onItsWay = "1";
      event.submitter?.setAttribute("aria-busy", "true");
    }
  }

  for (const element of document.querySelectorAll("[data-upload]")) {
    const input = element.querySelector("input[type=file]");
    const box = element.dataset.uploads && window.photoEditor ? new Box(element) : whole(element, input);
    element.addEventListener("dragover", (event) => { event.preventDefault(); element.classList.add("over"); });
    element.addEventListener("dragleave", () => element.classList.remove("over"));
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      element.classList.remove("over");
      box.add([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name)));
    });
  }

  // A buyer's form: everything goes in one request, with its progress.
  function whole(box, input) {
    const told = box.querySelector("[data-chosen]");
    const keep = (files) => {
      const kept = new DataTransfer();
      for (const file of files) kept.items.add(file);
      input.files = kept.files;
    };
    input.addEventListener("change", () => {
      const most = Number(input.dataset.most || 1);
      const files = [...input.files];
      const large = files.find((file) => file.size > LARGEST);
      if (files.length > most) keep(files.slice(0, most));
      const total = [...input.files].reduce((sum, file) => sum + file.size, 0) / 1048576;
      told.textContent = [say.chosen(input.files.length, total.toFixed(1)), files.length > most && say.tooMany(most), large && say.tooLarge(large.name)].filter(Boolean).join(" · ");
    });
    input.form?.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !input.files.length) return;
      event.preventDefault();
      send(input.form, box, event.submitter);
    });
    return { add: (files) => { keep(files); input.dispatchEvent(new Event("change")); } };
  }

  function send(form, box, submitter) {
    if (form.dataset.onItsWay) return;
    form.dataset.onItsWay = "1";
    const progress = box.querySelector("[data-progress]");
    const bar = progress.querySelector("progress");
    const percent = progress.querySelector("[data-percent]");
    const request = new XMLHttpRequest();
    progress.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((event.loaded / event.total) * 100);
      percent.textContent = bar.value < 100 ? say.sent(bar.value) : say.working;
    });
    // The next page after the redirect, or the form again with its errors: either is shown as it came, with its flash messages.
    request.addEventListener("load", () => {
      form.dataset.sent = "1";
      window.history.replaceState(null, "", request.responseURL);
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => { progress.hidden = true; form.submit(); });
    request.open("POST", form.action);
    request.send(new FormData(form, submitter));
  }
}
