/**
 * Starts the CMS with the configuration that the build made from the declarations of the fields.
 */
import { askFirst } from './ask_first.js';
import { read, readPage, readTranslations, write, writePage, writeTranslations } from './records.js';

const PREFERENCES = 'sveltia-cms.prefs';

// The CMS asks without end for the words of a browser's language where they are not carried; English ones are.
const kept = JSON.parse(localStorage.getItem(PREFERENCES) ?? '{}');
localStorage.setItem(PREFERENCES, JSON.stringify({ ...kept, locale: 'en-US' }));

// The CMS forbids to zoom in; who reads large print must be able to.
const zoomable = document.querySelector('meta[name=viewport]').content;
new MutationObserver(() => {
  for (const meta of document.querySelectorAll('meta[name=viewport]')) if (meta.content !== zoomable) meta.content = zoomable;
}).observe(document.head, { childList: true, subtree: true, attributes: true });

const [{ default: CMS }, answer] = await Promise.all([import('./sveltia-cms/npm/index.js'), fetch('form.json')]);
const { config, shapes, translations, page } = await answer.json();
for (const [kind, shape] of Object.entries(shapes)) register(kind, 'yaml', read, write, shape);
for (const [kind, shape] of Object.entries(translations)) register(`translations-${kind}`, 'yaml', readTranslations, writeTranslations, shape);
register('page-frontmatter', 'md', readPage, writePage, page);
askFirst();
if (/^(127\.0\.0\.1|(.+\.)?localhost)$/.test(location.hostname)) offerNoToken();
CMS.init({ config });

function register(name, extension, fromFile, toFile, shape) {
  CMS.registerCustomFormat(name, extension, { fromFile: (text) => fromFile(text, shape), toFile: (content) => toFile(content, shape) });
}

/** Where the clone is at hand, a token would only stay behind in the browser; the CMS has no setting that leaves it out. */
function offerNoToken() {
  new MutationObserver(() => {
    for (const button of document.querySelectorAll('button')) if (button.textContent.trim().startsWith('Sign In')) button.style.display = 'none';
  }).observe(document.body, { childList: true, subtree: true });
}
