// html-validate with its recommended rules. Each rule that is changed says why.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // HTML takes either; the small one is what this project writes.
    "doctype-style": ["error", { style: "lowercase" }],
    // A page is called what its record is called, and some programs have long names.
    "long-title": "off",
    // It wants another hyphen, with which a number can no longer be copied. Numbers stay on one
    // line by style: test_accessibility.py measures that.
    "tel-non-breaking": "off",
    // No element lets one write and choose: a list box beside a field is the pattern for it,
    // https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
    // The boxes of one question have one name, as radio buttons do.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // The finder has nothing to send: it answers as one types, and says so to screen readers.
    "wcag/h32": "off",
  },
};
