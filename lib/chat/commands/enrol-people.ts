/** 代报名, the doing of it: one person registered if need be and enrolled, in one transaction. */
import { enrol } from '../../classes/enrol';
import { joinLine } from '../../classes/join-line';
import type { TrainingClass } from '../../classes/types';
import { enrolledByOffice } from '../../notices/say';
import { noticeChange } from '../../notices/write';
import { findWorker } from '../../people/find';
import { type RegisterByOffice, registerByOffice } from '../../people/register-by-office';
import type { Worker } from '../../people/types';
import { instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { placeByRegion } from '../../policy/place';
import type { Planned } from '../../store/commit';
import type { Change } from '../../store/table';
import { personOf } from '../people';

/** Somebody known, or everything needed to register her. */
export interface Candidate {
  /** The line she stands on, as pasted. */
  line: number;
  worker_id?: string;
  name: string;
  id_number?: string;
  phone?: string;
}

export interface EnrolHow {
  by: string;
  reason: string;
  /** Why she can come although her shifts say no (L5). */
  waiver?: string;
  /** Only what would come of it, for the page that asks: a new person gets no key yet, and nothing may be written. */
  look?: boolean;
}

export interface EnrolledOne {
  worker: Worker;
  was: 'enrolled' | 'waiting';
  position?: number;
  registered: boolean;
}

export const CONSENT_VERSION = '1';

/** Register and enrol, or put in line where the class is full. Refuses what registering and enrolling refuse. */
export async function planOne(
  world: World,
  c: TrainingClass,
  who: Candidate,
  how: EnrolHow,
): Promise<Planned<EnrolledOne>> {
  const found = who.worker_id ? await known(world, who.worker_id) : await registered(world, c, who, how);
  if (isRefusal(found)) return found;
  const { worker, changes, registered: is_new } = found;
  const waiver = how.waiver ? { by: how.by, reason: how.waiver } : undefined;
  const command = {
    class_id: c.class_id,
    worker: personOf(worker),
    by: how.by,
    reason: how.reason,
    order: who.line,
    ...(waiver && { waiver }),
  };
  const seat = await enrol(world, command);
  if (!isRefusal(seat))
    return {
      changes: [...changes, ...seat.changes, told(world, c, worker)],
      value: { worker, was: 'enrolled', registered: is_new },
    };
  if (seat.refused !== 'class_full') return seat;
  const line = await joinLine(world, command);
  if (isRefusal(line)) return line;
  return {
    changes: [...changes, ...line.changes],
    value: { worker, was: 'waiting', position: line.value.position, registered: is_new },
  };
}

interface FoundWorker {
  worker: Worker;
  changes: Change[];
  registered: boolean;
}

async function known(world: World, worker_id: string): Promise<FoundWorker | Refusal> {
  const worker = await findWorker(world, worker_id, { consistent: true });
  return worker ? { worker, changes: [], registered: false } : refuse('worker_unknown');
}

async function registered(
  world: World,
  c: TrainingClass,
  who: Candidate,
  how: EnrolHow,
): Promise<FoundWorker | Refusal> {
  const policy = world.policies.of(c.home_region, c.starts_at.slice(0, 10));
  const command: RegisterByOffice = {
    name: who.name,
    id_number: who.id_number ?? '',
    phone: who.phone ?? '',
    site_region: c.host_region,
    site_text: placeByRegion(policy, c.host_region)?.name ?? c.site_name,
    consent: { version: CONSENT_VERSION, at: instant(world.now()), basis: 'spoken' },
    by: how.by,
  };
  const planned = await registerByOffice(world, command, { look: how.look });
  if (isRefusal(planned)) return planned;
  return { worker: planned.value.worker, changes: planned.changes, registered: planned.value.was === 'new' };
}

function told(world: World, c: TrainingClass, worker: Worker): Change {
  return noticeChange(world, {
    notice_id: `enrolled-${c.class_id}-${world.now()}`,
    worker_id: worker.worker_id,
    kind: 'enrolled_by_office',
    topic: 'service',
    ...enrolledByOffice(c),
  });
}
