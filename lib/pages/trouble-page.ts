/** A link that does not open, in words. Pure. */

import { escaped } from '../platform/escaped';
import type { Refusal } from '../platform/refusal';
import { type Page, page } from './html';
import { LINK_SAYS, OTHER } from './say';
import type { GrantRefusal } from './types';

export function troublePage(refusal: Refusal): Page {
  const [title, text] = LINK_SAYS[refusal.refused as GrantRefusal] ?? OTHER;
  return page({ title, body: `<h1>${escaped(title)}</h1><p>${escaped(text)}</p>` });
}
