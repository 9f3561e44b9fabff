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
CMS.init({ config });
