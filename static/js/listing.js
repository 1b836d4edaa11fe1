// A first listing: names that fill the field, and buttons that count. Without script the links load the page and the field is typed in.
"use strict";

{ // a block of its own: the page an upload brings back runs this again in the same window
  for (const counter of document.querySelectorAll("[data-counter]")) {
    const input = counter.querySelector("input");
    for (const button of counter.querySelectorAll("[data-add]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const typed = input.value.replace(/[๐-๙]/g, (digit) => String("๐๑๒๓๔๕๖๗๘๙".indexOf(digit))).replace(/,/g, "");
        input.value = String(Math.max(0, (/^\d{1,7}$/.test(typed) ? Number(typed) : 0) + Number(button.dataset.add)));
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }

  for (const name of document.querySelectorAll("[data-fill]")) {
    name.addEventListener("click", (event) => {
      const input = document.getElementById(name.dataset.fill);
      if (!input || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      input.value = name.textContent;
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
