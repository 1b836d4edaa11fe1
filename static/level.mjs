// Sets the marks over a Thai letter level, and a second one no further back than a tenth of its size. Where a face moves a mark
// by more, typst writes it apart from its letter or readers of the PDF take the gap for a space, so whoever copies the text, or
// has it read aloud, gets a syllable twice or in halves (คำสั่ง as คำสั่สั่ง, ปั่น as ปั่ น). What is seen changes by a hair.

const MARK_TO_BASE = 4;
const MARK_TO_MARK = 6;
const EXTENSION = 9;
const A_HAIR = 50; // of 1000 units
const A_TENTH = 95;

export function level(font) {
  const at = (place) => font.readUInt16BE(place);
  const many = (count, what) => Array.from({ length: count }, (_, n) => what(n));
  const record = many(at(4), (n) => 12 + 16 * n).find((place) => font.toString("latin1", place, place + 4) === "GPOS");
  const gpos = font.readUInt32BE(record + 8);
  const lookups = gpos + at(gpos + 8);
  for (const lookup of many(at(lookups), (n) => lookups + at(lookups + 2 + 2 * n))) {
    for (let table of many(at(lookup + 4), (n) => lookup + at(lookup + 6 + 2 * n))) {
      let kind = at(lookup);
      if (kind === EXTENSION) {
        kind = at(table + 2);
        table += font.readUInt32BE(table + 4);
      }
      if (kind === MARK_TO_BASE || kind === MARK_TO_MARK) levelMarks(font, table, at, many, kind === MARK_TO_MARK);
    }
  }
  return font;
}

function levelMarks(font, table, at, many, isSecond) {
  const classes = at(table + 6);
  const [upper, lower] = [table + at(table + 8), table + at(table + 10)];
  const marks = many(at(upper), (n) => ({ class: at(upper + 2 + 4 * n), anchor: upper + at(upper + 4 + 4 * n) }));
  for (const place of many(at(lower) * classes, (n) => n)) {
    const offset = at(lower + 2 + 2 * place);
    if (offset) marks.push({ class: place % classes, anchor: lower + offset });
  }
  const height = (mark) => font.readInt16BE(mark.anchor + 4);
  for (const mark of marks) {
    const over = marks.slice(0, at(upper)).filter((other) => other.class === mark.class);
    const near = over.map(height).filter((y) => y > 0 && Math.abs(y - height(mark)) <= A_HAIR);
    if (near.length) font.writeInt16BE(mostCommon(near), mark.anchor + 4);
    const backs = over.filter((other) => height(other) === height(mark)).map((other) => font.readInt16BE(other.anchor + 2));
    if (isSecond && backs.length && !over.includes(mark)) {
      font.writeInt16BE(Math.max(font.readInt16BE(mark.anchor + 2), Math.max(...backs) - A_TENTH), mark.anchor + 2);
    }
  }
}

function mostCommon(numbers) {
  const count = (number) => numbers.filter((other) => other === number).length;
  return numbers.reduce((best, number) => (count(number) > count(best) ? number : best));
}
