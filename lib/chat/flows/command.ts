/** A command half said by someone who is at work no more: nothing of it is done. At work, commands/at-work.ts answers. */
import type { Flow, FlowState, Step } from '../types';
import { finish } from './flow';

const GONE = '工作台的事停下了，什么都没动。想办什么？';
const gone = async (): Promise<Step> => finish(GONE, ['browse', 'my_classes', 'profile', 'human']);

export const command: Flow = {
  name: 'command',
  version: 1,
  summary: (_state: FlowState) => '工作台的事',
  start: gone,
  answer: async () => undefined,
  ask: gone,
  back: async () => undefined,
  help: () => GONE,
  hint: () => GONE,
  keeps: () => false,
};
