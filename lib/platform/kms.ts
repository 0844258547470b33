/**
 * The master key in AWS KMS. Each person's data key is wrapped with her id as encryption context, so that
 * one person's key cannot be unwrapped as another's, and CloudTrail names the person whose key was used.
 */
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { type MasterKey, Unreadable } from './vault';

/** KMS says so when the wrapped key, the context or the master key do not belong together. */
const NOT_TOGETHER = ['InvalidCiphertextException', 'IncorrectKeyException'];

/** `key_id` is the key's ARN: without it Decrypt would take any key the caller may use. */
export function kmsMaster(key_id: string, client: Pick<KMSClient, 'send'>): MasterKey {
  return {
    async generate(person) {
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId: key_id, KeySpec: 'AES_256', EncryptionContext: { person } }),
      );
      if (!made.Plaintext || !made.CiphertextBlob) throw new Error('KMS made no data key');
      return { plain: Buffer.from(made.Plaintext), wrapped: Buffer.from(made.CiphertextBlob).toString('base64') };
    },
    async unwrap(person, wrapped) {
      try {
        const opened = await client.send(
          new DecryptCommand({
            KeyId: key_id,
            CiphertextBlob: Buffer.from(wrapped, 'base64'),
            EncryptionContext: { person },
          }),
        );
        if (!opened.Plaintext) throw new Error('KMS gave no data key');
        return Buffer.from(opened.Plaintext);
      } catch (error) {
        if (NOT_TOGETHER.includes((error as Error).name))
          throw new Unreadable('data key does not belong to this person');
        throw error;
      }
    },
  };
}

/** A client whose time limits leave room for an answer within WeChat's five seconds. */
export function kmsClient(region: string): KMSClient {
  return new KMSClient({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 500, requestTimeout: 1500 } });
}

/** For functions that may not read personal data: everything but opening and sealing works. */
export function noMaster(): MasterKey {
  const refuseAll = async () => {
    throw new Unreadable('this function has no access to personal data');
  };
  return { generate: refuseAll, unwrap: refuseAll };
}
