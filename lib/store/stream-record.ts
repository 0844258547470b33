import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './table';

interface Image {
  NewImage?: Record<string, unknown>;
  OldImage?: Record<string, unknown>;
}

/** The row as it was and as it is now, from one record of the table's stream. `is` is absent when it was removed. */
export function readRecord(record: { dynamodb?: Image }): { is?: Item; was?: Item } {
  const read = (image?: Record<string, unknown>) =>
    image && (unmarshall(image as Record<string, AttributeValue>) as Item);
  return { is: read(record.dynamodb?.NewImage), was: read(record.dynamodb?.OldImage) };
}
