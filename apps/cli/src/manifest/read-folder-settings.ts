import { stat } from 'node:fs/promises'
import { BuildFailed, readSettings, type SourceSettings } from '@berth/build'
import { UsageError } from '../arguments/usage-error.ts'
import { describeFailure } from '../builds/describe-failure.ts'
import { folderReader } from '../builds/folder-reader.ts'

/** What a folder's own files say. Error: UsageError, with the line that is wrong. */
export async function readFolderSettings(folder: string): Promise<SourceSettings> {
  const stats = await stat(folder).catch(() => undefined) // said in words
  if (!stats?.isDirectory()) throw new UsageError(`there is no folder ${folder}`)
  try {
    return await readSettings(folderReader(folder))
  } catch (error) {
    if (error instanceof BuildFailed) throw new UsageError(describeFailure(error.failure).join('\n'))
    throw error
  }
}
