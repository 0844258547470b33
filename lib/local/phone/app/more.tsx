/** Behind ＋: what a phone can send besides text. */
import { useState } from 'preact/hooks';
import { Icon } from './icons';
import type { Item, Outgoing } from './types';

export type Opened = 'closed' | 'panel' | 'places' | 'voice';

/** Places people of the county work at, to send as a location. */
const PLACES = [
  { label: '新疆阜康市', latitude: 44.1576, longitude: 87.9831 },
  { label: '上海市普陀区', latitude: 31.2495, longitude: 121.3962 },
  { label: '芜湖市湾沚区', latitude: 31.1347, longitude: 118.5765 },
  { label: '昆明市禄劝县', latitude: 25.5513, longitude: 102.4715 },
  { label: '海上（不在任何地方）', latitude: 20, longitude: 115 },
];

interface Props {
  open: Opened;
  disabled: boolean;
  repeatable?: Item;
  show(what: Opened): void;
  sendType(message: Outgoing & { type: string }, shown: string): void;
  repeat(item: Item): void;
  scan(): void;
}

export function More({ open, disabled, repeatable, show, sendType, repeat, scan }: Props) {
  switch (open) {
    case 'panel':
      return (
        <div class="panel">
          <Tile icon="scan" label="扫二维码" onClick={scan} />
          <Tile icon="image" label="图片" disabled={disabled} onClick={() => sendType({ type: 'image' }, '')} />
          <Tile icon="place" label="位置" disabled={disabled} onClick={() => show('places')} />
          <Tile
            icon="again"
            label="再发一次"
            disabled={disabled || !repeatable}
            onClick={() => repeatable && repeat(repeatable)}
          />
        </div>
      );
    case 'places':
      return (
        <ul class="sheet" aria-label="发送位置">
          {PLACES.map((place) => (
            <li key={place.label}>
              <button type="button" onClick={() => sendType({ type: 'location', ...place }, place.label)}>
                <Icon name="place" /> {place.label}
              </button>
            </li>
          ))}
        </ul>
      );
    case 'voice':
      return <Voice send={(recognition) => sendType({ type: 'voice', ...(recognition && { recognition }) }, '')} />;
    case 'closed':
      return null;
  }
}

interface TileProps {
  icon: Parameters<typeof Icon>[0]['name'];
  label: string;
  disabled?: boolean;
  onClick(): void;
}

function Tile({ icon, label, disabled, onClick }: TileProps) {
  return (
    <button type="button" class="tile" disabled={disabled} onClick={onClick}>
      <span>
        <Icon name={icon} />
      </span>
      {label}
    </button>
  );
}

/** WeChat no longer promises to recognise speech: both cases can be tried. */
function Voice({ send }: { send(recognition: string): void }) {
  const [heard, setHeard] = useState('');
  return (
    <form
      class="voice-form"
      onSubmit={(event) => {
        event.preventDefault();
        send(heard.trim());
      }}
    >
      <label>
        微信听成的字（可空）
        <input value={heard} onInput={(event) => setHeard(event.currentTarget.value)} />
      </label>
      <button type="submit" class="go">
        发语音
      </button>
    </form>
  );
}
