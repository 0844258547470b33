/**
 * A name as a stranger may see it: `张*英`, `李*`, `买***力·艾***江` keeps only the ends of each part. One character a
 * sign, also outside the basic plane. Pure.
 */
export function maskName(name: string): string {
  return name
    .split('·')
    .map((part) => {
      const signs = [...part];
      if (signs.length <= 1) return '*';
      if (signs.length === 2) return `${signs[0]}*`;
      return `${signs[0]}${'*'.repeat(signs.length - 2)}${signs[signs.length - 1]}`;
    })
    .join('·');
}
