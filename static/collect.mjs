// Makes static/dist/ of what pages load: each file under a name that holds what is in it, so that it may be kept for ever, with a
// Brotli and a gzip copy made ahead where that is smaller; manifest.json says which name is whose. Nothing of it is committed.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const folders = ["img", "js", "vendor", "vendor/fonts", "css"]; // sheets last: they name the others
const kinds = [".css", ".js", ".svg", ".jpg", ".png", ".woff2"];
const packed = [".css", ".js", ".svg"];
const manifest = {};

rmSync(dist, { recursive: true, force: true });
for (const folder of folders) {
  mkdirSync(join(dist, folder), { recursive: true });
  for (const name of readdirSync(join(here, folder)).sort()) {
    const kind = extname(name);
    if (kinds.includes(kind)) keep(`${folder}/${name}`, kind);
  }
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1));
console.log(`static/dist: ${Object.keys(manifest).length} files`);

function keep(path, kind) {
  let content = readFileSync(join(here, path));
  if (kind === ".css") content = Buffer.from(renamed(content.toString(), path));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const name = `${path.slice(0, -kind.length)}.${hash}${kind}`;
  manifest[path] = name;
  writeFileSync(join(dist, name), content);
  if (!packed.includes(kind)) return;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  for (const [ending, smaller] of [[".br", brotliCompressSync(content, best)], [".gz", gzipSync(content, { level: 9 })]]) {
    if (smaller.length < content.length) writeFileSync(join(dist, name + ending), smaller);
  }
}

function renamed(sheet, path) {
  const folder = posix.dirname(path);
  return sheet.replace(/url\("([^":]+)"\)/g, (_, file) => {
    const name = manifest[posix.join(folder, file)];
    if (!name) throw new Error(`${path} names ${file}, which is not there`);
    return `url("${posix.relative(folder, name)}")`;
  });
}
