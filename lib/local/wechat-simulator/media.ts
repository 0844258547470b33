/** Pictures people send: kept for WeChat's three days' worth of pictures, served by id and by address. */
import { crc32, deflateSync } from 'node:zlib';

const KEPT_MAX = 200;
const WIDE = 160;
const HIGH = 120;

/** Pictures by media id. One sent without a file is a plain coloured one, the same for the same id. */
export class MediaShelf {
  private readonly kept = new Map<string, Buffer>();

  keep(id: string, bytes: Buffer): void {
    this.kept.set(id, bytes);
    if (this.kept.size > KEPT_MAX) this.kept.delete(this.kept.keys().next().value as string);
  }

  /** Ids that were given out; after a restart a picture is a plain one. */
  find(id: string): Buffer | undefined {
    return this.kept.get(id) ?? (/^media-\d{1,20}$/.test(id) ? plainPicture(id) : undefined);
  }
}

export const typeOf = (bytes: Buffer): string =>
  bytes[0] === 0xff && bytes[1] === 0xd8 ? 'image/jpeg' : bytes[0] === 0x89 ? 'image/png' : 'application/octet-stream';

/** A PNG of one colour with a lighter band, made by hand; its first dots are its id, so that no two are the same. */
export function plainPicture(id: string): Buffer {
  const shade = Number(id.replace(/\D/g, '').slice(-4)) % 160;
  const rows = Array.from({ length: HIGH }, (_, y) => {
    const band = y > HIGH / 3 && y < HIGH / 2;
    return Buffer.concat([Buffer.from([0]), Buffer.alloc(WIDE * 3, band ? 230 : 60 + shade)]);
  });
  rows[0]?.write(id.slice(0, WIDE), 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDE, 0);
  head.writeUInt32BE(HIGH, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([size, body, check]);
}
