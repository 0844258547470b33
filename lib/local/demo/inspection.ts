/** 6. Inspection (D11): the office draws two of three by command; each goes there, counts, and sends pictures by chat. */
import type { Room } from './lessons';
import type { Story } from './story';

const MINUTE_MS = 60_000;

/** Both classes visited during the lesson under way. */
export async function inspected(story: Story, rooms: Room[]): Promise<void> {
  const { desk, staff } = story;
  for (const { cast, pupils } of rooms) {
    const { class_id } = cast.opened;
    await desk.order(staff.office, `抽巡查员 ${class_id}`, /抽巡查员/);
    await desk.reply(staff.office, '1', /抽到/);
    const items = await desk.list(`/v1/classes/${class_id}/inspections`);
    for (const { staff_id } of items[0].inspectors) {
      const inspector = staff.inspectors.find((one) => one.staff_id === staff_id)!;
      await desk.order(inspector, `巡查 ${class_id}`, /你数到几个人/);
      await desk.reply(inspector, String(pupils.length - 1), /老师在不在/);
      await desk.reply(inspector, '1', /和课表一样吗/);
      await desk.reply(inspector, '1', /还有什么要写的/);
      await desk.reply(inspector, '无', /拍照片发来/);
      await desk.picture(inspector, /收到1张/);
      await desk.picture(inspector, /收到2张/);
      await desk.reply(inspector, '完成', /交了/);
      // Nobody answers more in a minute than the account lets her.
      desk.stack.clock.set(desk.stack.clock.now() + MINUTE_MS);
    }
    await desk.stack.settle();
    story.tell(`${class_id} 巡查`);
  }
}

/** Read once everything about the class is over: what it still lacks for a claim. */
export async function ready(story: Story): Promise<string[]> {
  const { desk, casts } = story;
  const told: string[] = [];
  for (const { opened } of casts) {
    const path = `/v1/classes/${opened.class_id}`;
    const items = await desk.list(`${path}/inspections`);
    const pictures = items[0].visits?.flatMap((visit: { pictures: unknown[] }) => visit.pictures).length ?? 0;
    const { ready, lacks } = await desk.call('GET', `${path}/readiness`);
    if (!ready) desk.wrong.push(`${opened.class_id} is not ready: ${JSON.stringify(lacks)}`);
    const notes = lacks.map((one: { code: string; facts?: object }) => `${one.code}${JSON.stringify(one.facts ?? {})}`);
    told.push(
      `${opened.title}：${ready ? '可以申请补贴' : '还不能申请补贴'}；巡查${items.length}次，照片${pictures}张${notes.length > 0 ? `；提示 ${notes.join('，')}` : ''}`,
    );
    story.facts.push(`${opened.title}|${ready}|${lacks.map((one: { code: string }) => one.code).join(',')}`);
  }
  return told;
}
