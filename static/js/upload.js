// Photos: shows what was chosen and how much of it has gone. Without script, or if anything here fails, the plain form sends.
"use strict";

{ // a block of its own: the page an upload brings back runs this again in the same window
  const say = document.documentElement.lang === "en"
    ? { chosen: (n, mb) => `${n} chosen, ${mb} MB`, tooMany: (most) => `At most ${most} photos: the first ones are kept`, tooLarge: (name) => `${name} is larger than 15 MB`, sent: (p) => `${p}% sent`, working: "Nearly there…" }
    : { chosen: (n, mb) => `เลือกแล้ว ${n} รูป ${mb} MB`, tooMany: (most) => `ใส่ได้ถึง ${most} รูป เก็บรูปแรก ๆ ไว้`, tooLarge: (name) => `${name} ใหญ่กว่า 15 MB`, sent: (p) => `ส่งไปแล้ว ${p}%`, working: "อีกนิดเดียว…" };
  const LARGEST = 15 * 1024 * 1024;

  for (const box of document.querySelectorAll("[data-upload]")) {
    const input = box.querySelector("input[type=file]");
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

    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("over");
      keep([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/")));
      input.dispatchEvent(new Event("change"));
    });

    input.form?.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !input.files.length) return;
      event.preventDefault();
      send(input.form, box, event.submitter);
    });
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
