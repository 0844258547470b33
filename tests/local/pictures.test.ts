/** A picture sent on a simulated phone: in the callback by id and address, served by both, and on to the files of the stack. */
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import { makeBinding } from '../../lib/people/binding';
import { createOrganisation } from '../../lib/people/create-organisation';
import { createStaff } from '../../lib/people/create-staff';
import { must } from '../support/must';
import { syntheticIdNumber } from '../support/world';
import { api, bench } from './support/account';
import { newFolder, removeFolder, testStack } from './support/stack';

test('the simulator hands a picture on by id, with a token, and shows it at its address', async () => {
  const b = await bench();
  b.behave(() => undefined);
  const mine = plainPicture('media-7');
  await b.simulator.send('oWho', { type: 'image', picture: mine.toString('base64') });
  const { media } = b.heard[0]!;
  expect(media).toEqual({ id: expect.stringMatching(/^media-\d+$/), url: expect.stringContaining(media!.id!) });
  const get = (path: string, query: Record<string, string> = {}) =>
    b.simulator.api({ method: 'GET', path, query: new URLSearchParams(query), body: '' });
  const by_address = await get(`/mmbiz_jpg/${media!.id}`);
  expect([by_address.status, by_address.content_type]).toEqual([200, 'image/png']);
  expect(Buffer.compare(by_address.body as Buffer, mine)).toBe(0);
  const without = await get('/cgi-bin/media/get', { media_id: media!.id! });
  expect(JSON.parse(String(without.body)).errcode).toBe(41001);
  const { access_token } = await api(b.simulator).renew();
  const unknown = await get('/cgi-bin/media/get', { access_token, media_id: 'nothing' });
  expect(JSON.parse(String(unknown.body)).errcode).toBe(40007);
  const by_id = await get('/cgi-bin/media/get', { access_token, media_id: media!.id! });
  expect(Buffer.compare(by_id.body as Buffer, mine)).toBe(0);
  await b.stop();
});

test('D11 an inspector’s pictures go through the webhook, the stream and WeChat’s API into the files, and out by API', async () => {
  const folder = newFolder();
  const stack = await testStack(folder);
  try {
    const { world } = stack;
    await stack.call('POST', '/local/clock', { now: '2025-07-20T10:00:00+08:00' });
    const { classes } = (await stack.call('POST', '/local/seed', { pack: 'luquan-2025' })).body;
    const { class_id } = classes.find((one: any) => one.title.includes('电工')) ?? classes[0];
    const { organisation } = await must(world, () =>
      createOrganisation(world, { kind: 'office', name: '人社局', home_region: '530128', region: '530128' }),
    );
    for (const [i, name] of ['钱一', '孙二'].entries()) {
      const { staff } = await must(world, () =>
        createStaff(world, {
          home_region: '530128',
          org_id: organisation.org_id,
          name,
          duties: ['inspector'],
          id_number: syntheticIdNumber(i + 11),
        }),
      );
      const { code } = await must(world, () => makeBinding(world, { staff_id: staff.staff_id }));
      await stack.send(`oInspector${i}`, { event: 'subscribe' });
      await stack.send(`oInspector${i}`, { text: `绑定 ${code}` });
      await stack.send(`oInspector${i}`, { text: '1' });
    }
    const { training_class, inspection } = await must(world, () => drawInspection(world, { class_id, by: 'li' }));
    await stack.call('POST', '/local/clock', { now: training_class.starts_at });
    let last: any;
    for (const text of [`巡查 ${class_id}`, '20', '在', '一样', '无']) last = await stack.send('oInspector0', { text });
    expect(last.replies[0].content).toContain('现在拍照片');
    last = await stack.send('oInspector0', { type: 'image' });
    expect(last.replies[0].content).toContain('收到1张');
    // The stream begins the task at once; the minute's schedule would, if its record were lost.
    expect((await stack.call('POST', '/local/settle', {})).status).toBe(200);
    const [held] = await readInspections(world, class_id, { consistent: true });
    const [picture] = Object.values(held!.visits[0]!.pictures);
    expect(picture).toMatchObject({ state: 'kept', type: 'image/png', sha256: expect.any(String) });
    const { token } = (await stack.call('POST', '/local/token', { role: 'auditor', region: '530128' })).body;
    const at = `/v1/classes/${class_id}/inspections/${inspection.inspection_id}/pictures/${picture!.n}`;
    const response = await fetch(stack.url + at, { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.length).toBe(picture!.bytes);
  } finally {
    await stack.stop();
    removeFolder(folder);
  }
}, 60_000);
