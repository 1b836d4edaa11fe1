// Copies the few third-party files that a page loads into static/vendor/: two weights of the Thai face, and htmx;
// and two weights of the face that papers (PDF) are set in, so that they need no font of the machine.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { level } from "./level.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const vendor = join(here, "vendor");
const face = "@fontsource/ibm-plex-sans-thai-looped";

// A weight is two files of 14 and 18 KB, so two weights are all a first view can afford.
const files = { [`${face}/LICENSE`]: "fonts/LICENSE", "htmx.org/dist/htmx.min.js": "htmx.min.js", "htmx.org/LICENSE": "htmx-LICENSE" };
for (const script of ["thai", "latin"]) {
  for (const weight of [400, 600]) {
    files[`${face}/files/ibm-plex-sans-thai-looped-${script}-${weight}-normal.woff2`] = `fonts/plex-${script}-${weight}.woff2`;
  }
}

const paper = "@expo-google-fonts/sarabun";
files[`${paper}/LICENSE_FONT`] = "fonts/paper/LICENSE";
const faces = ["400Regular", "700Bold"];

rmSync(vendor, { recursive: true, force: true });
mkdirSync(join(vendor, "fonts", "paper"), { recursive: true });
for (const [from, to] of Object.entries(files)) {
  cpSync(join(modules, from), join(vendor, to));
}
for (const weight of faces) {
  const face = readFileSync(join(modules, paper, weight, `Sarabun_${weight}.ttf`));
  writeFileSync(join(vendor, "fonts", "paper", `Sarabun_${weight}.ttf`), level(face));
}
console.log(`static/vendor: ${Object.keys(files).length + faces.length} files`);
