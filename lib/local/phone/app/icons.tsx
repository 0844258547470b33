/** Line icons, 24 × 24, drawn in the colour of the text. */
const PATHS = {
  scan: 'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16',
  plus: 'M12 7v10M7 12h10M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  voice:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 12.01h.01M11.5 9.8a3.2 3.2 0 0 1 0 4.4M13.8 7.6a6.2 6.2 0 0 1 0 8.8',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.5v.6M15 9.5v.6',
  image:
    'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM4 17l4.5-5 3.5 4 2.5-2.5L20 18M15.5 8.5h.01',
  place: 'M12 21s7-6.2 7-11.2A7 7 0 0 0 5 9.8C5 14.8 12 21 12 21ZM12 12.3a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  again: 'M4 9h12a4 4 0 0 1 0 8H8M4 9l4-4M4 9l4 4',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M5 8h14M5 12h14M5 16h14',
  code: 'M9 8l-4 4 4 4M15 8l4 4-4 4',
  bell: 'M6 16v-5a6 6 0 1 1 12 0v5l1.5 2h-15ZM10 20.5h4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.2 2',
  addPerson: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM3 20c.6-3.6 3.3-5.5 7-5.5 1 0 2 .1 2.8.4M18 14v6M15 17h6',
  down: 'M7 10l5 5 5-5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
