// What the tools share: labels that the page brings in an attribute, and the button that prints.

/** A function that fills the labels of ELEMENT's data-words; `count` chooses between two forms. */
export function wordsOf(element) {
  const labels = JSON.parse(element.dataset.words);
  return (name, values = {}) => {
    const { one, other } = labels[name];
    const text = one && values.count === 1 ? one : other;
    return text.replace(/\{(\w+)\}/g, (blank, key) => values[key] ?? blank);
  };
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
