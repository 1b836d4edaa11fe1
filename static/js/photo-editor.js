// A photo before it is sent, or after: how it will look turned and cut, a small room to do it in, and a kind word about it.
// What is done is only told (quarter turns, and a cut in thousandths): the market does it to what was sent, which stays as it is.
"use strict";

{
  const say = document.documentElement.lang === "en"
    ? { title: "Turn or cut the photo", left: "Turn left", right: "Turn right", shape: "Shape", free: "Free", wide: "4:3", all: "Whole photo", undo: "Undo", done: "Use this", cancel: "Leave as it was", help: "Drag the frame or a corner. Arrow keys move it, + and − change its size", frame: (w, h) => `The frame takes ${w}% of the width and ${h}% of the height`, blurred: "This photo may not be sharp. Try again near a window, holding the phone still", dark: "This photo is a little dark. Try again near a window, or in daylight", small: "This photo is small, so buyers cannot see it well. Send the original from the camera" }
    : { title: "หมุนหรือตัดรูป", left: "หมุนซ้าย", right: "หมุนขวา", shape: "ทรงของรูป", free: "ตัดอิสระ", wide: "4:3", all: "ทั้งรูป", undo: "ย้อนกลับ", done: "ใช้แบบนี้", cancel: "ไม่เปลี่ยน", help: "ลากกรอบหรือมุมด้วยนิ้ว ใช้ปุ่มลูกศรเลื่อน ปุ่ม + และ − ขยายหรือย่อก็ได้", frame: (w, h) => `กรอบกว้าง ${w}% สูง ${h}% ของรูป`, blurred: "ภาพนี้อาจไม่ชัด ลองถ่ายใหม่ใกล้หน้าต่าง ถือกล้องนิ่ง ๆ", dark: "ภาพนี้มืดไปหน่อย ลองถ่ายใหม่ใกล้หน้าต่างหรือกลางวัน", small: "ภาพนี้เล็ก คนซื้อจะเห็นไม่ชัด ส่งรูปจากกล้องโดยตรงจะดีกว่า" };
  // The same figures as shop/catalogue/picture_advice.py.
  const LEAST_SIDE = 600, DARKEST = 55, LEAST_SHARP = 25, MEASURED = 480;
  const LEAST = 0.1; // of a side: the smallest cut
  const WIDE = 4 / 3;

  const sides = (image) => [image.naturalWidth || image.width, image.naturalHeight || image.height];
  const boxOf = (crop) => (crop?.length ? crop.map((part) => part / 1000) : [0, 0, 1, 1]);

  // The photo, turned, on a canvas that fits within `most` pixels; gives the canvas.
  function turned(image, turns, most) {
    const [width, height] = sides(image);
    const scale = Math.min(1, most / Math.max(width, height));
    const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = turns % 2 ? [h, w] : [w, h];
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turns * Math.PI) / 2);
    pen.drawImage(image, -w / 2, -h / 2, w, h);
    return canvas;
  }

  // As buyers will see it in a list.
  function draw(canvas, image, { turns = 0, crop = null }) {
    const source = turned(image, turns, 640);
    const [l, t, w, h] = boxOf(crop);
    const cut = [l * source.width, t * source.height, w * source.width, h * source.height];
    const scale = Math.max(canvas.width / cut[2], canvas.height / cut[3]);
    const pen = canvas.getContext("2d");
    const [sw, sh] = [canvas.width / scale, canvas.height / scale];
    pen.drawImage(source, cut[0] + (cut[2] - sw) / 2, cut[1] + (cut[3] - sh) / 2, sw, sh, 0, 0, canvas.width, canvas.height);
  }

  function advice(image) {
    const found = Math.min(...sides(image)) < LEAST_SIDE ? [say.small] : [];
    const canvas = turned(image, 0, MEASURED);
    const { width, height } = canvas;
    const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const grey = new Float32Array(width * height);
    let total = 0;
    for (let i = 0; i < grey.length; i++) {
      grey[i] = 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2];
      total += grey[i];
    }
    if (total / grey.length < DARKEST) found.push(say.dark);
    if (found.length || width < 5 || height < 5) return found;
    let sum = 0, squares = 0, count = 0;
    for (let y = 1; y < height - 1; y++) for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge = grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at];
      sum += edge; squares += edge * edge; count++;
    }
    return squares / count - (sum / count) ** 2 < LEAST_SHARP ? [say.blurred] : found;
  }

  class Room {
    constructor(image, { turns = 0, crop = null }) {
      Object.assign(this, { image, turns, box: boxOf(crop), shape: crop?.length ? "free" : "all", past: [] });
      this.dialog = document.createElement("dialog");
      this.dialog.className = "dialog photo-room";
      this.dialog.setAttribute("aria-label", say.title);
      this.dialog.innerHTML = `<form method="dialog" class="stack tight"><h2>${say.title}</h2><canvas tabindex="0" role="application" aria-describedby="photo-room-help"></canvas><p class="tiny soft" id="photo-room-help">${say.help}</p><p class="hidden-words" role="status"></p><div class="actions"><button type="button" class="button quiet small" data-do="left">${say.left}</button><button type="button" class="button quiet small" data-do="right">${say.right}</button><button type="button" class="button quiet small" data-do="undo" disabled>${say.undo}</button></div><fieldset class="field"><legend>${say.shape}</legend><div class="options inline">${["all", "wide", "free"].map((one) => `<label class="option"><input type="radio" name="shape" value="${one}"><span class="words">${say[one]}</span></label>`).join("")}</div></fieldset><div class="actions"><button class="button" value="done">${say.done}</button><button class="button quiet" value="cancel">${say.cancel}</button></div></form>`;
      this.canvas = this.dialog.querySelector("canvas");
      this.canvas.setAttribute("aria-label", say.title);
      this.listen();
    }

    listen() {
      this.dialog.addEventListener("click", (event) => { const what = event.target.closest("[data-do]")?.dataset.do; if (what) this[what](); });
      this.dialog.addEventListener("change", (event) => { if (event.target.name === "shape") this.reshape(event.target.value); });
      this.canvas.addEventListener("keydown", (event) => this.key(event));
      this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
      this.canvas.addEventListener("pointermove", (event) => this.drag(event));
      for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => { this.grip = null; this.tell(); });
    }

    open() {
      document.body.append(this.dialog);
      this.dialog.showModal();
      this.show();
      this.canvas.focus();
      return new Promise((done) => this.dialog.addEventListener("close", () => {
        this.dialog.remove();
        done(this.dialog.returnValue === "done" ? this.edit : null);
      }));
    }

    get edit() {
      const [l, t] = this.box.slice(0, 2).map((part) => Math.round(part * 1000));
      const [w, h] = [Math.min(1000 - l, Math.round(this.box[2] * 1000)), Math.min(1000 - t, Math.round(this.box[3] * 1000))];
      return { turns: this.turns, crop: w === 1000 && h === 1000 ? null : [l, t, w, h] };
    }

    get ratio() { // height of the box for its width, both as parts of their sides, where it is kept at 4:3
      return this.source.width / this.source.height / WIDE;
    }

    remember() {
      this.past.push([this.turns, [...this.box], this.shape]);
      this.dialog.querySelector("[data-do=undo]").disabled = false;
    }

    undo() {
      [this.turns, this.box, this.shape] = this.past.pop();
      this.dialog.querySelector("[data-do=undo]").disabled = !this.past.length;
      this.source = null;
      this.show();
      if (!this.past.length) this.canvas.focus();
    }

    left() { this.turn(3); }
    right() { this.turn(1); }

    turn(quarters) {
      this.remember();
      const [l, t, w, h] = this.box;
      this.box = quarters === 1 ? [1 - t - h, l, h, w] : [t, 1 - l - w, h, w];
      this.turns = (this.turns + quarters) % 4;
      this.source = null;
      this.show();
      if (this.shape === "wide") this.fit();
    }

    reshape(shape) {
      this.remember();
      this.shape = shape;
      if (shape === "wide") this.fit();
      else this.box = shape === "all" ? [0, 0, 1, 1] : this.box.every((part, n) => part === [0, 0, 1, 1][n]) ? [0.1, 0.1, 0.8, 0.8] : this.box;
      this.show();
    }

    fit() { // the largest 4:3 in the middle
      const w = Math.min(1, 1 / this.ratio), h = w * this.ratio;
      this.box = [(1 - w) / 2, (1 - h) / 2, w, h];
      this.show();
    }

    move(dx, dy) {
      const [l, t, w, h] = this.box;
      this.box = [Math.min(1 - w, Math.max(0, l + dx)), Math.min(1 - h, Math.max(0, t + dy)), w, h];
      this.show();
    }

    // From one corner, the one across staying where it is.
    size(corner, dx, dy) {
      if (this.shape === "all") this.shape = "free";
      const [right, low] = [corner % 2, corner > 1];
      let [l, t, w, h] = this.box;
      const far = [l + (right ? 0 : w), t + (low ? 0 : h)];
      w = Math.min(right ? 1 - l : far[0], Math.max(LEAST, w + (right ? dx : -dx)));
      h = Math.min(low ? 1 - t : far[1], Math.max(LEAST, h + (low ? dy : -dy)));
      if (this.shape === "wide") { w = Math.min(w, (low ? 1 - t : far[1]) / this.ratio); h = w * this.ratio; }
      this.box = [right ? l : far[0] - w, low ? t : far[1] - h, w, h];
      this.show();
    }

    key(event) {
      const step = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] }[event.key];
      const grow = { "+": 0.04, "=": 0.04, "-": -0.04, "−": -0.04 }[event.key];
      if (!step && !grow) return;
      event.preventDefault();
      this.remember();
      if (step) this.move(...step);
      else { this.size(0, -grow / 2, -grow / 2); this.size(3, grow / 2, grow / 2); }
      this.tell();
    }

    at(event) {
      const shown = this.canvas.getBoundingClientRect();
      return [(event.clientX - shown.left) / shown.width, (event.clientY - shown.top) / shown.height, 34 / shown.width, 34 / shown.height];
    }

    grab(event) {
      const [x, y, nearX, nearY] = this.at(event);
      const [l, t, w, h] = this.box;
      const corner = [[l, t], [l + w, t], [l, t + h], [l + w, t + h]].findIndex(([cx, cy]) => Math.abs(cx - x) < nearX && Math.abs(cy - y) < nearY);
      if (corner < 0 && (x < l || y < t || x > l + w || y > t + h)) return;
      this.remember();
      this.grip = { corner, x, y };
      this.canvas.setPointerCapture(event.pointerId);
    }

    drag(event) {
      if (!this.grip) return;
      const [x, y] = this.at(event);
      const { corner } = this.grip;
      if (corner < 0) this.move(x - this.grip.x, y - this.grip.y);
      else this.size(corner, x - this.grip.x, y - this.grip.y);
      Object.assign(this.grip, { x, y });
    }

    tell() {
      this.dialog.querySelector("[role=status]").textContent = say.frame(Math.round(this.box[2] * 100), Math.round(this.box[3] * 100));
    }

    show() {
      this.source ||= turned(this.image, this.turns, 1000);
      const { canvas, source } = this;
      [canvas.width, canvas.height] = [source.width, source.height];
      const pen = canvas.getContext("2d");
      const [x, y, w, h] = [this.box[0] * source.width, this.box[1] * source.height, this.box[2] * source.width, this.box[3] * source.height];
      pen.drawImage(source, 0, 0);
      pen.fillStyle = "rgb(0 0 0 / .55)";
      pen.beginPath();
      pen.rect(0, 0, source.width, source.height);
      pen.rect(x, y, w, h);
      pen.fill("evenodd");
      const thick = Math.max(3, source.width / 160);
      pen.strokeStyle = "#fff";
      pen.lineWidth = thick;
      pen.strokeRect(x + thick / 2, y + thick / 2, w - thick, h - thick);
      pen.fillStyle = "#fff";
      const knob = thick * 5;
      for (const [cx, cy] of [[x, y], [x + w - knob, y], [x, y + h - knob], [x + w - knob, y + h - knob]]) pen.fillRect(cx, cy, knob, knob);
      const chosen = this.dialog.querySelector(`[name=shape][value=${this.shape}]`);
      if (chosen) chosen.checked = true;
    }
  }

  window.photoEditor = { draw, advice, open: (image, edit) => new Room(image, edit).open() };

  // A photo that the market has already: its page's own fields say what is done, and work without this.
  for (const form of document.querySelectorAll("[data-photo-edit]")) {
    const image = form.querySelector("[data-whole]");
    const button = form.querySelector("[data-open-room]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await image.decode();
      const now = { turns: Number(form.elements.turns.value), crop: form.elements.box.value ? form.elements.box.value.split(",").map(Number) : null };
      const edit = await new Room(image, now).open();
      if (!edit) { button.focus(); return; }
      form.elements.turns.value = String(edit.turns);
      form.elements.box.value = (edit.crop || []).join(",");
      form.elements.cut.value = edit.crop ? "box" : "";
      form.requestSubmit();
    });
  }
}
