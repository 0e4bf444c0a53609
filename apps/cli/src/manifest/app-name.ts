import { basename, resolve } from 'node:path'
import { isName } from '@berth/core'
import { UsageError } from '../arguments/usage-error.ts'

/** The app that was named, or the one that is called as the folder. Error: UsageError. */
export function appName(asked: string | undefined, folder: string): string {
  if (asked !== undefined) return asked
  const name = basename(resolve(folder)).toLowerCase()
  if (isName(name)) return name
  throw new UsageError(`"${name}" is no name for an app: say which app, as berth plan APP`)
}
