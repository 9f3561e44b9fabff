/**
 * Starts the CMS with the configuration that the build made from the declarations of the fields.
 */
import CMS from './sveltia-cms/npm/index.js';
import { read, write } from './records.js';

const { config, shapes } = await (await fetch('form.json')).json();

for (const [kind, shape] of Object.entries(shapes)) {
  CMS.registerCustomFormat(kind, 'yaml', {
    fromFile: (text) => read(text, shape),
    toFile: (content) => write(content, shape),
  });
}

// The CMS forbids to zoom in; who reads large print must be able to.
const zoomable = document.querySelector('meta[name=viewport]').content;
new MutationObserver(() => {
  for (const meta of document.querySelectorAll('meta[name=viewport]')) if (meta.content !== zoomable) meta.content = zoomable;
}).observe(document.head, { childList: true, subtree: true, attributes: true });
CMS.init({ config });
