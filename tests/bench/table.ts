/** Figures as markdown. */
export const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
export const one = (n: number) => n.toFixed(1);
export const two = (n: number) => n.toFixed(2);
