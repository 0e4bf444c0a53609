import { expand, type Warning } from '@berth/dockerfile'
import { findBase, type Known } from './graph/needed-stages.ts'
import { readBase } from './graph/read-base.ts'
import { globalArgs } from './scope/global-args.ts'

type Warn = (warning: Warning) => void

/** UndefinedArgInFrom, InvalidDefaultArgInFrom, RedundantTargetPlatform, FromPlatformFlagConstDisallowed, InvalidBaseImagePlatform */
export function lintFrom(index: number, known: Known, warn: Warn): void {
  const stage = known.dockerfile.stages[index]
  if (!stage) return
  const { from } = stage
  const tell = (rule: string, message: string) => warn({ rule, message, place: from.place })
  const base = readBase(stage, known, warn)
  if (!isUsable(defaultImage(from.image, known)))
    tell('InvalidDefaultArgInFrom', `without arguments, "${from.image}" names no image: give them a default`)
  if (from.platform !== null && /^\$\{?TARGETPLATFORM\}?$/.test(from.platform))
    tell('RedundantTargetPlatform', `--platform=${from.platform} is what it is without it`)
  else if (from.platform !== null && !from.platform.includes('$') && !isNamedAfter(stage.name, from.platform))
    tell('FromPlatformFlagConstDisallowed', `--platform=${from.platform} builds for this platform only`)
  const image = base.kind === 'image' ? findBase(known.bases, base) : undefined
  const has = image && `${image.config.os}/${image.config.architecture}`
  if (image && !image.platform.startsWith(has ?? ''))
    tell(
      'InvalidBaseImagePlatform',
      `"${image.reference}" is for ${has ?? ''}, and ${image.platform} is wanted`,
    )
}

/** What FROM would name if nobody gave arguments. */
function defaultImage(image: string, known: Known): string {
  const options = { ...known.options, args: {} }
  const globals = globalArgs(known.dockerfile, options, known.work)
  const { escape } = known.dockerfile.directives
  const place = { line: 1, column: 1, text: '' }
  return expand(image, { lookup: (name) => globals.get(name), escape, place, work: known.work }).value
}

function isUsable(image: string): boolean {
  return /^[\w][\w./:@-]*[\w]$|^\w$/.test(image) && !image.includes('//') && !/:(@|$)/.test(image)
}

/** A stage that is named after its platform, such as `build-arm64`, has one for a reason. */
function isNamedAfter(name: string | null, platform: string): boolean {
  return platform.split('/').some((part) => part !== '' && (name ?? '').includes(part))
}
