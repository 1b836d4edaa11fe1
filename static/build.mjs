// Copies the few third-party files that a page loads into static/vendor/: two weights of the Thai face, cut to what pages use, htmx, and qrcode-generator;
// and two weights of the face that papers (PDF) are set in, so that they need no font of the machine.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { everyday, others } from "./faces.mjs";
import { level } from "./level.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const vendor = join(here, "vendor");
const face = "@fontsource/ibm-plex-sans-thai-looped";

// A weight is 14 KB of Thai and 10 of Latin, so two weights are all a first view can afford.
const files = { [`${face}/LICENSE`]: "fonts/LICENSE", "htmx.org/dist/htmx.min.js": "htmx.min.js", "htmx.org/LICENSE": "htmx-LICENSE", "qrcode-generator/dist/qrcode.js": "qrcode.js" };
const weights = [400, 600];
const packed = (script, weight) => `${face}/files/ibm-plex-sans-thai-looped-${script}-${weight}-normal.woff2`;
for (const weight of weights) files[packed("thai", weight)] = `fonts/plex-thai-${weight}.woff2`;

const paper = "@expo-google-fonts/sarabun";
files[`${paper}/LICENSE_FONT`] = "fonts/paper/LICENSE";
const faces = ["400Regular", "700Bold"];

rmSync(vendor, { recursive: true, force: true });
mkdirSync(join(vendor, "fonts", "paper"), { recursive: true });
for (const [from, to] of Object.entries(files)) {
  cpSync(join(modules, from), join(vendor, to));
}
for (const weight of weights) {
  const latin = readFileSync(join(modules, packed("latin", weight)));
  writeFileSync(join(vendor, `fonts/plex-latin-${weight}.woff2`), await everyday(latin));
  writeFileSync(join(vendor, `fonts/plex-more-${weight}.woff2`), await others(latin));
}
for (const weight of faces) {
  const face = readFileSync(join(modules, paper, weight, `Sarabun_${weight}.ttf`));
  writeFileSync(join(vendor, "fonts", "paper", `Sarabun_${weight}.ttf`), level(face));
}
console.log(`static/vendor: ${Object.keys(files).length + 2 * weights.length + faces.length} files`);
