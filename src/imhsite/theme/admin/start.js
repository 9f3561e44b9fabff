/**
 * Starts the CMS with the configuration that the build made from the declarations of the fields.
 */
import { read, write } from './records.js';

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
const { config, shapes } = await answer.json();
for (const [kind, shape] of Object.entries(shapes)) {
  CMS.registerCustomFormat(kind, 'yaml', {
    fromFile: (text) => read(text, shape),
    toFile: (content) => write(content, shape),
  });
}
CMS.init({ config });
