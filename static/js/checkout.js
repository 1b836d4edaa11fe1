// The checkout, quicker: the total follows the choices, and a postcode brings its subdistricts while it is typed.
"use strict";

(() => {
  const form = document.getElementById("checkout") ?? document.querySelector("[data-places]")?.closest("form");
  if (!form) return;

  // Buttons for those without script; gone, so that Enter places the order and nothing else.
  for (const needless of form.querySelectorAll("[data-no-script]")) needless.remove();

  const baht = (satang) =>
    "฿" + (satang / 100).toLocaleString("en-US", { minimumFractionDigits: satang % 100 ? 2 : 0, maximumFractionDigits: 2 });

  const items = form.querySelector("[data-items]");
  function addUp() {
    let total = Number(items.dataset.items);
    for (const cell of form.querySelectorAll("[data-shipping-of]")) {
      const chosen = form.querySelector(`input[name="${cell.dataset.shippingOf}"]:checked`);
      if (!chosen) continue;
      total += Number(chosen.dataset.cost);
      cell.textContent = baht(Number(chosen.dataset.cost));
    }
    for (const place of form.querySelectorAll("[data-total]")) place.textContent = baht(total);
  }
  if (items) {
    form.addEventListener("change", (event) => { if (event.target.dataset.cost !== undefined) addUp(); });
    window.addEventListener("pageshow", addUp);
  }

  const room = form.querySelector("[data-places]");
  const found = form.querySelector("[data-places-found]");
  const fill = (place) => {
    for (const name of ["subdistrict", "district", "province"]) form.elements[name].value = place[name];
    found.replaceChildren();
  };
  let asked = "";
  form.elements.postcode?.addEventListener("input", async (event) => {
    const postcode = event.target.value.trim();
    if (postcode.length !== 5 || postcode === asked) return;
    asked = postcode;
    const answer = await fetch(`${room.dataset.places}?postcode=${encodeURIComponent(postcode)}`).catch(() => null);
    if (!answer?.ok) return;
    const places = await answer.json();
    if (event.target.value.trim() !== postcode) return;
    if (places.length === 1) fill(places[0]);
    else found.replaceChildren(...(places.length ? [choices(places)] : []));
  });

  function choices(places) {
    const row = document.createElement("div");
    row.className = "chips wrapping";
    for (const place of places) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = place.words;
      Object.assign(button.dataset, { place: "", subdistrict: place.subdistrict, district: place.district, province: place.province });
      row.append(button);
    }
    return row;
  }

  found?.addEventListener("click", (event) => {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    event.preventDefault();
    fill(place.dataset);
    form.elements.subdistrict.focus();
  });
})();
