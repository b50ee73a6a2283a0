// What the other scripts say, in the language of the page: the page brings the sentences, on its <body>.
"use strict";
window.said = (() => {
  const sentences = JSON.parse(document.body.dataset.words || "{}");
  const rule = new Intl.PluralRules(document.documentElement.lang || "fr");

  // said("filled", { n: 3 }): the sentence of that name, with its values; a pair of sentences is chosen by `n`.
  return (name, values = {}) => {
    const known = sentences[name] ?? "";
    const sentence = Array.isArray(known) ? known[rule.select(values.n) === "one" ? 0 : 1] : known;
    return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  };
})();
