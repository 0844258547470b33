/** A picture as a file: what it is by its first bytes, and where it is kept. */
import { createHash } from 'node:crypto';
import type { Said } from '../../notices/say';
import { pictureLost, pictureReused } from '../../notices/say-delivery';
import { noticeChange } from '../../notices/write';
import { findStaff } from '../../people/find-staff';
import { reachedAt } from '../../people/staff-rules';
import { instant } from '../../platform/clock';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { readClass } from '../read';
import type { TrainingClass } from '../types';
import { takesPicture } from './further-picture';
import { pictureFile, visitKey, visitOf } from './items';
import type { Picture, PictureType, Visit } from './types';

/** JPEG and PNG by their signatures; what a sender calls it counts for nothing. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const begins = (...head: number[]) => bytes.length > 64 && head.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return undefined;
}

export interface PictureOf {
  class_id: string;
  inspection_id: string;
  staff_id: string;
  n: number;
}

/** The picture as noted with its visit; nothing when there is none. */
export async function notedPicture(
  world: World,
  of: PictureOf,
): Promise<{ visit: Visit; picture: Picture } | undefined> {
  const visit = visitOf(
    await world.table.get(visitKey(of.class_id, of.inspection_id, of.staff_id), { consistent: true }),
  );
  const picture = visit?.pictures[String(of.n)];
  return visit && picture && { visit, picture };
}

/**
 * Write the file, then plan what is known of it; done twice it is the same file. A picture that was handed in before, by
 * whomever, at whatever class, proves no visit: it is not kept, counts as lost, and she is told. The same to the byte,
 * that is; a picture taken of a picture is for whoever reviews.
 */
export async function keepPicture(
  world: World,
  of: PictureOf,
  bytes: Uint8Array,
  type: PictureType,
): Promise<Planned<void>> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [noted, first] = await Promise.all([
    notedPicture(world, of),
    world.table.get(keys.picture(sha256), { consistent: true }),
  ]);
  if (noted?.picture.state !== 'fetching') return { changes: [], value: undefined };
  const { n, noted_at } = noted.picture;
  if (first) return lost(world, noted.visit, { n, state: 'lost', noted_at, reused: true }, pictureReused);
  await world.files.put(pictureFile(of.inspection_id, of.n), bytes, type);
  const kept: Picture = { n, state: 'kept', noted_at, type, bytes: bytes.length, sha256 };
  const claim: Change = {
    kind: 'put',
    key: keys.picture(sha256),
    item: { ...of },
    when: [{ attr: 'pk', op: 'absent' }],
    why: 'a picture for one visit',
  };
  return { changes: [pictureChange(of, kept), claim], value: undefined };
}

/** It cannot be had, or (`by_channel`) the channel has it no more: she is told, where it was the last. */
export async function losePicture(world: World, of: PictureOf, by_channel = false): Promise<Planned<void>> {
  const noted = await notedPicture(world, of);
  if (noted?.picture.state !== 'fetching') return { changes: [], value: undefined };
  const { n, noted_at } = noted.picture;
  const lost_at = instant(world.now());
  const picture = { n, state: 'lost' as const, noted_at, ...(by_channel && { lost_at }) };
  return lost(world, noted.visit, picture, pictureLost);
}

async function lost(
  world: World,
  visit: Visit,
  picture: Picture,
  say: (c: TrainingClass) => Said,
): Promise<Planned<void>> {
  const of = { ...visit, n: picture.n };
  const [c, staff] = await Promise.all([readClass(world, of.class_id), findStaff(world, of.staff_id)]);
  const changes = [pictureChange(of, picture)];
  const chat = staff?.active ? reachedAt(staff) : undefined;
  const after: Visit = { ...visit, pictures: { ...visit.pictures, [picture.n]: picture } };
  if (c && chat && (visit.state === 'under_way' || takesPicture(world, c, after)))
    changes.push(
      noticeChange(world, {
        notice_id: `picture-${of.inspection_id}-${of.n}-${instant(world.now())}`,
        chat,
        kind: 'inspection',
        topic: 'service',
        ...say(c),
      }),
    );
  return { changes, value: undefined };
}

const pictureChange = (of: PictureOf, picture: Picture): Change => ({
  kind: 'update',
  key: visitKey(of.class_id, of.inspection_id, of.staff_id),
  set: { [`pictures.${of.n}`]: picture },
  when: [{ attr: `pictures.${of.n}.state`, op: '=', value: 'fetching' }],
  why: `a picture ${picture.state}`,
});
