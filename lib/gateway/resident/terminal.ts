/**
 * Trying it without an account: Wechaty's mock puppet, one made-up person, and this terminal. What is typed she says in
 * private; `群 @送训 今天` she says in a group. What is sent to her or there is printed.
 */
import { createInterface } from 'node:readline';
import { wechatyLine } from './bot';
import type { Hands, Line } from './types';

const SELF = '送训';

export async function terminalLine(log: Hands['log']): Promise<Line> {
  process.env.WECHATY_LOG ??= 'silent';
  const { PuppetMock, mock } = await import('wechaty-puppet-mock');
  const mocker = new mock.Mocker();
  const line = await wechatyLine({ puppet: new PuppetMock({ mocker }) as never, log });
  return {
    ...line,
    async start(heard) {
      await line.start(heard);
      const self = mocker.createContact({ id: 'self', name: SELF });
      const person = mocker.createContact({ id: 'terminal', name: '工友' });
      const room = mocker.createRoom({
        id: 'terminal@chatroom',
        topic: '试试',
        memberIdList: [self.id, person.id],
      } as never);
      mocker.login(self);
      person.on('message', (message) => {
        if (message.talker().id === self.id) console.log(`\n${message.text()}\n`);
      });
      room.on('message', (message) => {
        if (message.talker().id === self.id) console.log(`\n[群] ${message.text()}\n`);
      });
      const lines = createInterface({ input: process.stdin });
      lines.on('line', (text) => {
        const in_group = /^群\s+(.*)$/u.exec(text)?.[1];
        if (in_group) person.say(in_group).to(room);
        else if (text.trim()) person.say(text.trim()).to(self);
      });
    },
  };
}
