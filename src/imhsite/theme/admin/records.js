/**
 * Turns the text of a data file into what the form shows, and puts back what the form changed.
 *
 * Only the changed fields are written anew: comments, quotation marks, order and line breaks of all others stay as
 * they are, so that the difference shows the change and nothing else.
 */
import { Document, isSeq, parseDocument } from './yaml.js';

const WIDTH = 100;
const PARAGRAPHS = /\n\s*\n|\n/g;

/**
 * Return the content of the form for a file's TEXT. SHAPE tells the form of each field: text, prose, number, list, places or file.
 */
export function read(text, shape) {
  return { original: text, records: split(withLineFeeds(text)).blocks.map((block) => ({ slug: block.slug, ...values(block.text, shape) })) };
}

/**
 * Return the text of the file with what CONTENT, the form's content, says now.
 */
export function write(content, shape) {
  const original = content.original ?? '';
  const { head, blocks } = split(withLineFeeds(original));
  const kept = new Set(content.records.map((record) => record.slug));
  const known = new Map(blocks.map((block) => [block.slug, block]));
  const made = content.records.map((record, place) => {
    const renamed = blocks[place] && !kept.has(blocks[place].slug) ? blocks[place] : undefined;
    const block = known.get(record.slug) ?? renamed;
    return { slug: record.slug, gap: block?.gap, isNew: !block, text: block ? edited(block, record, shape) : added(record, shape) };
  });
  const usual = blocks[0]?.gap || '\n\n';
  const ordered = inOrder(made, shape);
  return endedAs(original, head + ordered.map((block, place) => block.text + (ordered[place + 1] ? block.gap || usual : '\n')).join(''));
}

const withLineFeeds = (text) => text.replaceAll('\r\n', '\n');

/** TEXT with the ends of lines of the ORIGINAL: a line above and below the changes keeps its own, one between has that of most. */
function endedAs(original, text) {
  if (!original.includes('\r\n')) return text;
  const [before, after] = [original.split('\n'), text.split('\n')];
  const usual = before.filter((line) => line.endsWith('\r')).length * 2 >= before.length - 1 ? '\r' : '';
  const isSame = (one, other) => one?.replace(/\r$/, '') === other;
  let top = 0;
  while (top < after.length && isSame(before[top], after[top])) top += 1;
  let foot = 0;
  while (foot < Math.min(before.length, after.length) - top && isSame(before.at(-1 - foot), after.at(-1 - foot))) foot += 1;
  const between = after.slice(top, after.length - foot).map((line, place) => (top + place === after.length - 1 ? line : line + usual));
  return [...before.slice(0, top), ...between, ...before.slice(before.length - foot)].join('\n');
}

/** The lines above the first record, and each record with the comments right above it. */
function split(text) {
  const lines = text.trimEnd().split('\n');
  const starts = lines.flatMap((line, number) => (/^[^\s#]/.test(line) ? [number] : []));
  const firsts = starts.map((start, place) => {
    let first = start;
    while (place && lines[first - 1].startsWith('#')) first -= 1;
    return first;
  });
  const blocks = starts.map((start, place) => {
    const whole = lines.slice(firsts[place], firsts[place + 1]).map((line) => `${line}\n`).join('');
    const own = whole.trimEnd();
    return { slug: lines[start].replace(/:.*/, '').replace(/^["']|["']$/g, ''), text: own, gap: place < starts.length - 1 ? whole.slice(own.length) : '' };
  });
  const head = text.trim() && lines.slice(0, starts[0] ?? lines.length);
  return { head: head ? head.map((line) => `${line}\n`).join('') : '', blocks };
}

/** A new record goes to its place in the alphabet where the file keeps that order. */
function inOrder(made, shape) {
  if (!shape.alphabetical) return made;
  const placed = made.filter((block) => !block.isNew);
  for (const block of made.filter((other) => other.isNew)) {
    const next = placed.findIndex((other) => other.slug > block.slug);
    placed.splice(next < 0 ? placed.length : next, 0, block);
  }
  return placed;
}

const fieldsOf = (text) => parseDocument(text).contents.items[0].value?.items ?? [];

const asWritten = (node) => String(node?.source ?? '');

function values(text, shape) {
  const found = fieldsOf(text).filter((pair) => pair.key.value in shape.fields);
  return Object.fromEntries(found.map((pair) => [pair.key.value, shown(pair.value, shape.fields[pair.key.value])]));
}

function shown(node, form) {
  if (isSeq(node)) return node.items.map(asWritten);
  if (form === 'places') return [asWritten(node)];
  if (form === 'file') return asWritten(node) && `/${asWritten(node)}`; // as the CMS finds it among those uploaded
  return form === 'prose' ? asWritten(node).replace(PARAGRAPHS, '\n\n') : asWritten(node);
}

/** The record's text with its changed fields written anew, new ones after those that stand before them in the declarations. */
function edited(block, record, shape) {
  let { text } = block;
  const before = values(text, shape);
  for (const name of Object.keys(shape.fields)) {
    if (JSON.stringify(stored(before[name], shape.fields[name])) !== JSON.stringify(stored(record[name], shape.fields[name]))) {
      text = changed(text, name, stored(record[name], shape.fields[name]), shape);
    }
  }
  return block.slug === record.slug ? text : text.replace(/^[^\s#][^:]*(?=:)/m, () => record.slug);
}

/** What the file is to hold for VALUE of the form; undefined for nothing. */
function stored(value, form) {
  if (Array.isArray(value)) {
    const items = value.map((item) => String(item).trim()).filter(Boolean);
    return form === 'places' && items.length === 1 && ALONE.has(items[0]) ? items[0] : items.length ? items : undefined;
  }
  const text = String(value ?? '').trim().replace(PARAGRAPHS, form === 'prose' ? '\n' : ' ');
  return (form === 'file' ? text.replace(/^\//, '') : text) || undefined;
}

/** A record that comes with the product and of which the file says only what becomes of it: it gets fields now. */
const WORD = /^([^\s#][^:]*):[ \t]+(?:default|left out)[ \t]*$/m;

const ALONE = new Set(['statewide', 'no place']);

function changed(text, name, value, shape) {
  const pairs = fieldsOf(text);
  const old = pairs.find((pair) => pair.key.value === name);
  if (old) {
    const end = text.slice(0, old.value.range[1]).trimEnd().length;
    if (value !== undefined) return text.slice(0, old.key.range[0]) + written(name, value, old.value, shape) + text.slice(end);
    return text.slice(0, text.lastIndexOf('\n', old.key.range[0])) + text.slice(lineEnd(text, end));
  }
  text = text.replace(WORD, '$1:');
  const earlier = shape.order.slice(0, shape.order.indexOf(name));
  const above = pairs.findLast((pair) => earlier.includes(pair.key.value));
  const at = above ? lineEnd(text, text.slice(0, above.value.range[1]).trimEnd().length) : lineEnd(text, parseDocument(text).contents.items[0].key.range[1]);
  return `${text.slice(0, at)}\n  ${written(name, value, undefined, shape)}${text.slice(at)}`;
}

function lineEnd(text, from) {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A field as YAML, in the manner of the OLD value: in quotation marks, folded, or a list on one line. */
function written(name, value, old, shape) {
  const made = new Document({ record: { [name]: shape.fields[name] === 'number' && /^\d+$/.test(value) ? Number(value) : value } });
  const node = made.getIn(['record', name], true);
  if (isSeq(node)) node.flow = isSeq(old) ? Boolean(old.flow) : true;
  else if (old && !isSeq(old)) node.type = old.type;
  else if (shape.fields[name] === 'prose' || `  ${name}: ${value}`.length > WIDTH) node.type = 'BLOCK_FOLDED';
  if (!isSeq(node) && String(value).includes('\n')) node.type = 'BLOCK_FOLDED'; // in quotation marks, a new line is a backslash
  const width = node.type === 'BLOCK_FOLDED' ? WIDTH : 0;
  return made.toString({ lineWidth: width, flowCollectionPadding: false }).replace('record:\n  ', '').trimEnd();
}

function added(record, shape) {
  const names = shape.order.filter((name) => name in shape.fields && stored(record[name], shape.fields[name]) !== undefined);
  return [`${record.slug}:`, ...names.map((name) => `  ${written(name, stored(record[name], shape.fields[name]), undefined, shape)}`)].join('\n');
}

const FRONT_MATTER = /^---\n([^]*?)\n---\n([^]*)$/;

/**
 * Return what the form shows of a page's TEXT: its front matter, of whose fields SHAPE tells, and its Markdown.
 */
export function readPage(text, shape) {
  const { front, body } = parts(text);
  return { original: text, ...values(front, shape), body: body.trim() };
}

/**
 * Return the text of the page with what CONTENT, the form's content, says now.
 */
export function writePage(content, shape) {
  const { front, body } = parts(content.original);
  const fields = edited({ slug: 'page', text: front }, { ...content, slug: 'page' }, shape);
  const text = (content.body ?? '').trim();
  const made = `---\n${fields.split('\n').slice(1).map((line) => line.replace(/^ {2}/, '')).join('\n')}\n---\n`;
  return endedAs(content.original, made + (text === body.trim() ? body : `\n${text}\n`));
}

/** The front matter of a page, as the fields of a record, and what comes after it. */
function parts(text) {
  const [, front, body] = FRONT_MATTER.exec(withLineFeeds(text));
  return { front: `page:\n${front.split('\n').map((line) => line && `  ${line}`).join('\n')}`, body };
}

/**
 * Return what the form shows of a file of translations: every record that has something to translate, and what the
 * file says of it.
 */
export function readTranslations(text, shape) {
  const { original, records } = read(text, shape);
  const own = new Map(records.map((record) => [record.slug, record]));
  const asked = Object.entries(shape.originals).map(([slug, texts]) => ({ slug, ...texts, ...own.get(slug) }));
  return { original, records: [...asked, ...records.filter((record) => !(record.slug in shape.originals))] };
}

/**
 * Return the text of the file with the translations that CONTENT holds now: new ones stand in the order of the records.
 */
export function writeTranslations(content, shape) {
  const before = split(withLineFeeds(content.original ?? '')).blocks.map((block) => block.slug);
  const order = Object.keys(shape.originals);
  const filled = content.records.filter((record) => shape.order.some((name) => stored(record[name], 'prose')));
  const records = before.flatMap((slug) => filled.filter((record) => record.slug === slug));
  for (const record of filled.filter((other) => !before.includes(other.slug))) {
    const after = records.findLastIndex((other) => order.indexOf(other.slug) < order.indexOf(record.slug));
    records.splice(after + 1, 0, record);
  }
  return write({ original: content.original, records }, shape);
}
