import type { SecretKind } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { readValue } from './read-value.ts'

export type SecretFlags = { readonly file?: string; readonly asFile?: boolean; readonly asEnv?: boolean }

/** What is set: by its name, with its value and how it is given. Error: UsageError. */
export async function readSecret(
  word: string,
  { file, asFile, asEnv }: SecretFlags,
): Promise<Record<string, { value: string; as?: SecretKind }>> {
  if (asFile && asEnv) throw new UsageError('say --as-file or --as-env, not both')
  const as: SecretKind | undefined = asFile ? 'file' : asEnv ? 'env' : undefined
  const { name, value } = await readValue(word, file)
  return { [name]: { value, ...(as && { as }) } }
}
