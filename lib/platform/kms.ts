/**
 * The master key in AWS KMS. Each person's data key is wrapped with her id as encryption context, so that
 * one person's key cannot be unwrapped as another's, and CloudTrail names the person whose key was used.
 */
import { type AwsCall, awsCall } from './aws-call';
import { type MasterKey, Unreadable } from './vault';

/** KMS says so when the wrapped key, the context or the master key do not belong together. */
const NOT_TOGETHER = ['InvalidCiphertextException', 'IncorrectKeyException'];

/** `key_id` is the key's ARN: without it Decrypt would take any key the caller may use. */
export function kmsMaster(
  key_id: string,
  region: string,
  send: (call: AwsCall) => Promise<Record<string, unknown>> = awsCall,
): MasterKey {
  const call = (operation: string, body: AwsCall['body']) =>
    send({ service: 'kms', region, target: `TrentService.${operation}`, body: { KeyId: key_id, ...body } });
  return {
    async generate(person) {
      const made = await call('GenerateDataKey', { KeySpec: 'AES_256', EncryptionContext: { person } });
      if (typeof made.Plaintext !== 'string' || typeof made.CiphertextBlob !== 'string')
        throw new Error('KMS made no data key');
      return { plain: Buffer.from(made.Plaintext, 'base64'), wrapped: made.CiphertextBlob };
    },
    async unwrap(person, wrapped) {
      try {
        const opened = await call('Decrypt', { CiphertextBlob: wrapped, EncryptionContext: { person } });
        if (typeof opened.Plaintext !== 'string') throw new Error('KMS gave no data key');
        return Buffer.from(opened.Plaintext, 'base64');
      } catch (error) {
        if (NOT_TOGETHER.includes((error as Error).name))
          throw new Unreadable('data key does not belong to this person');
        throw error;
      }
    },
  };
}

/** For functions that may not read personal data: everything but opening and sealing works. */
export function noMaster(): MasterKey {
  const refuseAll = async () => {
    throw new Unreadable('this function has no access to personal data');
  };
  return { generate: refuseAll, unwrap: refuseAll };
}
