// How far the sites of programs are from a town: the rules of src/imhsite/finding/distances.py and matching.py.

const RADIANS = Math.PI / 180;
const FIRST_LETTER = 48;

/** How far it is from one point to another, each its latitude and longitude in hundredths of a degree, in the unit of RADIUS, that of the earth. */
export function arc([north, east], [otherNorth, otherEast], radius) {
  const half = (degrees) => Math.sin((degrees * RADIANS) / 200) ** 2;
  const chord = half(otherNorth - north) + Math.cos((north * RADIANS) / 100) * Math.cos((otherNorth * RADIANS) / 100) * half(otherEast - east);
  return 2 * radius * Math.asin(Math.sqrt(chord));
}

/** The same as people say it, from center to center of two towns: whole, and at least 1. */
export function distance(one, other, radius) {
  return Math.max(1, Math.floor(arc(one, other, radius) + 0.5));
}

export class Distances {
  /** CENTERS are those of all towns, in the order of SLUGS; farther than FARTHEST is not nearby. */
  constructor(centers, slugs, [radius, farthest]) {
    Object.assign(this, { centers, slugs, radius, farthest, from: new Map() });
  }

  /** How far each town is from TOWN, a slug; null for what is no town. */
  all(town) {
    const from = this.slugs.indexOf(town);
    if (from < 0) return null;
    if (!this.from.has(town)) this.from.set(town, this.centers.map((center, at) => (at === from ? 0 : distance(this.centers[from], center, this.radius))));
    return this.from.get(town);
  }

  /** The nearest to TOWN of the towns AT, a letter each, as `{ town, away }`; null where there is none. */
  nearest(at, town) {
    const away = at && this.all(town);
    if (!away) return null;
    const [nearest] = [...at].map(numberOf).sort((a, b) => away[a] - away[b] || (this.slugs[a] < this.slugs[b] ? -1 : 1));
    return { town: this.slugs[nearest], away: away[nearest] };
  }
}

/** The place among all that LETTER stands for. */
export function numberOf(letter) {
  return letter.codePointAt() - FIRST_LETTER;
}

/** ROWS, each `{ reach, away }`, by how they reach the place and then by distance; those FARTHER than is nearby in the order that they have. */
export function inOrder(rows, reaches, farthest) {
  const key = ({ reach, away }) => reaches.indexOf(reach) * 1000 + (away <= farthest ? away : 999);
  return rows.map((row) => [key(row), row]).sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** Of the neighbors among ROWS, which are in order, only the MOST nearest ones. */
export function withFewNeighbors(rows, most) {
  let left = most;
  return rows.filter(({ reach }) => reach !== "neighbors" || left-- > 0);
}
