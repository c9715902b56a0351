// How is a picture kept small? Pages are drawn with few colours.
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

const MOST = 256;
/** The eye sees no difference this small, and no comparison here counts it. */
const STEP = 8;

/** A picture (PNG) with fewer colours, none of which is far from what it was: to be compared with. */
export function rounded(bytes) {
  const picture = PNG.sync.read(bytes);
  for (let at = 0; at < picture.data.length; at += 1) if (at % 4 !== 3) picture.data[at] = Math.min(255, Math.round(picture.data[at] / STEP) * STEP);
  return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}

/** A picture (PNG) as one with a palette; a colour that finds no place in it takes the nearest that did. */
export function small(bytes) {
  const { width, height, data } = PNG.sync.read(bytes);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST).map(([colour]) => colour);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 4) {
      const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      if (!places.has(colour)) places.set(colour, nearest(palette, colour));
      lines[row * (width + 1) + 1 + column] = places.get(colour);
    }
  }
  return png(width, height, palette, lines);
}

function nearest(palette, colour) {
  const far = (one) => [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0);
  return palette.reduce((best, one, place) => (far(one) < far(palette[best]) ? place : best), 0);
}

/** PNG 1.2, colour type 3: header, palette, pixels, end. */
function png(width, height, palette, lines) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255]));
  const piece = (name, body) => {
    const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(name, 'latin1'), body, Buffer.alloc(4)]);
    framed.writeUInt32BE(body.length, 0);
    framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
    return framed;
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, piece('IHDR', header), piece('PLTE', colours), piece('IDAT', deflateSync(lines, { level: 9 })), piece('IEND', Buffer.alloc(0))]);
}

