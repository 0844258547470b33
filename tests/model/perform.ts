/** What the scene's people and the office do, as chat and API do it, each answer held against what was written. */
import { cancelClass } from '../../lib/classes/cancel-class';
import { checkEnrol } from '../../lib/classes/check-enrol';
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import type { Held } from '../../lib/classes/load';
import { moveClass } from '../../lib/classes/move-class';
import { acceptOffer, declineOffer } from '../../lib/classes/offers';
import { withdraw } from '../../lib/classes/withdraw';
import { addDays } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import type { Planned } from '../../lib/store/commit';
import { once } from './once';
import { type Act, classId, person, workerId } from './scene';
import { insist, note, type Stage } from './stage';

export async function perform(stage: Stage, act: Act): Promise<void> {
  if (stage.watch.violation) return;
  stage.out.operations++;
  const name = `${act.verb} ${workerId(act.worker)} ${classId(act.class)} #${act.id}`;
  note(stage, `${name} begins`);
  try {
    const answer = await doVerb(stage, act, name);
    const said = answer === undefined ? 'gave up' : isRefusal(answer) ? answer.refused : 'done';
    if (isRefusal(answer)) stage.out.refusals[said] = (stage.out.refusals[said] ?? 0) + 1;
    note(stage, `${name} → ${said}`);
  } catch (error) {
    stage.watch.fail('no crash', `${name}: ${(error as Error).stack}`);
  }
}

function doVerb(stage: Stage, act: Act, name: string): Promise<unknown> {
  const class_id = classId(act.class);
  const worker_id = workerId(act.worker);
  const run = <T>(verb: (world: World) => Promise<Planned<T>>) =>
    insist(stage, name, (world) => once(stage, name, world, verb));
  switch (act.verb) {
    case 'sign_up':
      return signUp(stage, act, name);
    case 'withdraw':
      return run((world) => withdraw(world, { class_id, worker_id, by: 'chat' }));
    case 'office_withdraw':
      return run((world) => withdraw(world, { class_id, worker_id, by: 'office', office: true, reason: '名单有误' }));
    case 'accept':
      return run((world) => acceptOffer(world, { class_id, worker_id }));
    case 'decline':
      return run((world) => declineOffer(world, { class_id, worker_id }));
    case 'move':
      return run((world) =>
        moveClass(world, {
          class_id,
          by: 'office',
          first_day: addDays('2025-07-24', stage.chance.of(name).between(0, 6)),
        }),
      );
    case 'cancel':
      return run((world) => cancelClass(world, { class_id, by: 'office', reason: '人数不足' }));
  }
}

/** As chat does it: check, confirm, enrol; full → the line; a seat after all → enrol. */
async function signUp(stage: Stage, act: Act, name: string): Promise<unknown> {
  const class_id = classId(act.class);
  const worker = person(act.worker);
  let held: Held | undefined;
  if (act.held_ms !== undefined) {
    const check = await insist(stage, `${name} check`, (world) => checkEnrol(world, { class_id, worker }));
    if (check === undefined) return undefined;
    if (isRefusal(check)) return check;
    held = { training_class: check.training_class, agenda: check.agenda };
    await stage.time.pause(act.held_ms);
  }
  let answer: unknown;
  for (let round = 0; round < 3; round++) {
    const part = `${name} round ${round}`;
    answer = await insist(stage, part, (world, attempt) => {
      let tries = 0;
      return once(stage, part, world, (w) =>
        enrol(w, { class_id, worker, by: 'chat', ...(held && round + attempt + tries++ === 0 && { held }) }),
      );
    });
    if (!isRefusal(answer) || answer.refused !== 'class_full') return answer;
    answer = await insist(stage, `${part} line`, (world) =>
      once(stage, `${part} line`, world, (w) => joinLine(w, { class_id, worker, by: 'chat' })),
    );
    if (!isRefusal(answer) || answer.refused !== 'seat_free') return answer;
  }
  return answer;
}
