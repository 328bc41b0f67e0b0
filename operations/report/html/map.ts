import { createRequire } from "node:module";
import { geoAzimuthalEqualArea, geoCentroid, geoGraticule10, geoInterpolate, geoPath, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { html, verbatim, type Html } from "./markup";
import type { MapLine, MapPlace } from "./places";

/** Size of a drawing, in its own units. */
interface Size {
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Label {
  readonly box: Box;
  readonly anchor: "start" | "end" | "middle";
}

type Topology = Parameters<typeof mesh>[0];
type Countries = Parameters<typeof feature>[1];

/** Units that one pixel of the sphere's radius may be: nearer than this there is nothing to see on the map. */
const LARGEST_SCALE = 9_000;
const LINE = 17;
const WIDE: Size = { width: 1000, height: 520 };
const NARROW: Size = { width: 380, height: 440 };

/**
 * The map of places as SVG, drawn twice: for wide and for narrow screens (the style shows one). Coastlines and borders are Natural Earth's, by
 * world-atlas, 1:50 million. The projection keeps areas and is centred on the places; lines are great circles.
 */
export function mapOf(places: readonly MapPlace[], lines: readonly MapLine[]): Html {
  if (places.length === 0) return html`<p class="note">No place of this stack has known coordinates, so that there is no map.</p>`;
  const said = `Map of ${places.map((place) => place.title).join(", ")}. ${lines.map((line) => `${line.from.title} to ${line.to.title}: ${line.km} km.`).join(" ")}`;
  return html`<figure class="map">${drawing(places, lines, WIDE, "wide", said)}${drawing(places, lines, NARROW, "narrow", said)}
<figcaption>Great-circle distances. Coastlines and borders: Natural Earth, for orientation only.</figcaption></figure>`;
}

function drawing(places: readonly MapPlace[], lines: readonly MapLine[], size: Size, name: string, said: string): Html {
  const projection = projectionOf(places, size);
  const path = geoPath(projection);
  // Paths are numbers and letters made here: nothing of the stack is in them.
  const d = (shape: Parameters<typeof path>[0]) => verbatim((path(shape) ?? "").replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10)));
  // Read, not imported: a type checker would infer a type for each of its hundred thousand numbers.
  const topology = createRequire(__filename)("world-atlas/countries-50m.json") as Topology;
  const countries = topology.objects["countries"] as Countries;
  const land = topology.objects["land"] as Countries;
  const at = (place: MapPlace): readonly [number, number] => projection([place.lon, place.lat]) ?? [0, 0];
  const taken: Box[] = places.map((place) => ({ x: at(place)[0] - 9, y: at(place)[1] - 9, width: 18, height: 18 }));
  const arcs = lines.flatMap((line) => alongOf(line, projection));
  const middle = places.reduce((sum, place) => sum + at(place)[0], 0) / places.length;
  const labels = places.map((place) => labelOf(place, at(place), middle, size, taken, arcs));
  return html`<svg class="${name}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${said}">
<rect class="sea" width="${size.width}" height="${size.height}"/>
<path class="graticule" d="${d(geoGraticule10())}"/>
<path class="land" d="${d(feature(topology, land))}"/>
<path class="border" d="${d(mesh(topology, countries as Parameters<typeof mesh>[1], (a, b) => a !== b))}"/>
${lines.map(({ from, to }) => html`<path class="arc" d="${d({ type: "LineString", coordinates: [[from.lon, from.lat], [to.lon, to.lat]] })}"/>`)}
${lines.map((line) => distanceLabel(line, projection, size, taken))}
${places.map((place) => marker(place, at(place)))}
${places.map((place, index) => placeLabel(place, labels[index]))}
</svg>`;
}

function projectionOf(places: readonly MapPlace[], { width, height }: Size): GeoProjection {
  const points = { type: "MultiPoint" as const, coordinates: places.map((place) => [place.lon, place.lat]) };
  const [lon, lat] = geoCentroid(points);
  const margin = Math.min(width, height) * 0.2;
  const projection = geoAzimuthalEqualArea().rotate([-(Number.isFinite(lon) ? lon : 0), -(Number.isFinite(lat) ? lat : 0)]).clipAngle(150);
  projection.fitExtent([[margin, margin], [width - margin, height - margin]], points);
  if (places.length < 2 || !(projection.scale() < LARGEST_SCALE)) projection.scale(places.length < 2 ? LARGEST_SCALE / 4 : LARGEST_SCALE).translate([0, 0]).translate(centre(projection, points, width, height));
  return projection.clipExtent([[0, 0], [width, height]]);
}

/** What brings the middle of the points to the middle of the drawing. */
function centre(projection: GeoProjection, points: { readonly type: "MultiPoint"; readonly coordinates: number[][] }, width: number, height: number): [number, number] {
  const [x, y] = geoPath(projection).centroid(points);
  return [width / 2 - (Number.isFinite(x) ? x : 0), height / 2 - (Number.isFinite(y) ? y : 0)];
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function inside(box: Box, { width, height }: Size): boolean {
  return box.x >= 2 && box.y >= 2 && box.x + box.width <= width - 2 && box.y + box.height <= height - 2;
}

/** The first candidate that is inside and free, else the first that is inside, else the first; taken from then on. */
function place<T extends { readonly box: Box }>(candidates: readonly [T, ...T[]], size: Size, taken: Box[], avoided: readonly Box[] = []): T {
  const within = candidates.filter(({ box }) => inside(box, size));
  const free = within.filter(({ box }) => !taken.some((other) => overlaps(box, other)));
  const chosen = free.find(({ box }) => !avoided.some((other) => overlaps(box, other))) ?? free[0] ?? within[0] ?? candidates[0];
  taken.push(chosen.box);
  return chosen;
}

/** Letters of the page's font at 14 units are about this wide. */
function widthOf(text: string): number {
  return text.length * 8.2;
}

/** Small boxes along a line, which labels keep clear of where they can. */
function alongOf({ from, to }: MapLine, projection: GeoProjection): readonly Box[] {
  const along = geoInterpolate([from.lon, from.lat], [to.lon, to.lat]);
  return Array.from({ length: 39 }, (_, index) => {
    const [x, y] = projection(along((index + 1) / 40)) ?? [0, 0];
    return { x: x - 3, y: y - 3, width: 6, height: 6 };
  });
}

/** Beside its place, on the side that looks away from the middle of all where that is free. */
function labelOf(one: MapPlace, [x, y]: readonly [number, number], middle: number, size: Size, taken: Box[], arcs: readonly Box[]): Label {
  const width = Math.max(widthOf(one.title), widthOf(one.detail) * 0.9);
  const height = LINE * 2 + 2;
  const sides = (right: Label, left: Label): readonly [Label, Label] => (x < middle ? [left, right] : [right, left]);
  const candidate = (dx: number, dy: number, anchor: Label["anchor"]): Label => ({ anchor, box: { x: x + dx - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0), y: y + dy, width, height } });
  return place([
    ...sides(candidate(15, -height / 2, "start"), candidate(-15, -height / 2, "end")),
    candidate(0, 14, "middle"),
    candidate(0, -height - 14, "middle"),
    candidate(15, 10, "start"),
    candidate(-15, 10, "end"),
    candidate(15, -height - 10, "start"),
    candidate(-15, -height - 10, "end"),
  ], size, taken, arcs);
}

function placeLabel(one: MapPlace, label: Label | undefined): Html {
  if (label === undefined) return html``;
  const { box, anchor } = label;
  const x = anchor === "start" ? box.x : anchor === "end" ? box.x + box.width : box.x + box.width / 2;
  return html`<text class="place" text-anchor="${anchor}" x="${x.toFixed(1)}" y="${(box.y + LINE - 3).toFixed(1)}">${one.title}<tspan class="detail" x="${x.toFixed(1)}" dy="${LINE}">${one.detail}</tspan></text>`;
}

function marker(one: MapPlace, [x, y]: readonly [number, number]): Html {
  const [cx, cy] = [x.toFixed(1), y.toFixed(1)];
  return html`<g class="site ${one.role}">${one.active && html`<circle class="halo" cx="${cx}" cy="${cy}" r="13"/>`}<circle class="dot" cx="${cx}" cy="${cy}" r="${one.role === "other" ? 4 : 7}"/></g>`;
}

function distanceLabel({ from, to, km }: MapLine, projection: GeoProjection, size: Size, taken: Box[]): Html {
  const text = `${km} km`;
  const along = geoInterpolate([from.lon, from.lat], [to.lon, to.lat]);
  const candidate = (share: number) => {
    const [x, y] = projection(along(share)) ?? [0, 0];
    const width = widthOf(text) + 20;
    return { x, y, width, box: { x: x - width / 2, y: y - 11, width, height: 22 } };
  };
  const { x, y, width } = place([candidate(0.5), candidate(0.42), candidate(0.58), candidate(0.34), candidate(0.66)], size, taken);
  return html`<g class="km"><rect x="${(x - width / 2).toFixed(1)}" y="${(y - 11).toFixed(1)}" width="${width.toFixed(1)}" height="22" rx="11"/><text text-anchor="middle" x="${x.toFixed(1)}" y="${(y + 5).toFixed(1)}">${text}</text></g>`;
}
