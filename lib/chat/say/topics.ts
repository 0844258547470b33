/** Turning messages off, and on again. */
export const TOPIC_NAMES: [string, string][] = [
  ['reminder', '上课提醒'],
  ['class_change', '改时间、停课通知'],
  ['seat', '排到名额的消息'],
  ['news', '新班和通知'],
];
export const ASK_TOPICS = '想关掉哪个？回数字，再回一次就打开。';
export const topicOn = (name: string): string => `${name}：开着`;
export const topicOff = (name: string): string => `${name}：关了`;
export const ALL_OFF = '全部关掉';
export const ALL_ON = '全部打开';
export const FINISHED = '好了';
export const topicChanged = (name: string, off: boolean, topic: string): string => {
  if (!off) return `“${name}”打开了。`;
  if (topic === 'class_change') return `“${name}”关了。课改了时间也不会告诉你，自己多看“我的课”。`;
  if (topic === 'seat') return `“${name}”关了。排到了也不会告诉你，自己多看“我的课”。`;
  return `“${name}”关了，不再发给你。`;
};
export const allChanged = (off: boolean): string => (off ? '都关了，不再给你发消息。' : '都打开了。');
export const TOPICS_DONE = '好，记住了。';
export const HELP = '每种消息可以单独关掉，随时能再打开。关了不影响你报的班。';
