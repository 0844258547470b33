/** 扫二维码: the scenes printed somewhere, or one typed by hand. */
import { useEffect, useState } from 'preact/hooks';
import * as api from './api';
import { Dialog } from './dialog';
import { Icon } from './icons';
import type { Scene } from './types';

interface Props {
  who: string;
  close(): void;
  scan(scene: string): void;
}

export function ScanDialog({ who, close, scan }: Props) {
  const [scenes, setScenes] = useState<Scene[]>();
  const [typed, setTyped] = useState('');
  useEffect(() => {
    api.scenes().then(setScenes, () => setScenes([]));
  }, []);
  const pick = (scene: string) => {
    close();
    scan(scene);
  };
  return (
    <Dialog title={`${who}扫二维码`} close={close}>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) pick(typed.trim());
        }}
      >
        <label>
          码里的内容
          <input
            value={typed}
            maxLength={64}
            placeholder="class:A14"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="go" disabled={!typed.trim()}>
          扫
        </button>
      </form>
      {scenes === undefined && <p class="quiet">正在找……</p>}
      {scenes?.length === 0 && <p class="quiet">还没有印出来的码。开一个班就有了。</p>}
      <ul class="scenes">
        {scenes?.map((scene) => (
          <li key={scene.scene}>
            <button type="button" onClick={() => pick(scene.scene)}>
              <Icon name="scan" />
              <span>
                <b>{scene.title}</b>
                {scene.detail && <small>{scene.detail}</small>}
                {scene.title !== scene.scene && <code>{scene.scene}</code>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
