import { MOST_SCRIPT, type ScriptWish } from '../fields/script-field.ts'
import type { LabText } from '../lab-schema.ts'
import type { LabContainer, LabSpec, Script } from '../spec/lab-spec.ts'
import type { LabFiles } from './lab-files.ts'
import type { Report } from './report.ts'

const USUAL_TIMEOUT = 60

export type LabParts = {
  readonly containers: readonly LabContainer[]
  readonly files: LabFiles
  readonly report: Report
}

export function scriptsOf(lab: LabText, parts: LabParts): LabSpec['scripts'] {
  const { setup, solve, cleanup } = lab
  return {
    ...(setup !== undefined && { setup: named('setup', setup, parts) }),
    ...(solve !== undefined && { solve: named('solve', solve, parts) }),
    ...(cleanup !== undefined && { cleanup: named('cleanup', cleanup, parts) }),
  }
}

function named(key: string, wish: ScriptWish, parts: LabParts): Script {
  return typeof wish === 'string'
    ? scriptOf([key], { file: wish }, { ...parts, path: [key] })
    : scriptOf([key], wish, { ...parts, path: [key, 'file'] })
}

/** `at` is the script in lab.yml, `path` where its file is named. */
export function scriptOf(
  at: readonly PropertyKey[],
  wish: Exclude<ScriptWish, string>,
  { containers, files, report, path }: LabParts & { readonly path: readonly PropertyKey[] },
): Script {
  const container = wish.container ?? containers[0]?.name ?? ''
  if (!containers.some(({ name }) => name === container))
    report.wrong([...at, 'container'], `there is no container ${container}`)
  const file = wish.file
  if (file === undefined) return { container, text: wish.run ?? '', timeout: wish.timeout ?? USUAL_TIMEOUT }
  const text = Object.hasOwn(files, file) ? files[file] : undefined
  if (text === undefined) report.wrong(path, `there is no file ${file}`)
  else if (new TextEncoder().encode(text).length > MOST_SCRIPT)
    report.wrong(path, `${file} is longer than 64 KiB`)
  return { container, text: text ?? '', timeout: wish.timeout ?? USUAL_TIMEOUT }
}
