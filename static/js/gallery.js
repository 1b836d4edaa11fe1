// A product's photos: the strip is swiped and its thumbs lead to each without script; with it a photo opens large, to be looked at closely.
"use strict";

{
  const say = document.documentElement.lang === "en"
    ? { large: "Photos, large", close: "Close", before: "Photo before", next: "Next photo", closer: "Closer", farther: "Farther", which: (n, of) => `Photo ${n} of ${of}` }
    : { large: "รูปขยาย", close: "ปิด", before: "รูปก่อนหน้า", next: "รูปถัดไป", closer: "ขยาย", farther: "ย่อ", which: (n, of) => `รูปที่ ${n} จาก ${of}` };
  const CLOSEST = 4;
  const SWIPE = 50; // pixels

  class Gallery {
    constructor(box) {
      this.links = [...box.querySelectorAll("[data-large]")];
      this.strip = box.querySelector(".strip");
      this.thumbs = [...box.querySelectorAll(".picks a")];
      this.links.forEach((link, n) => link.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return; // in a window of its own, as they asked
        event.preventDefault();
        this.open(n);
      }));
      this.thumbs.forEach((thumb, n) => thumb.addEventListener("click", (event) => { event.preventDefault(); this.slide(n); }));
      this.strip.addEventListener("scroll", () => this.mark(), { passive: true });
      this.mark();
    }

    slide(n) {
      this.strip.scrollTo({ left: this.links[n].offsetLeft - this.strip.offsetLeft, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }

    mark() {
      const here = Math.round(this.strip.scrollLeft / this.strip.clientWidth);
      this.thumbs.forEach((thumb, n) => (n === here ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current")));
    }

    open(n) {
      this.dialog ||= this.build();
      this.dialog.showModal();
      document.documentElement.style.overflow = "hidden";
      this.show(n);
      this.view.focus();
    }

    build() {
      const dialog = document.createElement("dialog");
      dialog.className = "large-photos";
      dialog.setAttribute("aria-label", say.large);
      dialog.innerHTML = `<div class="bar"><span class="number" role="status"></span><span class="tools"><button type="button" data-do="farther" aria-label="${say.farther}">−</button><button type="button" data-do="closer" aria-label="${say.closer}">+</button><button type="button" class="close" data-do="close">${say.close}</button></span></div><div class="view" tabindex="0" role="group" aria-label="${say.large}"><img alt="" draggable="false"></div>${this.links.length > 1 ? `<button type="button" class="step before" data-do="before" aria-label="${say.before}">‹</button><button type="button" class="step next" data-do="next" aria-label="${say.next}">›</button>` : ""}`;
      this.view = dialog.querySelector(".view");
      this.image = dialog.querySelector("img");
      dialog.addEventListener("click", (event) => { const what = event.target.closest("[data-do]")?.dataset.do; if (what) this[what](); });
      dialog.addEventListener("keydown", (event) => this.key(event));
      dialog.addEventListener("close", () => this.closed());
      this.image.addEventListener("load", () => this.zoom(1));
      this.view.addEventListener("dblclick", (event) => this.toggle(event));
      this.view.addEventListener("wheel", (event) => { if (!event.ctrlKey) return; event.preventDefault(); this.zoom(this.scale * (event.deltaY < 0 ? 1.15 : 0.87), event); }, { passive: false });
      this.fingers = new Map();
      this.view.addEventListener("pointerdown", (event) => this.touch(event));
      this.view.addEventListener("pointermove", (event) => this.drag(event));
      for (const end of ["pointerup", "pointercancel"]) this.view.addEventListener(end, (event) => this.lift(event));
      document.body.append(dialog);
      return dialog;
    }

    show(n) {
      this.at = (n + this.links.length) % this.links.length;
      const link = this.links[this.at];
      this.scale = 1;
      this.image.src = link.dataset.large || link.href;
      this.image.alt = link.querySelector("img")?.alt || "";
      this.view.style.backgroundColor = "";
      this.dialog.querySelector("[role=status]").textContent = say.which(this.at + 1, this.links.length);
      if (this.image.complete) this.zoom(1);
    }

    close() { this.dialog.close(); }
    before() { this.show(this.at - 1); }
    next() { this.show(this.at + 1); }
    closer() { this.zoom(this.scale * 1.5); }
    farther() { this.zoom(this.scale / 1.5); }
    toggle(event) { this.zoom(this.scale > 1 ? 1 : 2.5, event); }

    // Where it was opened is where she goes on, at the photo she looked at last.
    closed() {
      document.documentElement.style.overflow = "";
      this.strip.scrollTo({ left: this.links[this.at].offsetLeft - this.strip.offsetLeft });
      this.links[this.at].focus({ preventScroll: true });
    }

    key(event) {
      const act = { ArrowRight: "next", ArrowLeft: "before", "+": "closer", "=": "closer", "-": "farther" }[event.key];
      if (!act || event.ctrlKey || event.metaKey) return;
      if (this.scale > 1 && event.key.startsWith("Arrow")) return; // moves the photo, as it would a page
      event.preventDefault();
      this[act]();
    }

    // As wide as the window times `scale`; the point under the finger stays under it.
    zoom(scale, point = null) {
      const { view, image } = this;
      const before = this.scale;
      this.scale = Math.min(CLOSEST, Math.max(1, scale));
      const fit = Math.min(view.clientWidth / image.naturalWidth, view.clientHeight / image.naturalHeight) || 1;
      const shown = view.getBoundingClientRect();
      const [x, y] = point ? [point.clientX - shown.left, point.clientY - shown.top] : [view.clientWidth / 2, view.clientHeight / 2];
      const [left, top] = [(view.scrollLeft + x) / before, (view.scrollTop + y) / before];
      image.style.width = `${Math.round(image.naturalWidth * fit * this.scale)}px`;
      image.style.height = `${Math.round(image.naturalHeight * fit * this.scale)}px`;
      view.classList.toggle("close-up", this.scale > 1);
      view.scrollTo(left * this.scale - x, top * this.scale - y);
      this.dialog.querySelector("[data-do=farther]").disabled = this.scale <= 1;
      this.dialog.querySelector("[data-do=closer]").disabled = this.scale >= CLOSEST;
    }

    touch(event) {
      this.fingers.set(event.pointerId, event);
      if (this.fingers.size === 2) this.pinch = { span: this.span(), scale: this.scale };
      if (this.fingers.size === 1) this.swipe = this.scale === 1 ? event : null;
    }

    drag(event) {
      if (!this.fingers.has(event.pointerId)) return;
      const last = this.fingers.get(event.pointerId);
      this.fingers.set(event.pointerId, event);
      if (this.fingers.size === 2) {
        this.swipe = null;
        const [a, b] = [...this.fingers.values()];
        this.zoom((this.pinch.scale * this.span()) / this.pinch.span, { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });
      } else if (this.scale > 1) this.view.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    }

    lift(event) {
      this.fingers.delete(event.pointerId);
      const far = this.swipe && event.type === "pointerup" ? event.clientX - this.swipe.clientX : 0;
      this.swipe = null;
      if (Math.abs(far) > SWIPE && this.links.length > 1) { if (far < 0) this.next(); else this.before(); return; }
      if (event.pointerType !== "touch" || Math.abs(far) > 10) return;
      if (event.timeStamp - (this.tapped || 0) < 300) { this.tapped = 0; this.toggle(event); } else this.tapped = event.timeStamp;
    }

    span() {
      const [a, b] = [...this.fingers.values()];
      return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
    }
  }

  for (const box of document.querySelectorAll(".gallery")) if (box.querySelector("[data-large]")) new Gallery(box);
}
