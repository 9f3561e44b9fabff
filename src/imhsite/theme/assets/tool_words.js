// What the tools share: labels that the page brings in an attribute, and the button that prints.

/** A function that fills the labels of ELEMENT's data-words; `count` chooses the plural form. */
export function wordsOf(element) {
  const labels = JSON.parse(element.dataset.words);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  return (name, values = {}) => {
    const forms = labels[name];
    const text = forms[plural.select(values.count ?? 0)] ?? forms.other;
    return text.replace(/\{(\w+)\}/g, (blank, key) => values[key] ?? blank);
  };
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
