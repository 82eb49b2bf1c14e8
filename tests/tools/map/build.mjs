// Writes the shapes of the site's map from Natural Earth's: two SVG files, and what Python needs
// to put a place where d3 puts it. `make map` runs it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoAzimuthalEqualArea, geoEqualEarth, geoGraticule, geoPath, geoStream } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url);
const pictures = new URL("towns/static/towns/map/", root);

const atlas = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`)));
const rounded = (number, digits = 3) => Number(number.toFixed(digits));

// Europe: what holds Preston, Meknès, Rishon LeZion and Denizli with a margin.
const WIDTH = 1000;
const EUROPE = {
  projection: geoAzimuthalEqualArea().rotate([-13, -50]),
  height: 724,
  corners: { type: "MultiPoint", coordinates: [[-10.6, 51.5], [37.6, 32.6], [15, 30.55], [-4, 59.2]] },
  land: [simplified(atlas("countries-50m"), 0.6e-7), "countries"],
  west: 400, // units of ocean beside the frame, which a page may show below the map's key
  finest: 4, // units of the file in one of the frame
  smallest: 7, // square units of the frame: smaller islands are left out
  step: 10,
  samples: [[-2.7, 53.76], [6.66, 52.36], [4.36, 43.84], [18.09, 51.76], [-5.55, 33.89], [29.09, 37.77],
    [35.08, 32.93], [26.58, 48.68], [13, 50], [24.9, 60.2]],
};
const WORLD = {
  projection: geoEqualEarth(),
  height: 430,
  corners: { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, 76], [0, -56]] },
  land: [simplified(atlas("countries-110m"), 2.4e-5), "countries"],
  west: 0,
  finest: 2,
  smallest: 6,
  step: 30,
  samples: [[0, 0], [-97.32, 32.73], [-2.7, 53.76], [179.9, 0], [-179.9, -40], [151.2, -33.9], [35, 80], [0, -90]],
};

/** A topology without the points that matter least, by area in steradians. */
function simplified(topology, area) {
  return simplify(presimplify(topology, sphericalTriangleArea), area);
}

/** A projection that shows a frame's corners as large as fits, without its clip to the frame. */
function fitted({ projection, height, corners }) {
  return projection.fitExtent([[0, 0], [WIDTH, height]], corners);
}

/** Rings or lines of an object as arrays of integer points, clipped a little outside of the frame. */
function lines(object, frame, projection) {
  const edge = 6;
  const found = [];
  let line;
  const clipped = projection.clipExtent([[-frame.west - edge, -edge], [WIDTH + edge, frame.height + edge]]);
  geoStream(object, clipped.stream({
    point: (x, y) => {
      const at = [Math.round(x * frame.finest), Math.round(y * frame.finest)];
      const last = line.at(-1);
      if (!last || last[0] !== at[0] || last[1] !== at[1]) line.push(at);
    },
    lineStart: () => found.push((line = [])),
    lineEnd: () => {},
    polygonStart: () => {},
    polygonEnd: () => {},
    sphere: () => {},
  }));
  projection.clipExtent(null);
  return found;
}

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], index) => {
  const [nextX, nextY] = ring[(index + 1) % ring.length];
  return sum + (x * nextY - nextX * y) / 2;
}, 0));

/** The shortest path data: relative, integer, a separator only where one is needed. */
function pathData(found, close) {
  let data = "";
  let [atX, atY] = [0, 0];
  for (const points of found) {
    points.forEach(([x, y], index) => {
      const step = [x - atX, y - atY].map((number) => (number < 0 ? `${number}` : ` ${number}`)).join("");
      data += index === 0 ? `m${step.trimStart()}` : index === 1 ? `l${step.trimStart()}` : step;
      [atX, atY] = [x, y];
    });
    if (close) {
      data += "z";
      [atX, atY] = points[0];
    }
  }
  return data;
}

function symbol(part, frame, attributes, data) {
  const box = `0 0 ${WIDTH * frame.finest} ${frame.height * frame.finest}`;
  return `<symbol id="${frame.name}-${part}" viewBox="${box}" overflow="visible"><path ${attributes}d="${data}"/></symbol>\n`;
}

function picture(frame, projection) {
  const [topology, name] = frame.land;
  const countries = topology.objects[name];
  const land = lines(feature(topology, topology.objects.land), frame, projection)
    .filter((ring) => ring.length > 2 && area(ring) >= frame.smallest * frame.finest ** 2);
  const inner = mesh(topology, countries, (one, other) => one !== other);
  const borders = lines(inner, frame, projection).filter((line) => line.length > 1);
  const net = lines(geoGraticule().step([frame.step, frame.step]).precision(4)(), frame, projection)
    .filter((line) => line.length > 1);
  const thin = 'fill="none" vector-effect="non-scaling-stroke" ';
  return symbol("graticule", frame, thin, pathData(net, false))
    + symbol("land", frame, 'vector-effect="non-scaling-stroke" ', pathData(land, true))
    + symbol("borders", frame, thin, pathData(borders, false));
}

function parameters(frame, projection) {
  const [x, y] = projection.translate();
  return {
    width: WIDTH,
    height: frame.height,
    rotate: projection.rotate().slice(0, 2),
    scale: rounded(projection.scale()),
    translate: [rounded(x), rounded(y)],
  };
}

mkdirSync(pictures, { recursive: true });
const frames = {};
let shapes = "";
const control = {};
for (const [name, frame] of Object.entries({ europe: EUROPE, world: WORLD })) {
  const projection = fitted(frame);
  shapes += picture({ ...frame, name }, projection);
  frames[name] = parameters(frame, projection);
  control[name] = frame.samples.map((place) => [place, projection(place).map((number) => rounded(number, 2))]);
}
// One file for all sheets: a page asks for no more than one.
writeFileSync(new URL("shapes.svg", pictures), `<svg xmlns="http://www.w3.org/2000/svg">\n${shapes}</svg>\n`);
writeFileSync(new URL("towns/frames.json", root), `${JSON.stringify(frames, null, 2)}\n`);
writeFileSync(new URL("tests/towns/map_control.json", root), `${JSON.stringify(control)}\n`);
