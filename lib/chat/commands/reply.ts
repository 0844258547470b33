/** Choices below an answer: what is sent is what is shown, so that a number keeps its meaning on the menu. Pure. */
import type { Reply } from '../../channels/types';

export const offered = (text: string, labels: string[]): Reply =>
  labels.length > 0 ? { text, choices: labels.map((label) => ({ send: label, label })) } : { text };
