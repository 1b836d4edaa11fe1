// Cuts a face in two: the letters that every page has, small enough for a first view, and all the others, which a browser fetches only
// where one of them stands on the page (unicode-range in css/tokens.css says the same ranges).

import subsetFont from "subset-font";

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n)).join("");

// What Thai and English pages are written with, besides Thai: ASCII, and · × é – — ‘ ’ “ ” • … ‹ › −
const EVERYDAY = range(0x20, 0x7e) + "\u00a0\u00b7\u00d7\u00e9\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2039\u203a\u2212";
const LATIN = range(0x00, 0xff) + range(0x2000, 0x200b) + range(0x200e, 0x206f) + "\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u2122\u2191\u2193\u2212";
const OTHERS = [...LATIN].filter((letter) => !EVERYDAY.includes(letter)).join("");

// No alternates of letters (stylistic sets, fractions, small figures): nothing here asks for them.
const cut = (face, letters) => subsetFont(face, letters, { targetFormat: "woff2", noLayoutClosure: true });

export const everyday = (face) => cut(face, EVERYDAY);
export const others = (face) => cut(face, OTHERS);
