// What a PromptPay QR code holds, made on the device: the server gave the parts that do not change with the amount (EMVCo; the same
// text as shop/kernel/promptpay.py makes, which a test compares).
"use strict";

self.boothPayload = (() => {
  function crc(text) {
    let left = 0xffff;
    for (const letter of text) {
      left ^= letter.charCodeAt(0) << 8;
      for (let bit = 0; bit < 8; bit++) left = left & 0x8000 ? ((left << 1) ^ 0x1021) & 0xffff : (left << 1) & 0xffff;
    }
    return left.toString(16).toUpperCase().padStart(4, "0");
  }

  const field = (number, value) => `${number}${String(value.length).padStart(2, "0")}${value}`;

  // `parts`: {before, reference, after}; a biller's bill wants a reference of twelve capital letters and digits between the two.
  return (parts, satang, reference) => {
    const amount = `${Math.floor(satang / 100)}.${String(satang % 100).padStart(2, "0")}`;
    const text = `${parts.before}${parts.reference ? reference : ""}${parts.after}${field("54", amount)}6304`;
    return text + crc(text);
  };
})();
